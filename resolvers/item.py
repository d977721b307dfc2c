"""Items: what can be made, bought or stocked."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graph.answers import item as rows
from graph.answers.noun import BomRevisionState, IdentifierState, ItemState
from graph.answers.page import Listing as ListingRow
from graph.answers.page import Page
from graph.answers.structure import Use as UseRow
from graph.model.bom import View
from graph.model.item import Procurement, Tracking
from graph.queries.item import ItemFilter, item_answer, item_listing
from graph.queries.paging import page_of
from graph.queries.structure import Context as WalkContext
from resolvers.connection import DEFAULT_PAGE, NO_ROWS, After, Connection, First, Listing
from resolvers.context import Ask, AsKnownAt, AsOf, moments
from resolvers.envelope import Envelope
from resolvers.identifier import Identifier
from resolvers.lazy import LazyBomRevision, LazyUse
from resolvers.loaders import Wanted
from resolvers.noun import Noun
from resolvers.root import root
from resolvers.shown import enum, resolved, shows
from resolvers.walk_context import AnyTime, Plant, ViewChoice

enum(
    Procurement,
    "How an item comes to be available.",
    {
        "MAKE": "Made in a plant of one's own.",
        "BUY": "Bought.",
        "MAKE_OR_BUY": "Made or bought, as it suits.",
        "SUBCONTRACT": "Made by another party from parts that are provided.",
    },
)
enum(
    Tracking,
    "How single pieces of an item are told apart.",
    {"NONE": "Not at all.", "LOT": "By lot.", "SERIAL": "Each piece by its serial number."},
)


async def _revisions(
    root: ItemState, info: Ask, first: First = DEFAULT_PAGE, after: After = None
) -> Page[BomRevisionState]:
    found = await info.context.loaders.revisions.load(Wanted(moments(info), root.key))
    return page_of(found or [], first, after)


async def _used_in(
    root: ItemState,
    info: Ask,
    view: ViewChoice = View.ENGINEERING,
    plant: Plant = None,
    *,
    any_time: AnyTime = False,
    first: First = DEFAULT_PAGE,
    after: After = None,
) -> Page[UseRow]:
    asked = (WalkContext(view, plant, any_time), first, after)
    return await info.context.loaders.uses.load(Wanted(moments(info), root.key, asked)) or NO_ROWS


async def _external_ids(
    root: ItemState, info: Ask, first: First = DEFAULT_PAGE, after: After = None
) -> Page[IdentifierState]:
    found = await info.context.loaders.names.load(Wanted(moments(info), root.key))
    return page_of(found or [], first, after)


@shows(ItemState, description="What can be made, bought or stocked. Its structure is in its BOM revisions.")
class Item(Noun):
    """An item."""

    key: strawberry.ID = strawberry.field(name="number", description="The item number.")
    name: str | None = strawberry.field(description="What people call it.")
    uom: str | None = strawberry.field(description="Its unit of measure, code of UN/ECE Recommendation 20.")
    procurement: Procurement | None = strawberry.field(description="How it comes to be available.")
    family: str | None = strawberry.field(description="Code of its product family.")
    regulatory_class: str | None = strawberry.field(description="Its class in law or transport, for example UN-3480.")
    tracking: Tracking | None = strawberry.field(description="How single pieces of it are told apart.")
    external_ids: Connection[Identifier] = resolved(_external_ids, "What systems call it, by system.")
    revisions: Connection[LazyBomRevision] = resolved(
        _revisions, "The revisions of its structure that something states, in all views."
    )
    used_in: Connection[LazyUse] = resolved(_used_in, "The lines that use it directly.")


@shows(rows.ItemAnswer, description="One item, and what the answer says about itself.")
class ItemAnswer:
    """The answer to `item`."""

    item: Item | None = strawberry.field(description="The item; null when nothing names it.")
    envelope: Envelope = strawberry.field(description="What the answer says about itself.")


@strawberry.input(name="ItemFilter", description="Which items; what is left out means any.")
class ItemFilterInput:
    """The filter of `items`."""

    search: str | None = strawberry.field(default=None, description="Part of the number or the name, in any case.")
    family: str | None = strawberry.field(default=None, description="Code of the product family.")
    procurement: Procurement | None = strawberry.field(default=None, description="How it comes to be available.")


ItemNumber = Annotated[strawberry.ID, strawberry.argument(description="The item number, for example BP-2210.")]
ItemChoice = Annotated[ItemFilterInput | None, strawberry.argument(description="Which items; all when left out.")]


async def _item(info: Ask, number: ItemNumber, as_of: AsOf = None, as_known_at: AsKnownAt = None) -> rows.ItemAnswer:
    """One item by its number."""
    return await item_answer(info.context.graph, number, as_of=as_of, known=as_known_at)


async def _items(
    info: Ask,
    where: ItemChoice = None,
    first: First = DEFAULT_PAGE,
    after: After = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> ListingRow[ItemState]:
    """A page of items by number."""
    wanted = ItemFilter(where.search, where.family, where.procurement) if where else ItemFilter()
    return await item_listing(info.context.graph, wanted, first=first, after=after, as_of=as_of, known=as_known_at)


@strawberry.type
class ItemQuery:
    """The roots of this file."""

    item: ItemAnswer = root(_item, "One item by its number.")
    items: Listing[Item] = root(_items, "The items that something states, by number.")
