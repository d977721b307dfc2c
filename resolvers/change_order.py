"""Change orders: what is to change, why, and which approvals must come first."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graph.answers import change_order as rows
from graph.answers import gate as gates
from graph.answers.evidence import ApprovalEvidence
from graph.answers.noun import BomRevisionState, ItemState
from graph.answers.release import ReleaseSummary as ReleaseRow
from graph.clock import FAR_FUTURE
from graph.model.approval import Decision
from graph.model.bom import View
from graph.model.change_order import Area, ChangeAction, ChangeKind
from graph.queries.change_order import change_order_answer
from resolvers.bom_revision import BomRevision
from resolvers.connection import Connection, paged
from resolvers.context import Ask, AsKnownAt, AsOf, moments
from resolvers.envelope import Envelope
from resolvers.item import Item
from resolvers.lazy import LazyReleaseSummary
from resolvers.loaders import Wanted
from resolvers.noun import Noun
from resolvers.root import root
from resolvers.scalars import Instant
from resolvers.shown import enum, listed, resolved, shows
from resolvers.told import Told

_ROLES = "the roles that one event can name"

enum(
    ChangeKind,
    "How far a change has come (CMII).",
    {"REQUEST": "Asked for (ECR).", "ORDER": "Decided (ECO).", "NOTICE": "Announced (ECN)."},
)
enum(
    ChangeAction,
    "What happens to an item.",
    {"ADD": "It is new.", "REVISE": "It gets a new revision.", "REMOVE": "It goes."},
)
enum(
    Area,
    "Where a change goes after engineering.",
    {
        "PLANNING": "Planning and effectivity dates.",
        "PROCUREMENT": "Purchasing and suppliers.",
        "EXECUTION": "Everything that makes and moves things: shop floor, warehouse, quality.",
    },
)
enum(Decision, "What a signer decided.", {"APPROVED": "Yes.", "REJECTED": "No."})
enum(
    gates.GateStatus,
    "Whether a gate lets the change through.",
    {
        "PASSED": "Every approval that it needs stands.",
        "OPEN": "An approval is missing.",
        "REFUSED": "A rejection stands.",
    },
)


async def _item(root: rows.AffectedRevision, info: Ask) -> ItemState | None:
    return await info.context.loaders.items.load(Wanted(moments(info), root.item))


async def _revision(info: Ask, key: str | None) -> BomRevisionState | None:
    return await info.context.loaders.bom_revisions.load(Wanted(moments(info), key)) if key is not None else None


async def _before(root: rows.AffectedRevision, info: Ask) -> BomRevisionState | None:
    return await _revision(info, root.from_bom)


async def _after(root: rows.AffectedRevision, info: Ask) -> BomRevisionState | None:
    return await _revision(info, root.to_bom)


async def _releases(root: rows.ChangeOrder, info: Ask) -> list[ReleaseRow]:
    return await info.context.loaders.releases_of_changes.load(Wanted(moments(info), root.key)) or []


@shows(rows.AffectedRevision, description="An item that a change touches, with the revisions before and after.")
class AffectedRevision:
    """An affected item."""

    item: strawberry.ID = strawberry.field(name="itemNumber", description="Number of the item.")
    item_noun: Item | None = resolved(_item, "The item.", name="item")
    action: ChangeAction = strawberry.field(description="What happens to it.")
    view: View = strawberry.field(description="Whose structure changes.")
    from_bom: strawberry.ID | None = strawberry.field(name="fromKey", description="Key of the revision before.")
    before: BomRevision | None = resolved(_before, "The revision that is replaced.", name="fromRevision")
    to_bom: strawberry.ID | None = strawberry.field(name="toKey", description="Key of the revision after.")
    after: BomRevision | None = resolved(_after, "The revision that is introduced.", name="toRevision")


@shows(ApprovalEvidence, description="One decision of one signer. It is never overwritten.")
class Approval(Told):
    """An approval or a rejection."""

    role: str = strawberry.field(description="The role in which it was given.")
    signer: str = strawberry.field(description="Who signed.")
    decision: Decision = strawberry.field(description="What was decided.")
    meaning: str | None = strawberry.field(description="What the signature means.")
    signed_digest: str | None = strawberry.field(description="SHA-256 of what was signed.")


def _until(root: gates.Passage) -> int | None:
    return root.until if root.until != FAR_FUTURE else None


@shows(gates.Passage, description="A span of time in which a gate let the change through.")
class Passage:
    """A passage."""

    since: Instant = strawberry.field(description="From when.")
    end: Instant | None = resolved(_until, "Until a rejection ended it; null while it lasts.", name="until")


@shows(gates.Gate, description="Approvals that must stand before a change may go on, as they stand.")
class Gate:
    """A gate."""

    gate: str = strawberry.field(name="name", description="Name of the gate.")
    roles: list[str] = listed("The roles whose approval it needs; `any role` for one approval of anyone.", bound=_ROLES)
    guards: list[Area] = listed("The areas that it keeps the change out of.", bound="there are three areas")
    status: gates.GateStatus = strawberry.field(description="Whether it lets the change through.")
    passed_at: Instant | None = strawberry.field(description="Since when it stands passed; null while it does not.")
    missing: list[str] = listed("The roles whose approval does not stand.", bound=_ROLES)
    passages: Connection[Passage] = paged("Every span of time in which it stood passed.", default=10)
    implicit: bool = strawberry.field(
        description="Whether nobody declared it: a change without gates still needs one approval."
    )


@shows(rows.ChangeOrder, description="What is to change, why, and what was decided about it.")
class ChangeOrder(Noun):
    """A change order."""

    key: strawberry.ID = strawberry.field(name="number", description="Its number.")
    kind: ChangeKind | None = strawberry.field(description="How far it has come.")
    title: str | None = strawberry.field(description="Its title.")
    change_class: str | None = strawberry.field(
        description="Its class, for example I where form, fit or function change."
    )
    risk: str | None = strawberry.field(description="Its risk, in words of its source.")
    reason: str | None = strawberry.field(description="Why it is needed.")
    cause_kind: str | None = strawberry.field(description="What made it necessary, for example a nonconformance.")
    cause_reference: str | None = strawberry.field(description="Number of that cause in its own system.")
    cause_text: str | None = strawberry.field(description="That cause in words.")
    affected: Connection[AffectedRevision] = paged("The items that it touches.")
    gates: Connection[Gate] = paged("Its gates, as the decisions taken by then leave them.")
    approvals: Connection[Approval] = paged("The decisions on it, the earliest first.")
    releases: list[LazyReleaseSummary] = resolved(
        _releases, "The releases under it, the latest first.", bound="the latest 50", size=3
    )


@shows(rows.ChangeOrderAnswer, description="One change order, and what the answer says about itself.")
class ChangeOrderAnswer:
    """The answer to `changeOrder`."""

    change_order: ChangeOrder | None = strawberry.field(description="The change order; null when nothing names it.")
    envelope: Envelope = strawberry.field(description="What the answer says about itself.")


Number = Annotated[strawberry.ID, strawberry.argument(description="Number of the change order, for example ECO-1043.")]


async def _change_order(
    info: Ask, number: Number, as_of: AsOf = None, as_known_at: AsKnownAt = None
) -> rows.ChangeOrderAnswer:
    """One change order by its number."""
    return await change_order_answer(info.context.graph, number, as_of=as_of, known=as_known_at)


@strawberry.type
class ChangeOrderQuery:
    """The roots of this file."""

    change_order: ChangeOrderAnswer = root(
        _change_order, "One change order: what it touches, who approved it, and its releases."
    )
