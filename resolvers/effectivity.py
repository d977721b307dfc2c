"""Effectivity: which revision applies and why no other does, and where that is in doubt."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graph.answers import effectivity as rows
from graph.answers.noun import BomRevisionState
from graph.model.bom import View
from graph.queries import effectivity as queries
from resolvers.bom_revision import BomRevision
from resolvers.connection import Connection, paged
from resolvers.context import Ask, AsKnownAt, AsOf, moments
from resolvers.envelope import Envelope
from resolvers.loaders import Wanted
from resolvers.root import root
from resolvers.scalars import Instant
from resolvers.shown import enum, listed, resolved, shows
from resolvers.timeline import EffectivityConflict, ItemNumber
from resolvers.walk_context import ViewChoice

enum(
    rows.Applicability,
    "Whether a revision applies at a point, or the condition that keeps it from it.",
    {
        "APPLIES": "It applies.",
        "OTHER_VIEW": "It is a structure of another view.",
        "VOIDED": "What would have put it in force was voided.",
        "NOT_RELEASED": "Nothing has released it, or not yet.",
        "NOWHERE": "Its plants and times leave nothing in which it could apply.",
        "OTHER_PLANT": "It is for other plants only.",
        "NOT_YET_EFFECTIVE": "Its effectivity begins later.",
        "NO_LONGER_EFFECTIVE": "Its effectivity has ended.",
        "WITHDRAWN": "Its release was taken back.",
        "SUPERSEDED": "A revision that supersedes it applies, or was to apply, instead.",
        "OVERRIDDEN": "A revision that names the plant applies instead.",
        "REPLACED": "A revision that begins later applies instead.",
        "TIE": "Another one begins at the same moment, and is taken only because it was stated later.",
    },
)


async def _revision(info: Ask, key: str | None) -> BomRevisionState | None:
    return await info.context.loaders.bom_revisions.load(Wanted(moments(info), key)) if key is not None else None


async def _of_candidate(root: rows.Candidate, info: Ask) -> BomRevisionState | None:
    return await _revision(info, root.bom)


async def _applying(root: rows.EffectiveRevision, info: Ask) -> BomRevisionState | None:
    return await _revision(info, root.bom)


@shows(rows.Candidate, description="One revision of the item, and whether it applies at the asked point.")
class RevisionCandidate:
    """A candidate."""

    bom: strawberry.ID = strawberry.field(name="key", description="Key of the revision.")
    bom_revision: BomRevision | None = resolved(_of_candidate, "The revision; null when nothing known names it.")
    revision: str = strawberry.field(description="The revision, for example C.")
    view: View = strawberry.field(description="Whose structure it is.")
    plant: str = strawberry.field(description="Code of the plant that it is made for, `*` for all.")
    applicability: rows.Applicability = strawberry.field(
        description="Whether it applies, or the condition that dropped it."
    )
    since: Instant | None = strawberry.field(description="From when that is so; null where no moment began it.")
    until: Instant | None = strawberry.field(description="Until before when; null when nothing known ends it.")
    by: strawberry.ID | None = strawberry.field(
        description="Key of the revision that applies, or was to apply, instead; null where no other is the cause."
    )
    recorded_at: Instant | None = strawberry.field(
        description="When the void was recorded here; null unless it was voided."
    )
    event: strawberry.ID | None = strawberry.field(
        description="Key in the log of the event whose claim was judged; null where nothing claims anything for it."
    )
    reason: str = strawberry.field(description="Why, in one sentence.")


@shows(rows.EffectiveRevision, description="The revision that applies, and what dropped every other one.")
class EffectiveRevision:
    """The answer to `effectiveRevision`."""

    item: strawberry.ID | None = strawberry.field(
        name="itemNumber", description="Number of the item; null when nothing names it."
    )
    view: View = strawberry.field(description="Whose structure was asked for.")
    plant: str | None = strawberry.field(description="For which plant; null for a plant that no revision names.")
    bom: strawberry.ID | None = strawberry.field(
        name="revisionKey", description="Key of the revision that applies; null when none does."
    )
    bom_revision: BomRevision | None = resolved(_applying, "The revision that applies.", name="revision")
    ambiguous: bool = strawberry.field(
        description="Whether it was picked only because it was stated later than another one that begins with it."
    )
    candidates: Connection[RevisionCandidate] = paged("Every revision of the item, the one that applies first.")
    envelope: Envelope = strawberry.field(description="What the answer says about itself.")


@shows(rows.ConflictsAnswer, description="Where the effectivity of an item, or of what a change affects, is in doubt.")
class EffectivityConflicts:
    """The answer to `effectivityConflicts`."""

    items: list[strawberry.ID] = listed(
        "Numbers of the items that were looked at.", bound="what one event can state", name="itemNumbers"
    )
    conflicts: Connection[EffectivityConflict] = paged(
        "What is in doubt, by item, view and time; empty as it should be."
    )
    envelope: Envelope = strawberry.field(description="What the answer says about itself.")


OneItem = Annotated[strawberry.ID | None, strawberry.argument(description="Number of the item, in all its views.")]
OneChange = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Number of a change order instead: all items that it affects, in those views."),
]
OnePlant = Annotated[
    str | None,
    strawberry.argument(description="Code of the plant; a plant that no revision names when left out."),
]


async def _effective_revision(
    info: Ask,
    item: ItemNumber,
    view: ViewChoice = View.ENGINEERING,
    plant: OnePlant = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> rows.EffectiveRevision:
    """Which revision of an item applies."""
    return await queries.effective_revision_answer(
        info.context.graph, item, view=view, plant=plant, as_of=as_of, known=as_known_at
    )


async def _conflicts(
    info: Ask,
    item: OneItem = None,
    change_order: OneChange = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> rows.ConflictsAnswer:
    """Where the effectivity of items is in doubt."""
    return await queries.conflicts_answer(
        info.context.graph,
        item=item,
        change=change_order,
        as_of=as_of,
        known=as_known_at,
    )


@strawberry.type
class EffectivityQuery:
    """The roots of this file."""

    effective_revision: EffectiveRevision = root(
        _effective_revision, "Which revision of an item applies, and why no other one does."
    )
    effectivity_conflicts: EffectivityConflicts = root(
        _conflicts,
        "Gaps, overlaps, ties and missing starts in the effectivity of an item, or of what a change affects.",
    )
