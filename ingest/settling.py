"""One receipt to its end: texts made facts, names resolved, everything recorded, and what is refused cornered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import structlog

from graph.database import Graph
from graph.errors import DatabaseError, RevtraceError
from graph.model.entry import Event, Outcome
from graph.model.identifier import IdentifierMapped
from graph.model.problem import Problem, ProblemCode
from graph.recording.exceptions import Refusal
from graph.recording.queues import Queue
from graph.recording.slice import Slice, record
from ingest.interpretation import Draft, mapped_here, names_again, sort_out

MOST_POISON: Final = 5
"""After so many refused events in one receipt, it is the database that is ill, not the events."""

log = structlog.get_logger(__name__)


async def settle_drafts(graph: Graph, receipt: str, source: str, drafts: Sequence[Draft]) -> str:
    """Record the drafts of a receipt; the outcomes of the receipt, one letter an event.

    Raises:
        UnavailableError: the database does not answer; the receipt waits.
        DatabaseError: the database refuses event after event.

    """
    missing = {name.key for one in drafts for name in one.missing}
    if missing & mapped_here(drafts).keys():
        await _record(graph, _slice(receipt, source, filter(is_mapping, drafts)))
    if missing:
        drafts = names_again(source, drafts, await known_names(graph, missing))
    return await _record(graph, _slice(receipt, source, drafts))


async def known_names(graph: Graph, keys: Iterable[str]) -> dict[str, str]:
    """What identifiers stand for, by key; those without a mapping are left out."""
    found = (await graph.read("identifiers_resolve", keys=sorted(keys)))[0]
    return dict(zip(found["keys"], found["canonical"], strict=True))


def is_mapping(one: Draft) -> bool:
    """Whether a draft says what a local name stands for."""
    return isinstance(one.reading, tuple) and isinstance(one.reading[1], IdentifierMapped)


def _slice(receipt: str, source: str, drafts: Iterable[Draft]) -> Slice:
    return Slice(receipt, source, *sort_out(drafts))


async def _record(graph: Graph, piece: Slice) -> str:
    """Record a slice; if that cannot be done, corner the events that are at fault."""
    return await _corner(graph, piece, [])


async def _corner(graph: Graph, piece: Slice, poison: list[Event]) -> str:
    try:
        return await record(graph, piece)
    except Exception as error:
        if not piece.events or not _may_be_the_event(error):
            raise
        reason = _reason(error)
        log.warning("slice refused", receipt=piece.receipt, events=len(piece.events), reason=reason, exc_info=error)
        if len(piece.events) == 1:
            poison.append(piece.events[0])
            if len(poison) > MOST_POISON:
                raise
            return await record(graph, _poisoned(piece, reason))
    first, second = piece.halves()
    await _corner(graph, first, poison)
    return await _corner(graph, second, poison)


def _may_be_the_event(error: Exception) -> bool:
    """A database that does not answer and a wrong setting are no event's fault; a refusal or a fault of ours may be."""
    return isinstance(error, DatabaseError) or not isinstance(error, RevtraceError)


def _reason(error: Exception) -> str:
    return error.message if isinstance(error, RevtraceError) else f"{type(error).__name__}: {error}"


def _poisoned(piece: Slice, reason: str) -> Slice:
    event = piece.events[0]
    problem = Problem.about(ProblemCode.POISON, "", f"this event cannot be recorded: {reason}"[:500])
    refusal = Refusal(event.position, event.event_id, Outcome.REJECTED, Queue.POISON, (problem,))
    return Slice(piece.receipt, piece.source, (), (*piece.refusals, refusal))
