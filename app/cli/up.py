"""`revtrace up`: everything in one process tree."""

from __future__ import annotations

import typer


def up() -> None:
    """Run the databases (unless NEO4J_URI and REDIS_URL name others), the API and a worker, until Ctrl-C."""
    from app.connect import run

    run(_up())


async def _up() -> None:
    from app.connect import read_settings, to_terminal
    from app.settings import Settings
    from app.stack import address_of, stack

    async with stack(to_terminal) as (supervisor, endpoints):
        typer.echo(f"API      {address_of(read_settings(Settings))}")
        typer.echo(f"Neo4j    {endpoints.neo4j_uri}")
        typer.echo("keys     revtrace keys create --role READER")
        await supervisor.wait()
