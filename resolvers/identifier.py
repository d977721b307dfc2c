"""Local names: what a system calls a thing."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graph.answers import identifier as rows
from graph.answers.noun import IdentifierState
from graph.answers.page import Listing as ListingRow
from graph.model.identifier import NamedNoun
from graph.model.keys import LocalName
from graph.queries.identifier import names_listing, resolve
from resolvers.connection import DEFAULT_PAGE, After, First, Listing
from resolvers.context import Ask, AsKnownAt, AsOf
from resolvers.envelope import Envelope
from resolvers.noun import Noun
from resolvers.root import root
from resolvers.shown import enum, shows

enum(
    NamedNoun,
    "What sort of thing a system's own name may stand for.",
    {"ITEM": "An item.", "PLANT": "A plant.", "PARTY": "A party, such as a supplier."},
)
enum(
    rows.ResolutionState,
    "What is known of a system's own name.",
    {
        "MAPPED": "It stands for a thing.",
        "UNMAPPED": "Events use it, but nothing maps it; they are held until something does.",
        "UNKNOWN": "Nothing has ever used it.",
    },
)


@shows(IdentifierState, description="What one system calls a thing.")
class Identifier(Noun):
    """A mapping."""

    system: str = strawberry.field(description="Code of the system.")
    kind: NamedNoun = strawberry.field(description="What sort of thing the name stands for.")
    value: str = strawberry.field(description="The name in that system.")
    canonical: strawberry.ID | None = strawberry.field(description="Key of the thing, for example the item number.")


@shows(rows.Resolution, description="What a system's own name stands for; never guessed.")
class Resolution:
    """The answer to `resolveIdentifier`."""

    system: str = strawberry.field(description="Code of the system.")
    kind: NamedNoun = strawberry.field(description="What sort of thing was asked for.")
    value: str = strawberry.field(description="The name in that system.")
    state: rows.ResolutionState = strawberry.field(description="What is known of the name.")
    canonical: strawberry.ID | None = strawberry.field(
        description="Key of the thing that it stands for; null unless it is mapped."
    )
    mapping: Identifier | None = strawberry.field(description="Who mapped it and when; null unless it is mapped.")
    envelope: Envelope = strawberry.field(description="What the answer says about itself.")


System = Annotated[str, strawberry.argument(description="Code of the system, for example ERP.")]
OneSystem = Annotated[
    str | None, strawberry.argument(description="Code of a system; what all systems call it when left out.")
]
Kind = Annotated[NamedNoun, strawberry.argument(description="What sort of thing.")]
Value = Annotated[str, strawberry.argument(description="The name as the system writes it.")]
Canonical = Annotated[
    strawberry.ID, strawberry.argument(description="Key of the thing: item number, code of the plant or party.")
]


async def _resolve_identifier(
    info: Ask, system: System, kind: Kind, value: Value, as_of: AsOf = None, as_known_at: AsKnownAt = None
) -> rows.Resolution:
    """What a system's own name stands for."""
    name = LocalName(system, kind.value, value)
    return await resolve(info.context.graph, name, as_of=as_of, known=as_known_at)


async def _identifiers(
    info: Ask,
    kind: Kind,
    key: Canonical,
    system: OneSystem = None,
    first: First = DEFAULT_PAGE,
    after: After = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> ListingRow[IdentifierState]:
    """What systems call a thing."""
    return await names_listing(
        info.context.graph, kind, key, system=system, first=first, after=after, as_of=as_of, known=as_known_at
    )


@strawberry.type
class IdentifierQuery:
    """The roots of this file."""

    resolve_identifier: Resolution = root(
        _resolve_identifier, "What a system's own name stands for. It is never guessed."
    )
    identifiers: Listing[Identifier] = root(_identifiers, "What systems call a thing.")
