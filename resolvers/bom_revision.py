"""BOM revisions: versions of an item's structure."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graph.answers import bom_revision as rows
from graph.answers.change_order import ChangeOrder as ChangeOrderRow
from graph.answers.noun import BomRevisionState, ItemState
from graph.answers.page import Page
from graph.answers.release import ReleaseSummary as ReleaseRow
from graph.clock import FAR_FUTURE, FAR_PAST
from graph.model.base import ALL_PLANTS, compose_key
from graph.model.bom import SourceState, View
from graph.queries.bom_revision import bom_revision_answer
from graph.queries.paging import page_of
from resolvers.connection import DEFAULT_PAGE, NO_ROWS, After, Connection, First
from resolvers.context import Ask, AsKnownAt, AsOf, moments
from resolvers.envelope import Envelope
from resolvers.item import Item
from resolvers.lazy import LazyChangeOrder, LazyReleaseSummary
from resolvers.line import LineTraits, SubstituteRule
from resolvers.loaders import Wanted
from resolvers.noun import Noun
from resolvers.quantity import Quantity
from resolvers.root import root
from resolvers.scalars import Instant
from resolvers.shown import enum, itself, listed, resolved, shows

_AS_STATED = "what one event can state"

enum(
    SourceState,
    "What the defining system says of a revision by itself.",
    {
        "DRAFT": "Not in use.",
        "RELEASED": "In use, without a release that went through here.",
        "OBSOLETE": "Not in use any more.",
    },
)
enum(
    rows.RevisionLife,
    "How far a revision has come, over all plants. Derived from facts at the asked moments.",
    {
        "DRAFT": "Being worked on.",
        "APPROVED": "The gates of its change order let it through; it is not released.",
        "RELEASED": "Released, and applies nowhere yet.",
        "EFFECTIVE": "Applies in at least one plant.",
        "SUPERSEDED": "Applied, or was to apply, and another revision applies instead.",
        "OBSOLETE": "Out of use, and no other revision applies instead.",
        "WITHDRAWN": "Every release of it was taken back.",
    },
)


async def _item_of_line(root: rows.Line, info: Ask) -> ItemState | None:
    return await info.context.loaders.items.load(Wanted(moments(info), root.item))


def _applies(root: rows.Line, info: Ask) -> bool:
    moment = moments(info).as_of
    return (root.eff_from is None or root.eff_from <= moment) and (root.eff_to is None or moment < root.eff_to)


@shows(rows.Line, description="One component of a revision, as its source states it.")
class BomLine:
    """A line."""

    line: strawberry.ID = strawberry.field(description="Id of the line within its revision.")
    item: strawberry.ID = strawberry.field(name="itemNumber", description="Number of the component.")
    component: Item | None = resolved(_item_of_line, "The component.", name="item")
    quantity: Quantity = resolved(itself, "How much of it is taken; `traits` says for what.")
    traits: LineTraits = strawberry.field(description="What is special about the line.")
    substitutes: list[SubstituteRule] = listed(
        "What may stand in for the component, by set and priority.", bound=_AS_STATED, size=3
    )
    find_number: str | None = strawberry.field(description="Its number on the drawing.")
    designators: list[str] = listed("Where it sits, for example R101 to R104.", bound=_AS_STATED)
    plants: list[str] = listed("Codes of the plants where the line applies; `*` alone for all.", bound=_AS_STATED)
    eff_from: Instant | None = strawberry.field(
        name="effectiveFrom", description="From when it applies; null when open."
    )
    eff_to: Instant | None = strawberry.field(
        name="effectiveTo", description="Until before when it applies; null when open."
    )
    applies: bool = resolved(_applies, "Whether it applies at the asked moment, in some plant.")


@shows(rows.Window, description="Where and when a revision applies, after all releases, withdrawals and overrides.")
class Window:
    """A window."""

    all_plants: bool = strawberry.field(description="Whether it applies in all plants but those in `exceptPlants`.")
    plants: list[str] = listed("Codes of the plants, unless it is all of them.", bound=_AS_STATED)
    except_plants: list[str] = listed(
        "Codes of the plants where another revision applies instead.", bound="the plants that releases name"
    )
    eff_from: Instant | None = strawberry.field(
        name="effectiveFrom", description="From when it applies; null when open."
    )
    eff_to: Instant | None = strawberry.field(
        name="effectiveTo", description="Until before when it applies; null when open."
    )


async def _item(root: BomRevisionState, info: Ask) -> ItemState | None:
    return await info.context.loaders.items.load(Wanted(moments(info), root.item))


async def _life(root: BomRevisionState, info: Ask) -> rows.RevisionLife | None:
    return await info.context.loaders.lives.load(Wanted(moments(info), root))


async def _change_order(root: BomRevisionState, info: Ask) -> ChangeOrderRow | None:
    if root.change is None:
        return None
    return await info.context.loaders.change_orders.load(Wanted(moments(info), root.change))


async def _windows(
    root: BomRevisionState, info: Ask, first: First = DEFAULT_PAGE, after: After = None
) -> Page[rows.Window]:
    found = await info.context.loaders.windows.load(Wanted(moments(info), root.key))
    return page_of(found or [], first, after)


async def _lines(
    root: BomRevisionState, info: Ask, first: First = DEFAULT_PAGE, after: After = None
) -> Page[rows.Line]:
    return await info.context.loaders.lines.load(Wanted(moments(info), root.key, (first, after))) or NO_ROWS


async def _releases(root: BomRevisionState, info: Ask) -> list[ReleaseRow]:
    return await info.context.loaders.releases_of_boms.load(Wanted(moments(info), root.key)) or []


async def _revision(info: Ask, key: str | None) -> BomRevisionState | None:
    return await info.context.loaders.bom_revisions.load(Wanted(moments(info), key)) if key is not None else None


async def _supersedes(root: BomRevisionState, info: Ask) -> BomRevisionState | None:
    return await _revision(info, root.supersedes)


async def _derived_from(root: BomRevisionState, info: Ask) -> BomRevisionState | None:
    return await _revision(info, root.derived_from)


def _stated_from(root: BomRevisionState) -> int | None:
    return root.eff_from if root.eff_from != FAR_PAST else None


def _stated_to(root: BomRevisionState) -> int | None:
    return root.eff_to if root.eff_to != FAR_FUTURE else None


@shows(BomRevisionState, description="One version of an item's structure, in one view.")
class BomRevision(Noun):
    """A BOM revision."""

    key: strawberry.ID = strawberry.field(description="Its key: item, revision, view and plant.")
    item: strawberry.ID = strawberry.field(name="itemNumber", description="Number of the item.")
    item_noun: Item | None = resolved(_item, "The item.", name="item")
    revision: str = strawberry.field(description="The revision, for example C.")
    view: View = strawberry.field(description="Whose structure it is.")
    plant: str = strawberry.field(description="Code of the plant that it is made for, `*` for all.")
    life: rows.RevisionLife | None = resolved(_life, "How far it has come, over all plants.", name="state")
    source_state: SourceState | None = strawberry.field(description="What its source says of it by itself.")
    digest: str | None = strawberry.field(
        description="SHA-256 of its content, as its source or this service computes it."
    )
    description: str | None = strawberry.field(description="What it is about, in words of its source.")
    change: strawberry.ID | None = strawberry.field(
        name="changeNumber", description="Number of the change order that introduces it."
    )
    change_order: LazyChangeOrder | None = resolved(_change_order, "The change order that introduces it.")
    plants: list[str] | None = listed(
        "Codes of the plants where its source means it to apply; `*` alone for all.",
        name="statedPlants",
        bound=_AS_STATED,
    )
    stated_from: Instant | None = resolved(_stated_from, "From when its source means it to apply; null when open.")
    stated_to: Instant | None = resolved(_stated_to, "Until before when; null when open.")
    windows: Connection[Window] = resolved(_windows, "Where and when it applies, the earliest first.")
    lines: Connection[BomLine] = resolved(_lines, "Its components, by id of the line.")
    releases: list[LazyReleaseSummary] = resolved(
        _releases, "Its releases, the latest first.", bound="the latest 50", size=3
    )
    supersedes: BomRevision | None = resolved(_supersedes, "The revision that it follows.")
    derived_from: BomRevision | None = resolved(_derived_from, "The engineering revision that it was made from.")


@shows(rows.BomRevisionAnswer, description="One BOM revision, and what the answer says about itself.")
class BomRevisionAnswer:
    """The answer to `bomRevision`."""

    bom_revision: BomRevision | None = strawberry.field(description="The revision; null when nothing names it.")
    envelope: Envelope = strawberry.field(description="What the answer says about itself.")


@strawberry.input(description="Names one BOM revision.")
class BomRevisionRef:
    """A revision by its parts."""

    item: strawberry.ID = strawberry.field(description="The item number.")
    revision: str = strawberry.field(description="The revision, for example C.")
    view: View = strawberry.field(default=View.ENGINEERING, description="Whose structure it is.")
    plant: str = strawberry.field(default=ALL_PLANTS, description="Code of the plant that it is made for, `*` for all.")

    def key_of(self) -> str:
        """The key of the revision."""
        return compose_key(self.item, self.revision, self.view.value, self.plant)


Ref = Annotated[BomRevisionRef, strawberry.argument(description="The revision.")]


async def _bom_revision(
    info: Ask, ref: Ref, as_of: AsOf = None, as_known_at: AsKnownAt = None
) -> rows.BomRevisionAnswer:
    """One BOM revision."""
    return await bom_revision_answer(info.context.graph, ref.key_of(), as_of=as_of, known=as_known_at)


@strawberry.type
class BomRevisionQuery:
    """The roots of this file."""

    bom_revision: BomRevisionAnswer = root(_bom_revision, "One BOM revision, its lines and where it applies.")
