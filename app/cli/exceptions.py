"""`revtrace exceptions`: what was held or refused, and why."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli._options import AsJson
from graph.recording.queues import Queue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.answers.exception import ExceptionNotice


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
    from app.connect import run

    # One more than is listed tells whether there are more.
    rows = run(_exceptions(queue, source, state, limit + 1))
    listed = rows[:limit]
    if as_json:
        import orjson

        typer.echo(orjson.dumps(listed, option=orjson.OPT_INDENT_2).decode())
    else:
        from app.terminal.console import Harmless, open_console
        from app.terminal.exceptions import exceptions as page

        open_console().print(Harmless(page([_notice(row) for row in listed], more=len(rows) > limit)))


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


def _notice(row: Mapping[str, Any]) -> ExceptionNotice:
    from graph.answers.exception import ExceptionNotice
    from ingest.receipts import upload_of

    return ExceptionNotice.model_validate({**row, "receipt": upload_of(row["receipt"])})
