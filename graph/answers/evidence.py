"""The evidence about one release, as the graph holds it for one pair of clocks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self, TypeVar

from graph.answers.envelope import Row
from graph.model.acknowledgment import AcknowledgmentKind, AcknowledgmentStatus
from graph.model.approval import Decision
from graph.model.change_order import Area
from graph.model.order import OrderKind, OrderStatus
from graph.model.release import StepKind


class Told(Row):
    """Where a piece of evidence comes from and when.

    Attributes:
        event: key of the fact in the log.
        source: the system that asserted it.
        occurred_at: the source's clock.
        recorded_at: ours.
        order: text that sorts the evidence of one release (occurred, sequence, id, source).

    """

    event: str
    source: str
    occurred_at: int
    recorded_at: int
    order: str


Evidence = TypeVar("Evidence", bound=Told)


def _until(evidence: Iterable[Evidence], moment: int) -> tuple[Evidence, ...]:
    return tuple(told for told in evidence if told.occurred_at <= moment)


class ChangeEvidence(Row):
    """The change order behind a release; a placeholder when only its number is known."""

    number: str
    placeholder: bool
    title: str | None = None
    kind: str | None = None
    change_class: str | None = None
    risk: str | None = None
    reason: str | None = None
    cause_kind: str | None = None
    cause_reference: str | None = None
    cause_text: str | None = None
    occurred_at: int | None = None
    source: str | None = None


class GateEvidence(Row):
    """A gate that the change order declares."""

    gate: str
    roles: tuple[str, ...]
    guards: tuple[Area, ...]


class ApprovalEvidence(Told):
    """One decision of one signer."""

    role: str
    signer: str
    decision: Decision
    meaning: str | None = None
    signed_digest: str | None = None


class StepEvidence(Row):
    """A step of the release; undeclared when only an answer or a dispatch names it."""

    key: str
    system: str
    kind: StepKind
    declared: bool
    required: bool
    due: int | None = None
    depends_on: tuple[str, ...] = ()


class DispatchEvidence(Told):
    """What was sent to the target of a step."""

    step: str
    generation: int
    revision: str
    digest: str | None = None
    message: str | None = None


class AcknowledgmentEvidence(Told):
    """What the target of a step answered."""

    step: str
    generation: int
    kind: AcknowledgmentKind
    status: AcknowledgmentStatus
    revision: str | None = None
    digest: str | None = None
    text: str | None = None
    actor: str | None = None


class WithdrawalEvidence(Told):
    """The release was taken back."""

    reason: str
    actor: str | None = None
    replaced_by: str | None = None


class ReleaseEvidence(Row):
    """A release with everything that the graph knows of it.

    Attributes:
        placeholder: the release itself was never stated, only referred to.
        bom_defined: whether the released revision's content is known.
        bom_digest: digest of that content.

    """

    number: str
    placeholder: bool
    bom: str | None = None
    item: str | None = None
    revision: str | None = None
    view: str | None = None
    bom_defined: bool = False
    bom_digest: str | None = None
    generation: int | None = None
    released_by: str | None = None
    occurred_at: int | None = None
    source: str | None = None
    change: ChangeEvidence | None = None
    gates: tuple[GateEvidence, ...] = ()
    approvals: tuple[ApprovalEvidence, ...] = ()
    steps: tuple[StepEvidence, ...] = ()
    dispatches: tuple[DispatchEvidence, ...] = ()
    acknowledgments: tuple[AcknowledgmentEvidence, ...] = ()
    withdrawals: tuple[WithdrawalEvidence, ...] = ()

    def told(self) -> tuple[Told, ...]:
        """Everything that a source dated."""
        return (*self.approvals, *self.dispatches, *self.acknowledgments, *self.withdrawals)

    def until(self, moment: int) -> Self:
        """What had happened by that moment of the sources' clocks."""
        return self.model_copy(
            update={
                "approvals": _until(self.approvals, moment),
                "dispatches": _until(self.dispatches, moment),
                "acknowledgments": _until(self.acknowledgments, moment),
                "withdrawals": _until(self.withdrawals, moment),
            }
        )


class UsageWindow(Row):
    """A window in which the released revision applies; plants as on the relationship."""

    plants: tuple[str, ...]
    eff_from: int
    eff_to: int


class OrderUse(Told):
    """An order of the item as it stands, with the revision that it pins.

    Event and times are those of the first event by which it took this revision: whether the revision leaked to
    the order depends on when that was, not on when the order was last changed.

    Attributes:
        judged_at: the order's own scheduled start; else its due time, since what is bought ahead is not wrong;
            else the time of the event.

    """

    key: str
    kind: OrderKind
    status: OrderStatus
    plant: str | None = None
    revision: str
    view: str
    quantity: str
    uom: str
    judged_at: int


class UnitUse(Told):
    """A unit of the item, with the revision that it was built to and the order that it was built under."""

    key: str
    serial: str
    plant: str | None = None
    revision: str
    view: str
    built_under: str | None = None


class UsageEvidence(Row):
    """Orders and units of the released item, bounded; the totals are of all of them."""

    windows: tuple[UsageWindow, ...] = ()
    orders: tuple[OrderUse, ...] = ()
    units: tuple[UnitUse, ...] = ()
    order_total: int = 0
    unit_total: int = 0

    def told(self) -> tuple[Told, ...]:
        """Everything that a source dated."""
        return (*self.orders, *self.units)

    def until(self, moment: int) -> Self:
        """What had happened by that moment of the sources' clocks; the totals stay those of all."""
        return self.model_copy(update={"orders": _until(self.orders, moment), "units": _until(self.units, moment)})
