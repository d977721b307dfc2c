"""What is special about a BOM line, and what may stand in for its component."""

from __future__ import annotations

import strawberry

from graph.answers import line as rows
from graph.answers.noun import ItemState
from graph.model.bom_line import QuantityKind, SubstituteKind
from resolvers.context import Ask, moments
from resolvers.item import Item
from resolvers.loaders import Wanted
from resolvers.quantity import Quantity
from resolvers.scalars import Exact, Instant
from resolvers.shown import enum, itself, listed, resolved, shows

enum(
    QuantityKind,
    "What the quantity of a line is taken for.",
    {"PER_UNIT": "For each piece of the parent.", "FIXED": "Once for an order, whatever its size."},
)
enum(
    SubstituteKind,
    "Which of two items may stand in for the other.",
    {
        "ONE_WAY": "The substitute for the component only.",
        "TWO_WAY": "Each for the other, in the revision that says so and in the one that follows it.",
    },
)


async def _item(root: rows.SubstituteRule, info: Ask) -> ItemState | None:
    return await info.context.loaders.items.load(Wanted(moments(info), root.item))


@shows(rows.LineTraits, description="What is special about a line.")
class LineTraits:
    """Traits."""

    quantity_kind: QuantityKind = strawberry.field(
        description="Whether the quantity is for each piece of the parent, or for an order of any size."
    )
    scrap: Exact | None = strawberry.field(
        description="The share of what is taken that is expected to be lost: 0.02 is two of a hundred; null when none"
        " is stated."
    )
    phantom: bool = strawberry.field(
        description="The component is never stocked itself; its own components go straight into the parent."
    )
    consumable: bool = strawberry.field(description="It is used up in the making and is no part of the product.")
    optional: bool = strawberry.field(description="It is taken only where the order asks for it.")


@shows(rows.SubstituteRule, description="An item that may stand in for the component of a line.")
class SubstituteRule:
    """A rule."""

    bom: strawberry.ID = strawberry.field(name="revisionKey", description="Key of the revision that states it.")
    line: strawberry.ID = strawberry.field(description="Id of the line within that revision.")
    component: strawberry.ID = strawberry.field(name="componentNumber", description="Number of the line's component.")
    item: strawberry.ID = strawberry.field(name="itemNumber", description="Number of what may stand in for it.")
    item_noun: Item | None = resolved(_item, "What may stand in for it.", name="item")
    quantity: Quantity = resolved(itself, "How much of it takes the place of the line's quantity.")
    priority: int = strawberry.field(
        description="Priority 1 comes first: within its set, or among those of the line that belong to no set."
    )
    kind: SubstituteKind = strawberry.field(description="Which of the two may stand in for the other.")
    set_name: str | None = strawberry.field(
        description="The set that replaces the component together; null for an item that does so by itself."
    )
    plants: list[str] = listed(
        "Codes of the plants where both line and rule apply; `*` alone for all.", bound="what one event can state"
    )
    eff_from: Instant | None = strawberry.field(
        name="effectiveFrom", description="From when both apply; null when open."
    )
    eff_to: Instant | None = strawberry.field(name="effectiveTo", description="Until before when; null when open.")
