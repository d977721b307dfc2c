"""`revtrace status`: what waits, and how far each source has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from app.cli._options import AsJson

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def status(as_json: AsJson = False) -> None:
    """Tell what waits: receipts, exceptions, hints; and how far each source has come."""
    from app.connect import run

    found = run(_status())
    if as_json:
        import orjson

        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
        return
    typer.echo("\n".join(_lines(found)))


async def _status() -> dict[str, Any]:
    from app.connect import databases, open_graph, to_terminal
    from graph.clock import FAR_FUTURE
    from graph.migrate import migrate
    from graph.queries.backlog import backlog

    async with databases(to_terminal) as endpoints, await open_graph(endpoints) as graph:
        await migrate(graph)
        waiting = await backlog(graph)
        marks = await graph.read("watermarks", known=FAR_FUTURE)
        aside = await graph.read("receipts_page", source=None, state="QUARANTINED", before=FAR_FUTURE, limit=MOST_ASIDE)
        return {
            **waiting.model_dump(),
            "aside": [{"receipt": row["id"], "source": row["source"], "reason": row["reason"]} for row in aside],
            "queue": await _depth(endpoints.redis_url),
            "sources": [row for row in marks if row["recorded_at"] is not None],
        }


MOST_ASIDE = 20
"""Receipts that were put aside and are listed one by one."""


async def _depth(url: str) -> int | None:
    from graph.errors import UnavailableError
    from ingest.queue import Queue

    async with Queue.open(url) as queue:
        try:
            return await queue.depth()
        except UnavailableError:
            return None


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    from graph.clock import format_instant

    for row in found["receipts"]:
        since = f", the oldest since {format_instant(row['oldest'])}" if row["oldest"] else ""
        words = {"RECEIVED": "receipts wait to be settled", "QUARANTINED": "receipts were put aside"}[row["state"]]
        yield f"{row['count']:>8,} {words} ({row['events']:,} events{since})"
    for row in found["aside"]:
        yield f"         {row['receipt']} of {row['source']}: {row['reason']}"
    depth = "the queue does not answer" if found["queue"] is None else f"{found['queue']:>8,} hints in the queue"
    yield depth
    for row in found["exceptions"]:
        yield f"{row['count']:>8,} exceptions in queue {row['queue']}, the oldest since {format_instant(row['oldest'])}"
    if not found["exceptions"]:
        yield "       0 exceptions"
    for row in found["sources"]:
        heard = f"heard of until {format_instant(row['occurred_at'])}" if row["occurred_at"] else "nothing accepted"
        yield f"{row['source']}: {heard}, recorded {format_instant(row['recorded_at'])}"
