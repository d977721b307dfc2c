"""`revtrace status`: what waits, and how far each source has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from app.cli._options import AsJson

if TYPE_CHECKING:
    from app.terminal.status import Standing
    from graph.database import Graph

MOST_ASIDE = 20
"""Receipts that were put aside and are listed one by one."""


def status(as_json: AsJson = False) -> None:
    """Tell what waits: receipts, exceptions, hints; and how far each source has come."""
    from app.connect import run

    found, asked = run(_status())
    if as_json:
        import orjson

        typer.echo(orjson.dumps(found.model_dump(), option=orjson.OPT_INDENT_2).decode())
    else:
        from app.terminal.console import Harmless, open_console
        from app.terminal.status import status as page

        open_console().print(Harmless(page(found, asked)))


async def _status() -> tuple[Standing, int]:
    """Where the service stands, and when that was asked by the clock of the database, epoch microseconds."""
    from app.connect import databases, open_graph, to_terminal
    from graph.migrate import migrate

    async with databases(to_terminal) as endpoints, await open_graph(endpoints) as graph:
        await migrate(graph)
        asked: int = (await graph.read("database_time"))[0]["now"]
        return await _standing(graph, await _depth(endpoints.redis_url)), asked


async def _standing(graph: Graph, depth: int | None) -> Standing:
    from app.terminal.status import Aside, Heard, Standing
    from graph.clock import FAR_FUTURE
    from graph.queries.backlog import backlog

    waiting = await backlog(graph)
    marks = await graph.read("watermarks", known=FAR_FUTURE)
    aside = await graph.read("receipts_page", source=None, state="QUARANTINED", before=FAR_FUTURE, limit=MOST_ASIDE)
    return Standing(
        receipts=waiting.receipts,
        exceptions=waiting.exceptions,
        aside=tuple(Aside(receipt=row["id"], source=row["source"], reason=row["reason"]) for row in aside),
        queue=depth,
        sources=tuple(Heard(**row) for row in marks if row["recorded_at"] is not None),
    )


async def _depth(url: str) -> int | None:
    from graph.errors import UnavailableError
    from ingest.queue import Queue

    async with Queue.open(url) as queue:
        try:
            return await queue.depth()
        except UnavailableError:
            return None
