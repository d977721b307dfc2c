"""Releases side by side: the board."""

from __future__ import annotations

from typing import Annotated, Final

import strawberry

from graph.answers import release as rows
from graph.answers.noun import BomRevisionState, SystemState
from graph.answers.page import Listing as ListingRow
from graph.answers.trace import ReleaseVerdict, Verdict
from graph.queries.release import BoardFilter, board
from resolvers.bom_revision import BomRevision
from resolvers.connection import DEFAULT_PAGE, After, First, Listing
from resolvers.context import Ask, AsKnownAt, AsOf, moments
from resolvers.loaders import Wanted
from resolvers.root import root
from resolvers.scalars import Instant
from resolvers.shown import enum, listed, resolved, shows
from resolvers.system import System

BY_STEPS: Final = "a release lists at most 1,000 steps"

enum(
    Verdict,
    "What can be said of one step: did the target get the right version.",
    {
        "ACCEPTED_CORRECT": "Accepted, and the version and digest that the target holds are those that were sent.",
        "ACCEPTED_UNPROVEN": "Accepted, but the target did not say what it holds.",
        "ACCEPTED_STALE": "Accepted, but the target holds an older generation or another revision.",
        "ACCEPTED_ALTERED": "Accepted, but the target holds this revision with other content.",
        "REJECTED": "The target refused it.",
        "FAILED": "The target could not process it.",
        "HELD": "Somebody holds it back, and has said so.",
        "COMPENSATED": "The target took it back again.",
        "WAITING": "Not sent yet, or sent and not decided.",
        "BLOCKED": "Not sent: it waits for other steps.",
        "UNEXPECTED": "The target answered something that nobody had sent.",
        "NOT_REQUIRED": "The release does not need it.",
    },
)
enum(
    ReleaseVerdict,
    "What can be said of a release as a whole.",
    {
        "COMPLETE": "Every step that it requires arrived.",
        "IN_PROGRESS": "Steps are still open, and none has gone wrong.",
        "PARTIAL": "At least one target ended in another state than was sent.",
        "HELD": "Somebody holds a step back.",
        "WITHDRAWN": "It was taken back.",
    },
)


async def _system(root: rows.SystemVerdict, info: Ask) -> SystemState | None:
    return await info.context.loaders.systems.load(Wanted(moments(info), root.system))


async def _bom_revision(root: rows.ReleaseSummary, info: Ask) -> BomRevisionState | None:
    return await info.context.loaders.bom_revisions.load(Wanted(moments(info), root.bom)) if root.bom else None


@shows(rows.SystemVerdict, description="How far a release has come at one target.")
class SystemVerdict:
    """A cell of the board."""

    system: str = strawberry.field(name="systemCode", description="Code of the target.")
    system_noun: System | None = resolved(_system, "The target.", name="system")
    verdict: Verdict = strawberry.field(description="The worst of its steps there; required ones come first.")
    steps: int = strawberry.field(description="How many steps there are.")
    overdue_since: Instant | None = strawberry.field(
        description="The earliest due time that has passed without arrival; null when nothing is overdue."
    )


@shows(rows.ReleaseSummary, description="One release on the board.")
class ReleaseSummary:
    """A row of the board."""

    release: strawberry.ID = strawberry.field(name="number", description="Number of the release.")
    generation: int | None = strawberry.field(description="How often it was sent out; null when nothing states it.")
    bom: strawberry.ID | None = strawberry.field(name="revisionKey", description="Key of the BOM revision.")
    bom_revision: BomRevision | None = resolved(_bom_revision, "The revision that it sends out.")
    item: strawberry.ID | None = strawberry.field(name="itemNumber", description="Number of the item.")
    revision: str | None = strawberry.field(description="The revision, for example C.")
    change: strawberry.ID | None = strawberry.field(name="changeNumber", description="Number of the change order.")
    title: str | None = strawberry.field(name="changeTitle", description="Title of the change order.")
    released_at: Instant | None = strawberry.field(description="When it was released.")
    released_by: str | None = strawberry.field(description="Who released it.")
    verdict: ReleaseVerdict = strawberry.field(description="How far it has come as a whole.")
    proven: bool = strawberry.field(
        description="Whether it is complete and every required target echoed the version and digest that were sent."
    )
    blocking_step: strawberry.ID | None = strawberry.field(
        description="Key of the step to look at first; null when the release is complete or withdrawn."
    )
    blocking_reason: str | None = strawberry.field(description="That step in one sentence.")
    overdue: int = strawberry.field(description="How many steps are overdue.")
    systems: list[SystemVerdict] = listed("How far it has come at each target, by code.", bound=BY_STEPS)


@strawberry.input(name="ReleaseFilter", description="Which releases; what is left out means any.")
class ReleaseFilterInput:
    """The filter of `releases`."""

    system: str | None = strawberry.field(default=None, description="Code of a target that it goes to.")
    verdict: ReleaseVerdict | None = strawberry.field(default=None, description="How far it has come as a whole.")
    overdue: bool | None = strawberry.field(
        default=None, description="Whether a step of it is overdue, at the given target if one is given."
    )


Choice = Annotated[ReleaseFilterInput | None, strawberry.argument(description="Which releases; all when left out.")]


async def _releases(
    info: Ask,
    where: Choice = None,
    first: First = DEFAULT_PAGE,
    after: After = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> ListingRow[rows.ReleaseSummary]:
    """The board of releases."""
    wanted = BoardFilter(where.system, where.verdict, where.overdue) if where else None
    return await board(info.context.graph, wanted, first=first, after=after, as_of=as_of, known=as_known_at)


@strawberry.type
class ReleaseQuery:
    """The roots of this file."""

    releases: Listing[ReleaseSummary] = root(
        _releases, "The board: releases, the latest first, with how far each has come at each target."
    )
