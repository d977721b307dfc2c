"""`revtrace replay`: events sent through again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from graph.errors import InputError
from graph.recording.queues import Queue

if TYPE_CHECKING:
    from graph.database import Graph

Ids = Annotated[
    list[str] | None, typer.Argument(help="Ids of exceptions, or of receipts that were put aside.", show_default=False)
]
Everything = Annotated[
    Queue | None, typer.Option("--queue", case_sensitive=False, help="All open exceptions of one queue.")
]

AT_ONCE = 1000


def replay(ids: Ids = None, queue: Everything = None) -> None:
    """Send events through again, as they came: those of exceptions, and receipts that were put aside."""
    from app.connect import run
    from app.terminal.words import count

    if not ids and queue is None:
        raise InputError(
            "nothing is named to replay", hint="give ids (revtrace exceptions, revtrace status), or --queue"
        )
    tried = run(_replay(ids or [], queue))
    typer.echo(f"{count(tried, 'event')} tried again; what is still wrong is in revtrace exceptions")


async def _replay(ids: list[str], queue: Queue | None) -> int:
    from app.connect import opened_graph, person, to_terminal
    from ingest.pipeline import replay as replay_exceptions
    from ingest.pipeline import retry

    async with opened_graph(to_terminal) as graph:
        # The id of an exception is that of its receipt, a bar, and the place of its event.
        receipts = [identity for identity in ids if "|" not in identity]
        exceptions = [identity for identity in ids if "|" in identity]
        if queue is not None:
            exceptions += await _open_ones(graph, queue)
        return await retry(graph, receipts) + await replay_exceptions(graph, exceptions, person())


async def _open_ones(graph: Graph, queue: Queue) -> list[str]:
    """The ids of all open exceptions of a queue, page by page."""
    found: list[str] = []
    while True:
        after = found[-1] if found else ""
        page = (await graph.read("exceptions_in_queue", queue=queue.value, after=after, limit=AT_ONCE))[0]["ids"]
        found += page
        if len(page) < AT_ONCE:
            return found
