"""The release trace: one revision from its cause to its use."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graph.answers import trace as rows
from graph.answers.evidence import ChangeEvidence, OrderUse, UnitUse, WithdrawalEvidence
from graph.answers.noun import BomRevisionState, ItemState
from graph.answers.release import TraceAnswer as TraceAnswerRow
from graph.model.bom import View
from graph.model.change_order import ChangeKind
from graph.model.order import OrderKind, OrderStatus
from graph.queries.release_trace import TraceSubject, traces_of
from graph.queries.trace import MOST_RELEASES
from resolvers.bom_revision import BomRevision, BomRevisionRef
from resolvers.change_order import Approval, Gate
from resolvers.connection import Connection, paged
from resolvers.context import Ask, AsKnownAt, AsOf, moments
from resolvers.envelope import Envelope
from resolvers.item import Item
from resolvers.loaders import Wanted
from resolvers.quantity import Quantity
from resolvers.release_step import ReleaseStep
from resolvers.root import root
from resolvers.scalars import Instant
from resolvers.shown import enum, itself, listed, resolved, shows
from resolvers.told import Told

enum(
    rows.FindingKind,
    "What a person has to look at.",
    {
        "LEAK": "Something happened downstream before the gate that should have come first.",
        "OUT_OF_ORDER": "A step was sent before one that it depends on had arrived, or after the withdrawal.",
        "UNEXPECTED": "A target answered, or was sent, what nobody had asked for.",
        "STALE": "An answer to, or the content of, an older sending.",
        "ALTERED": "The right revision with other content.",
        "LATE": "A step that arrived after it was due, or is due and has not arrived.",
        "WRONG_REVISION": "An order or a unit on another revision than applied, or a wrong one that was sent.",
    },
)
enum(
    OrderKind,
    "What sort of order it is.",
    {
        "PRODUCTION": "To make something.",
        "PLANNED": "Planned, not decided.",
        "PURCHASE": "To buy something.",
        "SALES": "To sell something.",
        "SUBCONTRACT": "To let another party make something from parts that are provided.",
        "REWORK": "To mend something.",
    },
)
enum(
    OrderStatus,
    "How far an order has come.",
    {
        "PLANNED": "Planned.",
        "OPEN": "Decided, not begun.",
        "STARTED": "Begun.",
        "COMPLETED": "Made or delivered.",
        "CLOSED": "Settled.",
        "CANCELLED": "Dropped.",
    },
)


@shows(ChangeEvidence, description="The change order behind a release.")
class TracedChange:
    """The change of a trace."""

    number: strawberry.ID = strawberry.field(description="Its number.")
    placeholder: bool = strawberry.field(description="Whether only its number is known.")
    title: str | None = strawberry.field(description="Its title.")
    kind: ChangeKind | None = strawberry.field(description="How far it has come.")
    change_class: str | None = strawberry.field(description="Its class.")
    risk: str | None = strawberry.field(description="Its risk.")
    reason: str | None = strawberry.field(description="Why it is needed.")
    cause_kind: str | None = strawberry.field(description="What made it necessary, for example a test report.")
    cause_reference: str | None = strawberry.field(description="Number of that cause in its own system.")
    cause_text: str | None = strawberry.field(description="That cause in words.")
    occurred_at: Instant | None = strawberry.field(description="When it was stated, by the clock of its source.")
    source: str | None = strawberry.field(description="Code of the system that states it.")


@shows(WithdrawalEvidence, description="The release was taken back.")
class Withdrawal(Told):
    """A withdrawal."""

    reason: str = strawberry.field(description="Why.")
    actor: str | None = strawberry.field(description="Who took it back.")
    replaced_by: str | None = strawberry.field(description="What replaces it.")


@shows(rows.Finding, description="Something that should not be so.")
class Finding:
    """A finding."""

    kind: rows.FindingKind = strawberry.field(description="What is wrong.")
    ref: str = strawberry.field(description="What shows it, as `Label:key`.")
    system: str | None = strawberry.field(description="The system where it happened, if one is known.")
    occurred_at: Instant = strawberry.field(description="When it happened.")
    text: str = strawberry.field(description="One sentence.")
    event: strawberry.ID | None = strawberry.field(description="Key of the event that shows it, if a single one does.")
    gate: str | None = strawberry.field(description="For a leak: the gate that should have come first.")
    first: bool = strawberry.field(description="For a leak: whether it is the first one.")


@shows(
    OrderUse, description="An order of the item, with the revision that it is on. Told by the event that put it on it."
)
class TracedOrder(Told):
    """An order."""

    key: strawberry.ID = strawberry.field(description="Its key: system and number.")
    kind: OrderKind = strawberry.field(description="What sort of order.")
    status: OrderStatus = strawberry.field(description="How far it has come.")
    plant: str | None = strawberry.field(description="Code of the plant.")
    revision: str = strawberry.field(description="The revision that it is on.")
    view: View = strawberry.field(description="Whose structure that is.")
    quantity: Quantity = resolved(itself, "How much is ordered.")
    judged_at: Instant = strawberry.field(
        description="The moment that decides which revision is right for it: its scheduled start, else its due time."
    )


@shows(UnitUse, description="A unit of the item, with the revision that it was built to.")
class TracedUnit(Told):
    """A unit."""

    key: strawberry.ID = strawberry.field(description="Its key: item and serial number.")
    serial: str = strawberry.field(description="Its serial number.")
    plant: str | None = strawberry.field(description="Code of the plant where it was built.")
    revision: str = strawberry.field(description="The revision that it was built to.")
    view: View = strawberry.field(description="Whose structure that is.")
    built_under: str | None = strawberry.field(description="Key of the order that it was built under.")


@shows(rows.Usage, description="What was ordered and built to the released revision.")
class Usage:
    """Orders and units."""

    orders: Connection[TracedOrder] = paged("The orders on the released revision.")
    units: Connection[TracedUnit] = paged("The units that were built to it.")
    order_total: int = strawberry.field(description="How many orders of the item there are, on any revision.")
    unit_total: int = strawberry.field(description="How many units of the item there are, on any revision.")


async def _bom_revision(root: rows.ReleaseTrace, info: Ask) -> BomRevisionState | None:
    return await info.context.loaders.bom_revisions.load(Wanted(moments(info), root.bom)) if root.bom else None


async def _item(root: rows.ReleaseTrace, info: Ask) -> ItemState | None:
    return await info.context.loaders.items.load(Wanted(moments(info), root.item)) if root.item else None


@shows(rows.ReleaseTrace, description="One release from its cause to its use: did it arrive, and was it right.")
class ReleaseTrace:
    """A trace."""

    release: strawberry.ID = strawberry.field(name="number", description="Number of the release.")
    generation: int | None = strawberry.field(description="How often it was sent out; null when nothing states it.")
    bom: strawberry.ID | None = strawberry.field(name="revisionKey", description="Key of the BOM revision.")
    bom_revision: BomRevision | None = resolved(_bom_revision, "The revision that it sends out.")
    item: strawberry.ID | None = strawberry.field(name="itemNumber", description="Number of the item.")
    item_noun: Item | None = resolved(_item, "The item.", name="item")
    revision: str | None = strawberry.field(description="The revision, for example C.")
    view: View | None = strawberry.field(description="Whose structure it is.")
    released_at: Instant | None = strawberry.field(description="When it was released.")
    released_by: str | None = strawberry.field(description="Who released it.")
    change: TracedChange | None = strawberry.field(description="The change order behind it.")
    approvals: Connection[Approval] = paged("The decisions on the change and on the release, the earliest first.")
    gates: Connection[Gate] = paged("What had to be approved first, and whether it was.")
    withdrawals: Connection[Withdrawal] = paged("When it was taken back.")
    verdict: rows.ReleaseVerdict = strawberry.field(description="How far it has come as a whole.")
    proven: bool = strawberry.field(
        description="Whether it is complete and every required target echoed the version and digest that were sent."
    )
    blocking_step: strawberry.ID | None = strawberry.field(
        description="Key of the step to look at first; null when the release is complete or withdrawn."
    )
    blocking_reason: str | None = strawberry.field(description="That step in one sentence.")
    steps: Connection[ReleaseStep] = paged("Its steps, each after those that it depends on.")
    findings: Connection[Finding] = paged("What should not be so, the earliest first.")
    usage: Usage = strawberry.field(description="What was ordered and built to it.")
    envelope: Envelope = strawberry.field(description="What this trace says about itself.")


@shows(TraceAnswerRow, description="The traces that answer one question, the latest release first.")
class TraceAnswer:
    """The answer to `releaseTrace`."""

    traces: list[ReleaseTrace] = listed(
        "The traces, the latest release first.", bound=f"the latest {MOST_RELEASES}", size=2
    )
    envelope: Envelope = strawberry.field(description="What all of them say about themselves.")


OfRevision = Annotated[
    BomRevisionRef | None, strawberry.argument(description="All releases of this BOM revision. Give one of the three.")
]
OfChange = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="All releases under the change order of this number. Give one of the three."),
]
OfRelease = Annotated[
    strawberry.ID | None, strawberry.argument(description="The release of this number. Give one of the three.")
]


async def _release_trace(
    info: Ask,
    revision: OfRevision = None,
    change_order: OfChange = None,
    release: OfRelease = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> TraceAnswerRow:
    """Traces of releases."""
    subject = TraceSubject(revision.key_of() if revision else None, change_order, release)
    return await traces_of(info.context.graph, subject, as_of=as_of, known=as_known_at)


@strawberry.type
class ReleaseTraceQuery:
    """The roots of this file."""

    release_trace: TraceAnswer = root(
        _release_trace,
        "The question this service exists for: a revision from its approval to every acknowledgment and its use. Give"
        " a revision, a change order or a release.",
    )
