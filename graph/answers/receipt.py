"""Receipts: what became of a message, as a whole and event by event."""

from __future__ import annotations

from enum import StrEnum

from graph.answers.envelope import Envelope, Row
from graph.answers.exception import ExceptionNotice
from graph.answers.page import Page
from graph.model.entry import Outcome


class ReceiptState(StrEnum):
    """How far a message has come: RECEIVED while events wait, QUARANTINED when a part was put aside, else SETTLED."""

    RECEIVED = "RECEIVED"
    QUARANTINED = "QUARANTINED"
    SETTLED = "SETTLED"


class OutcomeCount(Row):
    """How many events of a message came to one outcome; none for those that still wait."""

    outcome: Outcome | None
    events: int


class Receipt(Row):
    """One message as it was taken in.

    Attributes:
        id: of the message, as the intake answered it.
        principal: the API key, or the user of the command line, that sent it.
        received_at: when it was committed, epoch microseconds.
        recorded_at: when something of it was recorded last, epoch microseconds.
        parts: in how many parts it was kept.
        events: how many events it has.
        counts: events by outcome; outcomes that no event came to are left out.
        reasons: why parts of it were put aside.

    """

    id: str
    source: str
    channel: str
    principal: str
    state: ReceiptState
    received_at: int
    recorded_at: int | None
    parts: int
    events: int
    counts: tuple[OutcomeCount, ...]
    reasons: tuple[str, ...]


class ReceiptEvent(Row):
    """One event of a message.

    Attributes:
        index: its place in the message, from 0.
        event: the source's id, as far as the log or an exception tells it.
        outcome: none while it waits.
        exception: what a person or a mapping has to see to.

    """

    index: int
    event: str | None
    outcome: Outcome | None
    exception: ExceptionNotice | None


class ReceiptAnswer(Row):
    """One message; none if there is none of this id."""

    receipt: Receipt | None
    events: Page[ReceiptEvent]
    envelope: Envelope
