"""Exceptions: what was held or refused and why, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.answers.exception import ExceptionNotice, ExceptionState
from graph.answers.page import Listing, Page
from graph.clock import FAR_FUTURE
from graph.database import Graph
from graph.model.problem import Problem
from graph.queries.frame import open_frame
from graph.queries.paging import checked_size, cursor_of, position_of
from graph.recording.exceptions import Queue
from graph.transaction import Reading


@dataclass(frozen=True, slots=True)
class ExceptionFilter:
    """Which exceptions; what is left out means any.

    Attributes:
        queue: who has to look at them.
        source: code of the system that sent the event.
        state: how far they have come.

    """

    queue: Queue | None = None
    source: str | None = None
    state: ExceptionState | None = None


async def exception_listing(
    graph: Graph,
    wanted: ExceptionFilter | None = None,
    *,
    first: int = 50,
    after: str | None = None,
    as_of: int | None = None,
    known: int | None = None,
) -> Listing[ExceptionNotice]:
    """A page of exceptions as they stood at a moment of the knowledge clock, the latest first.

    Args:
        graph: the door to the database.
        wanted: which exceptions; all when left out.
        first: how many at most.
        after: the cursor to go on from.
        as_of: valid time, epoch microseconds, which exceptions do not have; now when left out.
        known: knowledge time, epoch microseconds; now when left out.

    Raises:
        InputError: such a page cannot be.

    """
    wanted = wanted or ExceptionFilter()
    size, position = checked_size(first), position_of(after, (FAR_FUTURE, ""))
    async with graph.reading("exceptions") as tx:
        frame = await open_frame(tx, as_of, known)
        rows = await tx.read(
            "exceptions_list",
            queue=wanted.queue and wanted.queue.value,
            source=wanted.source,
            state=wanted.state and wanted.state.value,
            known=frame.moments.known,
            raised_at=position[0],
            id=position[1],
            limit=size + 1,
        )
    found = rows[0]["exceptions"]
    notices = tuple(map(_notice, found[:size]))
    cursors = tuple(cursor_of((notice.raised_at, notice.id)) for notice in notices)
    return Listing.of(Page(notices, cursors, len(found) > size, cursors[-1] if cursors else after), frame.envelope())


async def exceptions_named(tx: Reading, ids: Iterable[str], known: int) -> dict[str, ExceptionNotice]:
    """Exceptions as they stood at a moment of the knowledge clock, by id; those not raised by then are left out."""
    rows = await tx.read("exceptions_named", ids=sorted(ids), known=known)
    return {row["id"]: _notice(row) for row in rows[0]["exceptions"]}


def _notice(row: Mapping[str, Any]) -> ExceptionNotice:
    told = {**row, "receipt": row["receipt"].rpartition(".")[0], "event": row["event"] or ""}
    return ExceptionNotice(**{**told, "problems": tuple(map(Problem.model_validate_json, row["problems"]))})
