"""Walks over product structure: explode, and where used."""

from __future__ import annotations

from typing import Annotated, Final

import strawberry

from graph.answers import structure as rows
from graph.answers.noun import BomRevisionState, ItemState
from graph.answers.page import Page
from graph.derivation.closure import closure_of
from graph.derivation.witness import shortest
from graph.model.bom import View
from graph.queries import structure as queries
from graph.queries.columns import MOST_USES
from graph.queries.paging import page_of
from resolvers.bom_revision import BomRevision, BomRevisionRef
from resolvers.connection import DEFAULT_PAGE, After, Connection, First
from resolvers.context import Ask, AsKnownAt, AsOf, moments
from resolvers.envelope import Envelope
from resolvers.item import Item
from resolvers.line import LineTraits
from resolvers.loaders import Wanted
from resolvers.quantity import Quantity
from resolvers.root import root
from resolvers.scalars import Exact
from resolvers.shown import itself, listed, resolved, shows
from resolvers.totals import ItemTotal, totals_page
from resolvers.walk_context import AnyTime, Plant, ViewChoice

_BY_WALK: Final = f"a walk follows at most {MOST_USES:,} uses"


async def _item_at(info: Ask, number: str) -> ItemState | None:
    return await info.context.loaders.items.load(Wanted(moments(info), number))


async def _item(root: rows.Node, info: Ask) -> ItemState | None:
    return await _item_at(info, root.item)


async def _parent(root: rows.Use, info: Ask) -> ItemState | None:
    return await _item_at(info, root.parent)


async def _child(root: rows.Use, info: Ask) -> ItemState | None:
    return await _item_at(info, root.child)


async def _bom_revision(root: rows.Use, info: Ask) -> BomRevisionState | None:
    return await info.context.loaders.bom_revisions.load(Wanted(moments(info), root.bom))


@shows(rows.Node, description="An item that a walk reached.")
class WalkNode:
    """A node."""

    item: strawberry.ID = strawberry.field(name="itemNumber", description="Number of the item.")
    item_noun: Item | None = resolved(_item, "The item.", name="item")
    depth: int = strawberry.field(description="The least number of levels between it and the start.")


@shows(rows.Use, description="One line: a revision of the parent uses so much of the child.")
class Use:
    """A use."""

    parent: strawberry.ID = strawberry.field(name="parentNumber", description="Number of the item that is made.")
    parent_noun: Item | None = resolved(_parent, "The item that is made.", name="parent")
    bom: strawberry.ID = strawberry.field(name="revisionKey", description="Key of its BOM revision.")
    bom_revision: BomRevision | None = resolved(_bom_revision, "Its BOM revision.", name="revision")
    line: strawberry.ID = strawberry.field(description="Id of the line within the revision.")
    child: strawberry.ID = strawberry.field(name="childNumber", description="Number of the component.")
    child_noun: Item | None = resolved(_child, "The component.", name="child")
    quantity: Quantity = resolved(itself, "How much of the child is taken; `traits` says for what.")
    traits: LineTraits = strawberry.field(description="What is special about the line.")


@shows(rows.NodeColumns, description="Items as columns of one length: quick to send and to read, for large answers.")
class NodeColumns:
    """Nodes as columns."""

    items: list[strawberry.ID] = listed("Numbers of the items, nearest first.", bound=_BY_WALK)
    depths: list[int] = listed("The least number of levels to each of them.", bound=_BY_WALK)


@shows(rows.UseColumns, description="Uses as columns of one length: quick to send and to read, for large answers.")
class UseColumns:
    """Uses as columns."""

    parents: list[strawberry.ID] = listed("Numbers of the items that are made.", bound=_BY_WALK)
    boms: list[strawberry.ID] = listed("Keys of their BOM revisions.", bound=_BY_WALK, name="revisions")
    lines: list[strawberry.ID] = listed("Ids of the lines.", bound=_BY_WALK)
    children: list[strawberry.ID] = listed("Numbers of the components.", bound=_BY_WALK)
    quantities: list[Exact] = listed("How much of each, exactly.", bound=_BY_WALK)
    uoms: list[str] = listed("In which unit.", bound=_BY_WALK)


