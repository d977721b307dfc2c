"""Receipts: one message with its events, and pages of messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.answers.exception import ExceptionNotice
from graph.answers.page import Listing, Page
from graph.answers.receipt import OutcomeCount, Receipt, ReceiptAnswer, ReceiptEvent, ReceiptState
from graph.clock import FAR_FUTURE
from graph.database import Graph
from graph.model.entry import OUTCOMES, PENDING, Outcome
from graph.queries.exception import exceptions_named
from graph.queries.frame import open_frame
from graph.queries.paging import checked_size, cursor_of, position_of
from graph.recording.exceptions import exception_id
from graph.transaction import Reading

Row = Mapping[str, Any]

_REFUSED: Final = frozenset("HCR")
_APPENDED: Final = frozenset("AS")
"""Letters of the outcomes that leave an exception, and of those that leave a fact."""


@dataclass(frozen=True, slots=True)
class ReceiptFilter:
    """Which messages; what is left out means any.

    Attributes:
        source: code of the system that sent it.
        state: how far it has come.

    """

    source: str | None = None
    state: ReceiptState | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """One event: its place in the message, the part it is kept in, its place there, the letter of its outcome."""

    index: int
    part: Row
    position: int
    letter: str


async def receipt_answer(
    graph: Graph,
    upload: str,
    *,
    outcome: Outcome | None = None,
    first: int = 50,
    after: str | None = None,
    known: int | None = None,
    as_of: int | None = None,
) -> ReceiptAnswer:
    """One message as it stood at a moment of the knowledge clock, with a page of its events in their order.

    Args:
        graph: the door to the database.
        upload: id of the message.
        outcome: only events that came to it.
        first: how many events at most.
        after: the cursor of an event to go on from.
        known: knowledge time, epoch microseconds; now when left out.
        as_of: valid time, which messages do not have; now when left out.

    Raises:
        InputError: such a page cannot be.

    """
    size, start = checked_size(first), int(position_of(after, (0,))[0])
    async with graph.reading("receipt") as tx:
        frame = await open_frame(tx, as_of, known)
        moment = frame.moments.known
        parts = await tx.read("receipt_parts", upload=upload, known=moment)
        places = list(_places(parts, moment))
        wanted = [it for it in places if outcome is None or it.letter == outcome.letter]
        shown = [it for it in wanted if it.index >= start][: size + 1]
        events = tuple(await _events(tx, shown[:size], moment))
    cursors = tuple(cursor_of((event.index + 1,)) for event in events)
    page = Page(events, cursors, len(shown) > size, cursors[-1] if cursors else after, len(wanted))
    receipt = _receipt(upload, parts, places, moment) if parts else None
    return ReceiptAnswer(receipt=receipt, events=page, envelope=frame.envelope())


def _places(parts: Sequence[Row], known: int) -> Iterator[_Place]:
    index = 0
    for part in parts:
        for position, letter in enumerate(_letters(part, known)):
            yield _Place(index, part, position, letter)
            index += 1


def _letters(part: Row, known: int) -> str:
    """The outcomes of one part as they were at a moment: what was settled or replayed later is undone."""
    if part["recorded_at"] is None or part["recorded_at"] > known:
        return PENDING * int(part["events"])
    letters = list(part["outcomes"])
    for closed in part["closed_since"]:
        letters[closed["position"]] = Outcome(closed["outcome"]).letter
    return "".join(letters)


async def _events(tx: Reading, places: Sequence[_Place], known: int) -> list[ReceiptEvent]:
    exceptions = {_exception(place): place for place in places if place.letter in _REFUSED}
    raised = await exceptions_named(tx, exceptions, known) if exceptions else {}
    names = await _names(tx, [place for place in places if place.letter in _APPENDED])
    return [_event(place, raised.get(_exception(place)), names) for place in places]


def _exception(place: _Place) -> str:
    """The id of the exception of an event: for a replay the one that it replays."""
    replays = place.part["replays"]
    return str(replays[place.position]) if replays else exception_id(place.part["id"], place.position)


async def _names(tx: Reading, places: Iterable[_Place]) -> dict[tuple[str, int], str]:
    receipts = sorted({place.part["id"] for place in places})
    if not receipts:
        return {}
    row = (await tx.read("events_of_receipts", receipts=receipts))[0]
    columns = zip(row["receipts"], row["positions"], row["events"], strict=True)
    return {(receipt, position): event for receipt, position, event in columns}


def _event(place: _Place, raised: ExceptionNotice | None, names: Mapping[tuple[str, int], str]) -> ReceiptEvent:
    name = raised.event if raised else names.get((place.part["id"], place.position))
    return ReceiptEvent(index=place.index, event=name or None, outcome=OUTCOMES.get(place.letter), exception=raised)


def _receipt(upload: str, parts: Sequence[Row], places: Sequence[_Place], known: int) -> Receipt:
    letters = "".join(place.letter for place in places)
    settled = [part["recorded_at"] for part in parts if part["recorded_at"] and part["recorded_at"] <= known]
    counted: dict[Outcome | None, int] = {outcome: letters.count(letter) for letter, outcome in OUTCOMES.items()}
    first = parts[0]
    return Receipt(
        id=upload,
        source=first["source"],
        channel=first["channel"],
        principal=first["principal"],
        state=_state([part["state"] for part in parts], waits=PENDING in letters),
        received_at=first["received_at"],
        recorded_at=max(settled, default=None),
        parts=len(parts),
        events=len(letters),
        counts=_counts(counted | {None: letters.count(PENDING)}),
        reasons=tuple(sorted({part["reason"] for part in parts if part["reason"]})),
    )


def _state(states: Sequence[str], *, waits: bool) -> ReceiptState:
    """A part that was put aside waits for a person, every other one with open events for a worker."""
    if ReceiptState.RECEIVED in states or (waits and ReceiptState.QUARANTINED not in states):
        return ReceiptState.RECEIVED
    return ReceiptState.QUARANTINED if ReceiptState.QUARANTINED in states else ReceiptState.SETTLED


def _counts(counted: Mapping[Outcome | None, int]) -> tuple[OutcomeCount, ...]:
    return tuple(OutcomeCount(outcome=outcome, events=count) for outcome, count in counted.items() if count)


async def receipt_listing(
    graph: Graph,
    wanted: ReceiptFilter | None = None,
    *,
    first: int = 50,
    after: str | None = None,
    as_of: int | None = None,
    known: int | None = None,
) -> Listing[Receipt]:
    """A page of the messages that had come by a moment of the knowledge clock, the latest first.

    What was settled after that moment waits; outcomes are counted as they are now, replays since then included.

    Raises:
        InputError: such a page cannot be.

    """
    wanted = wanted or ReceiptFilter()
    size, position = checked_size(first), position_of(after, (FAR_FUTURE, ""))
    async with graph.reading("receipts") as tx:
        frame = await open_frame(tx, as_of, known)
        rows = await tx.read(
            "uploads_page",
            source=wanted.source,
            state=wanted.state and wanted.state.value,
            known=frame.moments.known,
            received_at=position[0],
            id=position[1],
            limit=size + 1,
        )
    found = rows[0]["uploads"]
    receipts = tuple(map(_of_upload, found[:size]))
    cursors = tuple(cursor_of((receipt.received_at, receipt.id)) for receipt in receipts)
    return Listing.of(Page(receipts, cursors, len(found) > size, cursors[-1] if cursors else after), frame.envelope())


def _of_upload(row: Row) -> Receipt:
    counted: dict[Outcome | None, int] = {outcome: row[outcome.value.lower()] for outcome in Outcome}
    pending = row["events"] - sum(counted.values())
    return Receipt(
        id=row["upload"],
        source=row["source"],
        channel=row["channel"],
        principal=row["principal"],
        state=_state(row["states"], waits=pending > 0),
        received_at=row["received_at"],
        recorded_at=row["recorded_at"],
        parts=row["receipts"],
        events=row["events"],
        counts=_counts(counted | {None: pending}),
        reasons=tuple(sorted(row["reasons"])),
    )
