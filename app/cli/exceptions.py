"""`revtrace exceptions`: what was held or refused, and why."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli._options import AsJson
from graph.recording.queues import Queue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class ExceptionState(StrEnum):
    """How far an exception has come."""

    OPEN = "OPEN"
    REPLAYING = "REPLAYING"
    RESOLVED = "RESOLVED"


def exceptions(
    queue: Annotated[Queue | None, typer.Option(case_sensitive=False, help="Of one queue only.")] = None,
    source: Annotated[str | None, typer.Option(help="Of one system only.")] = None,
    state: Annotated[ExceptionState, typer.Option(case_sensitive=False, help="Which ones.")] = ExceptionState.OPEN,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many at most, the latest first.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List events that were held or refused, with their reasons; `revtrace replay` sends them through again."""
    import orjson

    from app.connect import run

    found = run(_exceptions(queue, source, state, limit))
    if as_json:
        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
        return
    for row in found:
        typer.echo("\n".join(_lines(row)))
    if not found:
        typer.echo("there are none")


async def _exceptions(
    queue: Queue | None, source: str | None, state: ExceptionState, limit: int
) -> list[dict[str, Any]]:
    import orjson

    from app.connect import opened_graph, to_terminal
    from graph.clock import FAR_FUTURE

    async with opened_graph(to_terminal) as graph:
        rows = await graph.read(
            "exceptions_page",
            queue=queue and queue.value,
            source=source,
            state=state.value,
            before=FAR_FUTURE,
            limit=limit,
        )
    return [row | {"problems": [orjson.loads(problem) for problem in row["problems"]]} for row in rows]


def _lines(row: Mapping[str, Any]) -> Iterator[str]:
    from graph.clock import format_instant

    event = row["event"] or f"event {row['position']} without a readable id"
    yield f"{row['id']}  {row['queue']}  {row['source']} {event}  {row['outcome']} {format_instant(row['raised_at'])}"
    for problem in row["problems"]:
        got = f", got {problem['got']!r}" if problem.get("got") else ""
        yield f"    {problem['code']} {problem.get('pointer') or '(event)'}: {problem['detail']}{got}"
