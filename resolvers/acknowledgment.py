"""What targets still owe: answers that are missing, late, stale, refused or of other content."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graph.answers import acknowledgment as rows
from graph.answers.noun import BomRevisionState
from graph.answers.page import Listing as ListingRow
from graph.queries.acknowledgment import AcknowledgmentFilter, owed_acknowledgments
from resolvers.bom_revision import BomRevision
from resolvers.connection import DEFAULT_PAGE, After, First, Listing
from resolvers.context import Ask, AsKnownAt, AsOf, moments
from resolvers.loaders import Wanted
from resolvers.release_step import ReleaseStep
from resolvers.root import root
from resolvers.scalars import Instant
from resolvers.shown import enum, listed, resolved, shows

enum(
    rows.AcknowledgmentFault,
    "What is wrong with the answer to a step.",
    {
        "MISSING": "It was sent, and no decision came back.",
        "LATE": "It is due and has not arrived.",
        "STALE": "An answer to an older sending, or the target holds an older one.",
        "REJECTED": "The target refused it or could not process it.",
        "ALTERED": "The target holds the right revision with other content.",
    },
)


async def _bom_revision(root: rows.AcknowledgmentState, info: Ask) -> BomRevisionState | None:
    return await info.context.loaders.bom_revisions.load(Wanted(moments(info), root.bom)) if root.bom else None


@shows(rows.AcknowledgmentState, description="One step of one release whose answer a person has to look after.")
class OwedAcknowledgment:
    """A row of `acknowledgments`."""

    release: strawberry.ID = strawberry.field(name="releaseNumber", description="Number of the release.")
    bom: strawberry.ID | None = strawberry.field(name="revisionKey", description="Key of the BOM revision.")
    bom_revision: BomRevision | None = resolved(_bom_revision, "The revision that is sent out.")
    item: strawberry.ID | None = strawberry.field(name="itemNumber", description="Number of the item.")
    revision: str | None = strawberry.field(description="The revision, for example C.")
    change: strawberry.ID | None = strawberry.field(name="changeNumber", description="Number of the change order.")
    step: ReleaseStep = strawberry.field(description="The step.")
    faults: list[rows.AcknowledgmentFault] = listed("What is wrong with it.", bound="there are five faults")
    since: Instant = strawberry.field(description="Since when it is so: when it was sent, due or answered.")


@strawberry.input(name="AcknowledgmentFilter", description="Which of them; what is left out means any.")
class AcknowledgmentFilterInput:
    """The filter of `acknowledgments`."""

    fault: rows.AcknowledgmentFault | None = strawberry.field(default=None, description="What is wrong.")
    system: str | None = strawberry.field(default=None, description="Code of the target.")
    older_than: Instant | None = strawberry.field(
        default=None, description="Only what has been so since before this moment."
    )


Choice = Annotated[
    AcknowledgmentFilterInput | None, strawberry.argument(description="Which of them; all when left out.")
]


async def _acknowledgments(
    info: Ask,
    where: Choice = None,
    first: First = DEFAULT_PAGE,
    after: After = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> ListingRow[rows.AcknowledgmentState]:
    """What targets still owe."""
    wanted = AcknowledgmentFilter(where.fault, where.system, where.older_than) if where else None
    return await owed_acknowledgments(
        info.context.graph, wanted, first=first, after=after, as_of=as_of, known=as_known_at
    )


@strawberry.type
class AcknowledgmentQuery:
    """The roots of this file."""

    acknowledgments: Listing[OwedAcknowledgment] = root(
        _acknowledgments,
        "Answers of targets that a person has to look after: missing, late, stale, refused or of other content.",
    )
