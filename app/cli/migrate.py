"""`revtrace migrate`: the schema of the database brought up to this release."""

from __future__ import annotations

import typer


def migrate() -> None:
    """Apply the schema files that the database has not seen; any number of starters at once do it once."""
    from app.connect import run

    applied = run(_migrate())
    typer.echo("\n".join(f"applied {name}" for name in applied) or "the schema is that of this release already")


async def _migrate() -> list[str]:
    from app.connect import databases, open_graph, to_terminal
    from graph.migrate import migrate as apply

    async with databases(to_terminal) as endpoints, await open_graph(endpoints) as graph:
        return await apply(graph)
