"""What a walk over product structure amounts to, item by item."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import strawberry

from graph.answers import totals as rows
from graph.answers.noun import ItemState
from graph.answers.page import Page
from graph.answers.structure import Walk
from graph.derivation.closure import closure_of
from graph.derivation.rollup import roll_up
from graph.queries.paging import page_of
from resolvers.connection import DEFAULT_PAGE, After, First
from resolvers.context import Ask, moments
from resolvers.item import Item
from resolvers.loaders import Wanted
from resolvers.quantity import Quantity
from resolvers.scalars import Exact
from resolvers.shown import enum, resolved, shows

enum(
    rows.Undefined,
    "Why the total quantity of an item is not told.",
    {
        "UNITS": "A path leads through an item that lines use in several units; its own structure is for one of them.",
        "FIXED": "A line on a path takes its quantity once for an order of any size; there is none for one piece.",
        "REVISIONS": "Several revisions of one item were followed, each for plants or times of its own, and no piece is"
        " made by more than one of them. Ask for one plant and one moment.",
        "CIRCLE": "It lies on a circle or behind one, where nothing adds up.",
    },
    name="UndefinedTotal",
)


async def _item(root: rows.ItemTotal, info: Ask) -> ItemState | None:
    return await info.context.loaders.items.load(Wanted(moments(info), root.item))


def _quantities(root: rows.ItemTotal) -> tuple[rows.TotalQuantity, ...]:
    return root.quantities


def _paths(root: rows.ItemTotal) -> Exact | None:
    return None if root.paths is None else Exact(Decimal(root.paths))


@shows(rows.ItemTotal, description="One item of a walk, over all paths between it and the start together.")
class ItemTotal:
    """A total."""

    item: strawberry.ID = strawberry.field(name="itemNumber", description="Number of the item.")
    item_noun: Item | None = resolved(_item, "The item.", name="item")
    quantities: list[Quantity] = resolved(
        _quantities,
        "How much of the item one piece of the start takes; of a walk upwards, how much of the start one piece of the"
        " item takes. One exact amount for each unit that the lines use. Scrap is not"
        " added, and optional lines count. Empty where `undefined` says why.",
        bound="the units in which lines use one item",
        size=1,
    )
    least: int = strawberry.field(name="leastDepth", description="Levels of the shortest path.")
    greatest: int | None = strawberry.field(
        name="greatestDepth", description="Levels of the longest path; null where a circle makes it endless."
    )
    paths: Exact | None = resolved(
        _paths,
        "How many paths lead there, exactly: a whole number, as text because it may have any number of digits. Null"
        " where a circle makes them endless.",
    )
    on_circle: bool = strawberry.field(description="Whether the item uses itself over others.")
    undefined: rows.Undefined | None = strawberry.field(
        description="Why there are no quantities; of several reasons the gravest. Null when they are told."
    )


async def totals_page(root: Walk, first: First = DEFAULT_PAGE, after: After = None) -> Page[rows.ItemTotal]:
    """A page of the totals of a walk; others are answered while a large one is added up."""
    return page_of(await asyncio.to_thread(roll_up, closure_of(root)), first, after)