def _nodes(root: rows.Walk, first: First = DEFAULT_PAGE, after: After = None) -> Page[rows.Node]:
    return page_of(root.nodes, first, after)


def _uses(root: rows.Walk, first: First = DEFAULT_PAGE, after: After = None) -> Page[rows.Use]:
    return page_of(root.uses, first, after)


ReachedItem = Annotated[strawberry.ID, strawberry.argument(description="Number of an item that the walk reached.")]


def _witness(root: rows.Walk, item: ReachedItem) -> tuple[rows.Use, ...] | None:
    return shortest(closure_of(root), item)


@shows(rows.Walk, description="What lies below an item or a revision, or above an item, in one context.")
class Walk:
    """The answer to `explode` and `whereUsed`."""

    item: strawberry.ID | None = strawberry.field(
        name="itemNumber", description="Number of the item that the walk started from; null when nothing names it."
    )
    bom: strawberry.ID | None = strawberry.field(
        name="revisionKey", description="Key of the revision that the walk started from, if it was one."
    )
    view: View = strawberry.field(description="Whose structure was followed.")
    plant: str | None = strawberry.field(description="For which plant; null for all of them together.")
    any_time: bool = strawberry.field(description="Whether effectivity was left aside.")
    node_page: Connection[WalkNode] = resolved(_nodes, "The items that were reached, nearest first.", name="nodes")
    use_page: Connection[Use] = resolved(_uses, "The lines that were followed, nearest first.", name="uses")
    total_page: Connection[ItemTotal] = resolved(
        totals_page,
        "What the lines that were followed amount to, one row for each item that was reached, nearest first. With"
        " `anyTime` lines that follow each other in time all count, and with `levels` only lines within these levels.",
        name="totals",
    )
    witness: list[Use] | None = resolved(
        _witness,
        "The lines of one shortest path to an item, from the start on; always the same one. Null when the walk did not"
        " reach the item.",
        bound="the levels of the walk",
    )
    nodes: NodeColumns = strawberry.field(name="nodeColumns", description="All items that were reached, as columns.")
    uses: UseColumns = strawberry.field(name="useColumns", description="All lines that were followed, as columns.")
    circle: list[strawberry.ID] = listed(
        "Items that use each other in a circle, the first one again at the end. Empty, as it should be, unless the"
        " structure is wrong; each is followed only once.",
        bound=_BY_WALK,
    )
    envelope: Envelope = strawberry.field(description="What the answer says about itself.")


ItemStart = Annotated[strawberry.ID | None, strawberry.argument(description="Number of the item to start from.")]
RevisionStart = Annotated[
    BomRevisionRef | None,
    strawberry.argument(
        description="The BOM revision to start from instead; its own lines count whether or not it applies itself."
    ),
]
ItemNumber = Annotated[strawberry.ID, strawberry.argument(description="Number of the item.")]
Levels = Annotated[
    int | None,
    strawberry.argument(description="How many levels, 1 for direct uses only; all of them when left out."),
]


async def _explode(
    info: Ask,
    item: ItemStart = None,
    revision: RevisionStart = None,
    levels: Levels = None,
    view: ViewChoice = View.ENGINEERING,
    plant: Plant = None,
    *,
    any_time: AnyTime = False,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> rows.Walk:
    """What is in an item or in one revision."""
    return await queries.explode(
        info.context.graph,
        item=item,
        bom=revision.key_of() if revision else None,
        levels=levels,
        context=queries.Context(view, plant, any_time),
        as_of=as_of,
        known=as_known_at,
    )


async def _where_used(
    info: Ask,
    item: ItemNumber,
    levels: Levels = None,
    view: ViewChoice = View.ENGINEERING,
    plant: Plant = None,
    *,
    any_time: AnyTime = False,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> rows.Walk:
    """Where an item is used."""
    return await queries.where_used(
        info.context.graph,
        item,
        levels=levels,
        context=queries.Context(view, plant, any_time),
        as_of=as_of,
        known=as_known_at,
    )


@strawberry.type
class StructureQuery:
    """The roots of this file."""

    explode: Walk = root(_explode, "What is in an item or in one revision, level by level.")
    where_used: Walk = root(_where_used, "Where an item is used, level by level.")
