"""Change orders: what they change and why, and whether their gates let them through."""

from __future__ import annotations

from graph.answers.envelope import Envelope, Row
from graph.answers.evidence import ApprovalEvidence
from graph.answers.gate import Gate
from graph.answers.noun import NounState
from graph.model.bom import View
from graph.model.change_order import ChangeAction, ChangeKind


class AffectedRevision(Row):
    """An item that a change touches.

    Attributes:
        from_bom: key of the revision that is replaced, if one is named.
        to_bom: key of the revision that is introduced, if one is named.

    """

    item: str
    action: ChangeAction
    view: View
    from_bom: str | None
    to_bom: str | None


class ChangeOrder(NounState):
    """A change order at a pair of clocks.

    Attributes:
        gates: as the decisions that had been taken leave them.
        approvals: these decisions, in their order.

    """

    kind: ChangeKind | None = None
    title: str | None = None
    change_class: str | None = None
    risk: str | None = None
    reason: str | None = None
    cause_kind: str | None = None
    cause_reference: str | None = None
    cause_text: str | None = None
    affected: tuple[AffectedRevision, ...] = ()
    gates: tuple[Gate, ...] = ()
    approvals: tuple[ApprovalEvidence, ...] = ()


class ChangeOrderAnswer(Row):
    """One change order; none if nothing names it."""

    change_order: ChangeOrder | None
    envelope: Envelope
