"""One transaction: a receipt, or a part of it, goes into the log and the graph, and every event gets its outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

from graph.database import Graph
from graph.errors import NotFoundError, UnavailableError
from graph.model.entry import OUTCOMES, PENDING, Entry, Event, Outcome
from graph.recording.exceptions import Refusal, conflict, open_exceptions
from graph.recording.leaves import leaves
from graph.recording.log import append, apply_voids
from graph.recording.projection import project
from graph.transaction import Writing

RECEIVED: Final = "RECEIVED"
SETTLED: Final = "SETTLED"
RECORDING: Final = "record"
"""The name of the transactions that write the log and its projection, in the transaction list of the database."""

WRITE_DEADLINE = 60.0
"""Seconds that one slice may take, with all its retries."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Events of one receipt that are to be recorded in one transaction.

    Attributes:
        receipt: id of the receipt.
        source: the system that sent it.
        events: valid events, in the order in which they came.
        refusals: events that do not become facts now.

    """

    receipt: str
    source: str
    events: tuple[Event, ...]
    refusals: tuple[Refusal, ...]

    def halves(self) -> tuple[Slice, Slice]:
        """The slice in two, to corner an event that the database refuses."""
        middle = len(self.events) // 2
        first = Slice(self.receipt, self.source, self.events[:middle], self.refusals)
        return first, Slice(self.receipt, self.source, self.events[middle:], ())


async def record(graph: Graph, piece: Slice) -> str:
    """Record a slice and return the outcomes of the whole receipt so far, one letter an event.

    Whatever was recorded before (by another worker, or before a crash) is left as it is.

    Raises:
        UnavailableError: the database does not answer, or the projection is being rebuilt.
        DatabaseError: the database refuses the slice.

    """

    async def work(tx: Writing) -> str:
        return await _record(tx, piece)

    return await graph.write(work, label=RECORDING, deadline=WRITE_DEADLINE)


async def _record(tx: Writing, piece: Slice) -> str:
    begun = await tx.run("receipt_begin", id=piece.receipt)
    if not begun:
        raise NotFoundError(f"receipt {piece.receipt} does not exist")
    state: Mapping[str, Any] = begun[0]
    if state["maintenance"]:
        raise UnavailableError("the projection is being rebuilt", hint="the receipt is kept and taken up afterwards")
    letters = list(state["outcomes"])
    if state["state"] != RECEIVED:
        return "".join(letters)
    pending = {position for position, letter in enumerate(letters) if letter == PENDING}
    events = [event for event in piece.events if event.position in pending]
    refusals = [refusal for refusal in piece.refusals if refusal.position in pending]
    recorded = await _append(tx, piece, events, refusals, state)
    for position, outcome in recorded.outcomes.items():
        letters[position] = outcome.letter
    await _settle(tx, piece.receipt, letters, recorded, state)
    return "".join(letters)


@dataclass(frozen=True, slots=True)
class _Recorded:
    outcomes: dict[int, Outcome]
    leaves: bytes
    occurred_at: int | None


async def _append(
    tx: Writing,
    piece: Slice,
    events: Sequence[Event],
    refusals: list[Refusal],
    state: Mapping[str, Any],
) -> _Recorded:
    now, replays = state["now"], dict(enumerate(state["replays"] or ()))
    appended = await append(tx, piece.receipt, events, now)
    added, voided = await apply_voids(tx, appended, now)
    outcomes = appended.outcomes
    superseded = await project(tx, added, voided)
    if superseded:
        await tx.run("fact_supersede", keys=sorted(superseded))
    by_position = {event.position: event for event in events}
    refusals += [conflict(by_position[at]) for at, outcome in outcomes.items() if outcome is Outcome.CONFLICT]
    await open_exceptions(tx, piece.receipt, piece.source, refusals, replays, now)
    outcomes |= {refusal.position: refusal.outcome for refusal in refusals}
    outcomes |= {entry.event.position: _accepted(entry, superseded) for entry in added}
    if replays:
        rows = [{"id": replays[at], "letter": outcome.letter} for at, outcome in outcomes.items()]
        await tx.run("exception_replayed", rows=sorted(rows, key=itemgetter("id")), now=now)
    latest = max((entry.event.occurred_at for entry in added), default=None)
    return _Recorded(outcomes, leaves(added, {"id": piece.receipt, **state}, outcomes), latest)


def _accepted(entry: Entry, superseded: set[str]) -> Outcome:
    return Outcome.SUPERSEDED if entry.event.key in superseded else Outcome.ACCEPTED


async def _settle(
    tx: Writing, receipt: str, letters: Sequence[str], recorded: _Recorded, state: Mapping[str, Any]
) -> None:
    moments = [moment for moment in (recorded.occurred_at, state["occurred_at"]) if moment is not None]
    await tx.run(
        "receipt_settle",
        id=receipt,
        outcomes="".join(letters),
        state=RECEIVED if PENDING in letters else SETTLED,
        recorded_at=state["now"],
        occurred_at=max(moments, default=None),
        leaves=(state["leaves"] or b"") + recorded.leaves,
    )


def counted(outcomes: str) -> dict[Outcome, int]:
    """How many events of a receipt came to which outcome."""
    return {outcome: outcomes.count(letter) for letter, outcome in OUTCOMES.items()}
