"""Receipts: what became of a message and of each event in it."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graph.answers import receipt as rows
from graph.answers.page import Listing as ListingRow
from graph.model.entry import Outcome
from graph.queries.receipt import ReceiptFilter, receipt_answer, receipt_listing
from resolvers.connection import DEFAULT_PAGE, After, Connection, First, Listing
from resolvers.context import Ask, AsKnownAt, AsOf
from resolvers.envelope import Envelope
from resolvers.exception import ExceptionNotice
from resolvers.root import root
from resolvers.scalars import Instant
from resolvers.shown import enum, listed, shows

enum(
    rows.ReceiptState,
    "How far a message has come.",
    {
        "RECEIVED": "Events of it wait.",
        "QUARANTINED": "A part of it was put aside for a person.",
        "SETTLED": "Every event has its outcome.",
    },
)


@shows(rows.OutcomeCount, description="How many events of a message came to one outcome.")
class OutcomeCount:
    """A count."""

    outcome: Outcome | None = strawberry.field(description="The outcome; null for events that still wait.")
    events: int = strawberry.field(description="How many events.")


@shows(rows.Receipt, description="One message as it was taken in.")
class Receipt:
    """A receipt."""

    id: strawberry.ID = strawberry.field(description="Its id, as the intake answered it.")
    source: str = strawberry.field(description="Code of the system that it speaks for.")
    channel: str = strawberry.field(description="How it came: HTTP, FILE or REPLAY.")
    principal: str = strawberry.field(description="The API key, or the user of the command line, that sent it.")
    state: rows.ReceiptState = strawberry.field(description="How far it has come.")
    received_at: Instant = strawberry.field(description="When it was taken in.")
    recorded_at: Instant | None = strawberry.field(description="When something of it was recorded last.")
    parts: int = strawberry.field(description="In how many parts it was kept.")
    events: int = strawberry.field(description="How many events it has.")
    counts: list[OutcomeCount] = listed(
        "Its events by outcome. In a list of messages they are counted as they are now, whatever moment was asked for.",
        bound="there are six outcomes",
    )
    reasons: list[str] = listed("Why parts of it were put aside.", bound="one for a part")


@shows(rows.ReceiptEvent, description="One event of a message.")
class ReceiptEvent:
    """An event."""

    index: int = strawberry.field(description="Its place in the message, from 0.")
    event: str | None = strawberry.field(
        description="The source's id of the event, where the log or an exception tells it; null for duplicates."
    )
    outcome: Outcome | None = strawberry.field(description="What became of it; null while it waits.")
    exception: ExceptionNotice | None = strawberry.field(description="What somebody has to see to.")


@shows(rows.ReceiptAnswer, description="One message with its events, and what the answer says about itself.")
class ReceiptAnswer:
    """The answer to `receipt`."""

    receipt: Receipt | None = strawberry.field(description="The message; null when there is none of this id.")
    events: Connection[ReceiptEvent] = strawberry.field(description="Its events, in their order.")
    envelope: Envelope = strawberry.field(description="What the answer says about itself.")


@strawberry.input(name="ReceiptFilter", description="Which messages; what is left out means any.")
class ReceiptFilterInput:
    """The filter of `receipts`."""

    source: str | None = strawberry.field(default=None, description="Code of the system that it speaks for.")
    state: rows.ReceiptState | None = strawberry.field(default=None, description="How far it has come.")


Choice = Annotated[ReceiptFilterInput | None, strawberry.argument(description="Which messages; all when left out.")]
Id = Annotated[strawberry.ID, strawberry.argument(description="Id of the message, as the intake answered it.")]
OneOutcome = Annotated[
    Outcome | None, strawberry.argument(description="Only events that came to this; all when left out.")
]


async def _receipt(
    info: Ask,
    id: Id,  # noqa: A002 - the argument of this name
    outcome: OneOutcome = None,
    first: First = DEFAULT_PAGE,
    after: After = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> rows.ReceiptAnswer:
    """One message."""
    return await receipt_answer(
        info.context.graph, id, outcome=outcome, first=first, after=after, as_of=as_of, known=as_known_at
    )


async def _receipts(
    info: Ask,
    where: Choice = None,
    first: First = DEFAULT_PAGE,
    after: After = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> ListingRow[rows.Receipt]:
    """A page of messages."""
    wanted = ReceiptFilter(where.source, where.state) if where else None
    return await receipt_listing(info.context.graph, wanted, first=first, after=after, as_of=as_of, known=as_known_at)


@strawberry.type
class ReceiptQuery:
    """The roots of this file."""

    receipt: ReceiptAnswer = root(_receipt, "What became of one message and of each event in it.")
    receipts: Listing[Receipt] = root(_receipts, "Messages that were taken in, the latest first.")
