"""Exceptions: events that were held, refused or in conflict."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graph.answers import exception as rows
from graph.answers.page import Listing as ListingRow
from graph.model.entry import Outcome
from graph.model.problem import Problem as ProblemRow
from graph.model.problem import ProblemCode
from graph.queries.exception import ExceptionFilter, exception_listing
from graph.recording.exceptions import Queue
from resolvers.connection import DEFAULT_PAGE, After, First, Listing
from resolvers.context import Ask, AsKnownAt, AsOf
from resolvers.root import root
from resolvers.scalars import Instant
from resolvers.shown import enum, listed, shows

enum(
    Outcome,
    "What became of an event.",
    {
        "ACCEPTED": "It is in the log, and counts.",
        "DUPLICATE": "It had come before with the same content; nothing changed.",
        "SUPERSEDED": "It is in the log, but something newer was known already.",
        "HELD": "It waits for a mapping or a person.",
        "CONFLICT": "It had come before with other content; both are kept, and neither was overwritten.",
        "REJECTED": "It cannot be read or breaks its contract.",
    },
)
enum(
    Queue,
    "Who has to see to an exception.",
    {
        "MAPPING": "Whoever keeps the mappings: a system's own name stands for nothing.",
        "CONTRACT": "Whoever runs the interface: its kind of event is not known here.",
        "CONFLICT": "Whoever owns the data: one id, two contents.",
        "REJECTED": "Whoever sent it: it has to be mended and sent again.",
        "POISON": "Whoever runs this service: it could not be processed.",
    },
    name="ExceptionQueue",
)
enum(
    rows.ExceptionState,
    "How far an exception has come.",
    {
        "OPEN": "Somebody has to see to it.",
        "REPLAYING": "The event is being tried again.",
        "RESOLVED": "It came through.",
    },
)
enum(
    ProblemCode,
    "What kind of fault an event has. The codes never change; a program may branch on them.",
    {
        "MALFORMED": "It cannot be read.",
        "DUPLICATE_KEY": "A name occurs twice in one object.",
        "SCHEMA_UNKNOWN": "Its kind or version is not known.",
        "FIELD_UNKNOWN": "The contract has no such field.",
        "FIELD_MISSING": "A field is missing.",
        "FIELD_INVALID": "A field has a value that it cannot have.",
        "TIME_ZONE_MISSING": "A time has no offset from UTC.",
        "TIME_FORMAT": "A time cannot be read.",
        "QUANTITY_FORMAT": "An amount is not exact decimal text.",
        "IDENTIFIER_UNMAPPED": "A system's own name stands for nothing.",
        "SOURCE_NOT_ALLOWED": "The sender may not speak for this system.",
        "CONFLICT": "The id was sent before with other content.",
        "TOO_LARGE": "It is too large.",
        "AUTHORITY": "The system does not own what it states.",
        "POISON": "It could not be processed.",
    },
)


@shows(ProblemRow, description="One fault of one event.")
class Problem:
    """A problem."""

    code: ProblemCode = strawberry.field(description="What kind of fault.")
    pointer: str = strawberry.field(description="Where in the event (RFC 6901); empty for the event as a whole.")
    detail: str = strawberry.field(description="One sentence.")
    got: str = strawberry.field(description="The offending value, at most 64 characters.")
    expected: str = strawberry.field(description="What would have been accepted.")


@shows(rows.ExceptionNotice, description="An event that could not become a fact; it is kept as it came.")
class ExceptionNotice:
    """An exception."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    receipt: strawberry.ID = strawberry.field(description="Id of the message that the event came with.")
    position: int = strawberry.field(description="Its place in the part of the message that was kept as one, from 0.")
    source: str = strawberry.field(description="Code of the system that sent it.")
    event: str = strawberry.field(description="The source's id of the event; empty when it could not be read.")
    outcome: Outcome = strawberry.field(description="What became of the event.")
    queue: Queue = strawberry.field(description="Who has to see to it.")
    state: rows.ExceptionState = strawberry.field(description="How far it has come.")
    problems: list[Problem] = listed("What is wrong with the event.", bound="at most 20 problems are told of an event")
    raised_at: Instant = strawberry.field(description="When it was raised.")
    closed_at: Instant | None = strawberry.field(description="When the event came through.")
    waits_for: list[strawberry.ID] = listed(
        "Keys of the names that nothing maps: system, kind and name.", bound="the names that one event can use"
    )


@strawberry.input(name="ExceptionFilter", description="Which exceptions; what is left out means any.")
class ExceptionFilterInput:
    """The filter of `exceptions`."""

    queue: Queue | None = strawberry.field(default=None, description="Who has to see to them.")
    source: str | None = strawberry.field(default=None, description="Code of the system that sent the event.")
    state: rows.ExceptionState | None = strawberry.field(default=None, description="How far they have come.")


Choice = Annotated[ExceptionFilterInput | None, strawberry.argument(description="Which exceptions; all when left out.")]


async def _exceptions(
    info: Ask,
    where: Choice = None,
    first: First = DEFAULT_PAGE,
    after: After = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> ListingRow[rows.ExceptionNotice]:
    """Events that could not become facts."""
    wanted = ExceptionFilter(where.queue, where.source, where.state) if where else None
    return await exception_listing(info.context.graph, wanted, first=first, after=after, as_of=as_of, known=as_known_at)


@strawberry.type
class ExceptionQuery:
    """The roots of this file."""

    exceptions: Listing[ExceptionNotice] = root(
        _exceptions, "Events that were held, refused or in conflict, the latest first."
    )
