"""Timelines: what was valid when, in which plant, on both clocks, and where that is in doubt."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graph.answers import effectivity as rows
from graph.answers.noun import BomRevisionState
from graph.model.bom import View
from graph.queries.effectivity import timeline_answer
from resolvers.bom_revision import BomRevision
from resolvers.connection import Connection, paged
from resolvers.context import Ask, AsKnownAt, AsOf, moments
from resolvers.envelope import Envelope
from resolvers.loaders import Wanted
from resolvers.root import root
from resolvers.scalars import Instant
from resolvers.shown import enum, listed, resolved, shows
from resolvers.walk_context import ViewChoice

_BY_CLAIMS = "the plants that revisions and releases name"

enum(
    rows.ConflictKind,
    "What is wrong with the effectivity of an item.",
    {
        "GAP": "No revision applies, although one did before.",
        "OVERLAP": "A revision states an end that lies after the beginning of another, which does not supersede it.",
        "AMBIGUOUS": "Two revisions begin at the same moment for the same plant, and neither supersedes the other.",
        "MISSING": "A revision is released, and nothing says from when it is effective.",
    },
)


async def _of_row(root: rows.TimelineRow, info: Ask) -> BomRevisionState | None:
    return await info.context.loaders.bom_revisions.load(Wanted(moments(info), root.bom))


def _effective_from(root: rows.TimelineRow) -> int | None:
    return root.effective.since


def _effective_to(root: rows.TimelineRow) -> int | None:
    return root.effective.until


def _known_from(root: rows.TimelineRow) -> int | None:
    return root.known.since


def _known_to(root: rows.TimelineRow) -> int | None:
    return root.known.until


@shows(rows.Places, description="In which plants something holds.")
class Places:
    """Plants of a row; never a type of its own in the schema."""

    all_plants: bool = strawberry.field(description="Whether it holds in all plants but those in `exceptPlants`.")
    plants: list[str] = listed("Codes of the plants, unless it is all of them.", bound=_BY_CLAIMS)
    except_plants: list[str] = listed("Codes of the plants that are excepted from all of them.", bound=_BY_CLAIMS)


@shows(rows.TimelineRow, description="A revision applied in these plants over this time, as known over that time.")
class TimelineRow(Places):
    """A row of a timeline."""

    bom: strawberry.ID = strawberry.field(name="key", description="Key of the revision.")
    bom_revision: BomRevision | None = resolved(_of_row, "The revision; null when nothing known names it.")
    revision: str = strawberry.field(description="The revision, for example C.")
    view: View = strawberry.field(description="Whose structure it is.")
    effective_from: Instant | None = resolved(_effective_from, "From when it applies; null when open.")
    effective_to: Instant | None = resolved(_effective_to, "Until before when it applies; null when open.")
    known_from: Instant | None = resolved(_known_from, "From when that was known here; before, it was not.")
    known_to: Instant | None = resolved(
        _known_to, "Until before when it was known; null when it still was at the asked moment of knowledge."
    )


@shows(rows.Conflict, description="Where and when the effectivity of an item is in doubt.")
class EffectivityConflict(Places):
    """A conflict."""

    kind: rows.ConflictKind = strawberry.field(description="What is wrong.")
    item: strawberry.ID = strawberry.field(name="itemNumber", description="Number of the item.")
    view: View = strawberry.field(description="Whose structure it is.")
    since: Instant | None = strawberry.field(description="From when; null when open.")
    until: Instant | None = strawberry.field(description="Until before when; null when open.")
    revisions: list[strawberry.ID] = listed(
        "Keys of the revisions concerned. Of two that claim the same, the one that is taken comes first; of a gap, the"
        " one before it.",
        bound="one or two",
        size=2,
    )
    reason: str = strawberry.field(description="What is wrong, in one sentence.")


@shows(rows.TimelineAnswer, description="What was valid when, in which plant, on both clocks.")
class Timeline:
    """The answer to `timeline`."""

    item: strawberry.ID | None = strawberry.field(
        name="itemNumber", description="Number of the item; null when nothing names it."
    )
    view: View = strawberry.field(description="Whose structure was asked for.")
    rows: Connection[TimelineRow] = paged("What was valid when, from the earliest on.")
    conflicts: Connection[EffectivityConflict] = paged("Where that is in doubt.")
    envelope: Envelope = strawberry.field(description="What the answer says about itself.")


ItemNumber = Annotated[strawberry.ID, strawberry.argument(description="Number of the item.")]


async def _timeline(
    info: Ask,
    item: ItemNumber,
    view: ViewChoice = View.ENGINEERING,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> rows.TimelineAnswer:
    """What was valid when."""
    return await timeline_answer(info.context.graph, item, view=view, as_of=as_of, known=as_known_at)


@strawberry.type
class TimelineQuery:
    """The roots of this file."""

    timeline: Timeline = root(_timeline, "What was valid when, in which plant, on both clocks.")
