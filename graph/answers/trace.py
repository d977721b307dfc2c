"""The release trace: did the approved revision arrive, in its right version, approved first, and what was built."""

from __future__ import annotations

from enum import StrEnum

from graph.answers.envelope import Envelope, Row
from graph.answers.evidence import (
    AcknowledgmentEvidence,
    ApprovalEvidence,
    ChangeEvidence,
    DispatchEvidence,
    OrderUse,
    UnitUse,
    WithdrawalEvidence,
)
from graph.answers.gate import Gate
from graph.model.release import StepKind


class Verdict(StrEnum):
    """What can be said of one step."""

    ACCEPTED_CORRECT = "ACCEPTED_CORRECT"
    ACCEPTED_UNPROVEN = "ACCEPTED_UNPROVEN"
    ACCEPTED_STALE = "ACCEPTED_STALE"
    ACCEPTED_ALTERED = "ACCEPTED_ALTERED"
    REJECTED = "REJECTED"
    FAILED = "FAILED"
    HELD = "HELD"
    COMPENSATED = "COMPENSATED"
    WAITING = "WAITING"
    BLOCKED = "BLOCKED"
    UNEXPECTED = "UNEXPECTED"
    NOT_REQUIRED = "NOT_REQUIRED"

    @property
    def arrived(self) -> bool:
        """Whether the step counts as done: accepted, and nothing says that the content is wrong."""
        return self in {Verdict.ACCEPTED_CORRECT, Verdict.ACCEPTED_UNPROVEN}

    @property
    def went_wrong(self) -> bool:
        """Whether the target ended in another state than was sent."""
        return self in {
            Verdict.ACCEPTED_STALE,
            Verdict.ACCEPTED_ALTERED,
            Verdict.REJECTED,
            Verdict.FAILED,
            Verdict.COMPENSATED,
        }


class ReleaseVerdict(StrEnum):
    """What can be said of the release as a whole."""

    COMPLETE = "COMPLETE"
    IN_PROGRESS = "IN_PROGRESS"
    PARTIAL = "PARTIAL"
    HELD = "HELD"
    WITHDRAWN = "WITHDRAWN"


class FindingKind(StrEnum):
    """What a person has to look at."""

    LEAK = "LEAK"
    OUT_OF_ORDER = "OUT_OF_ORDER"
    UNEXPECTED = "UNEXPECTED"
    STALE = "STALE"
    ALTERED = "ALTERED"
    LATE = "LATE"
    WRONG_REVISION = "WRONG_REVISION"


class Finding(Row):
    """Something on the trace that should not be so.

    Attributes:
        kind: what is wrong.
        ref: the thing that shows it, as `Label:key`.
        system: the system where it happened, if one is known.
        occurred_at: when it happened.
        text: one sentence for a person.
        event: the fact that shows it, if a single one does.
        gate: for a leak, the gate that should have come first.
        first: for a leak, whether it is the first edge that leaked.

    """

    kind: FindingKind
    ref: str
    system: str | None = None
    occurred_at: int
    text: str
    event: str | None = None
    gate: str | None = None
    first: bool = False


class StepTrace(Row):
    """One step with its verdict and the times at which it moved.

    Attributes:
        reason: why the verdict is what it is, one sentence.
        overdue_since: the due time, when it has passed and the step has not arrived.
        generation: the latest generation that was dispatched; 0 before any.
        received_at: first sign that the current generation reached the target.
        acknowledged_at: first answer of an application or a person to the current generation.
        accepted_at: since when its acceptance stands, not counting acceptances before a later refusal.
        implemented_at: when the target said that it works by it, while the acceptance stands.
        verified_at: when a readback agreed with what was sent, while the acceptance stands.
        held_by: who holds the step, while it is held.
        held_since: since when it is held without a break.
        blocked_by: keys of the steps that it waits for.

    """

    key: str
    system: str
    kind: StepKind
    declared: bool
    required: bool
    due: int | None
    depends_on: tuple[str, ...]
    verdict: Verdict
    reason: str
    overdue_since: int | None
    generation: int
    sent_at: int | None = None
    received_at: int | None = None
    acknowledged_at: int | None = None
    accepted_at: int | None = None
    implemented_at: int | None = None
    verified_at: int | None = None
    revision_sent: str | None = None
    revision_held: str | None = None
    digest_sent: str | None = None
    digest_held: str | None = None
    held_by: str | None = None
    held_since: int | None = None
    blocked_by: tuple[str, ...] = ()
    dispatches: tuple[DispatchEvidence, ...] = ()
    acknowledgments: tuple[AcknowledgmentEvidence, ...] = ()

    @property
    def label(self) -> str:
        """The step in words: target system and what it brings."""
        return label(self.system, self.kind)

    @property
    def counts(self) -> bool:
        """Whether the release is not complete without this step."""
        return self.declared and self.required


def label(system: str, kind: StepKind) -> str:
    """A step in words: target system and what it brings."""
    return f"{system} {kind.words}"


class Usage(Row):
    """What was ordered and built, of the released item.

    Attributes:
        orders: those that pin the released revision, bounded.
        units: those that were built to it, bounded.
        order_total: how many orders of the item there are, on any revision.
        unit_total: how many units of the item there are, on any revision.

    """

    orders: tuple[OrderUse, ...] = ()
    units: tuple[UnitUse, ...] = ()
    order_total: int = 0
    unit_total: int = 0


class ReleaseTrace(Row):
    """One release from its cause to its use.

    Attributes:
        proven: complete, and every required target echoed the version and digest that were sent.
        blocking_step: key of the step to look at first; none when the release is complete or withdrawn.
        blocking_reason: that step in one sentence.

    """

    release: str
    generation: int | None
    bom: str | None
    item: str | None
    revision: str | None
    view: str | None
    released_at: int | None
    released_by: str | None
    change: ChangeEvidence | None
    approvals: tuple[ApprovalEvidence, ...]
    gates: tuple[Gate, ...]
    withdrawals: tuple[WithdrawalEvidence, ...]
    verdict: ReleaseVerdict
    proven: bool
    blocking_step: str | None
    blocking_reason: str | None
    steps: tuple[StepTrace, ...]
    findings: tuple[Finding, ...]
    usage: Usage
    envelope: Envelope
