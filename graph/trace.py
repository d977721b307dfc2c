"""The release trace, derived from evidence: pure, so that late and shuffled evidence gives the same trace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.answers.envelope import Clocks, Envelope, Gap, GapKind, Watermark
from graph.answers.evidence import (
    ApprovalEvidence,
    ReleaseEvidence,
    UsageEvidence,
)
from graph.answers.trace import (
    Gate,
    GateStatus,
    ReleaseTrace,
    ReleaseVerdict,
    StepTrace,
    Usage,
    Verdict,
)
from graph.findings import find
from graph.model.approval import Decision
from graph.model.change_order import Area
from graph.verdicts import judge_steps

IMPLICIT_GATE = "APPROVAL"


def derive_trace(
    evidence: ReleaseEvidence,
    usage: UsageEvidence,
    clocks: Clocks,
    *,
    watermarks: Sequence[Watermark] = (),
    limits_hit: Sequence[str] = (),
) -> ReleaseTrace:
    """Derive the trace of one release from what the graph holds of it.

    Args:
        evidence: the release with its change, approvals, steps, dispatches and answers, known at `clocks.known`.
        usage: orders and units of the released item, bounded.
        clocks: the moments that the answer is for.
        watermarks: how far each source has come.
        limits_hit: bounds that cut the usage short.

    """
    gates = judge_gates(evidence)
    steps = judge_steps(evidence, clocks.as_of)
    verdict = judge_release(steps, withdrawn=bool(evidence.withdrawals))
    blocking = None if verdict is ReleaseVerdict.COMPLETE else blocking_step(steps)
    return ReleaseTrace(
        release=evidence.number,
        generation=evidence.generation,
        bom=evidence.bom,
        item=evidence.item,
        revision=evidence.revision,
        view=evidence.view,
        released_at=evidence.occurred_at,
        released_by=evidence.released_by,
        change=evidence.change,
        approvals=tuple(sorted(evidence.approvals, key=lambda it: it.order)),
        gates=gates,
        withdrawals=tuple(sorted(evidence.withdrawals, key=lambda it: it.order)),
        verdict=verdict,
        proven=_proven(steps, verdict),
        blocking_step=blocking.key if blocking else None,
        blocking_reason=f"{blocking.label}: {blocking.reason}" if blocking else None,
        steps=steps,
        findings=find(evidence, gates, steps, usage),
        usage=_used(evidence, usage),
        envelope=Envelope(
            clocks=clocks,
            gaps=tuple(_gaps(evidence, steps)),
            limits_hit=tuple(limits_hit),
            watermarks=tuple(watermarks),
        ),
    )


def judge_gates(evidence: ReleaseEvidence) -> tuple[Gate, ...]:
    """Judge the gates of the change behind a release.

    A change order without gates is still a change: some approval has to stand before it goes anywhere.
    """
    standing = _standing(evidence.approvals)
    if evidence.gates:
        return tuple(_gate(gate.gate, gate.roles, gate.guards, standing) for gate in evidence.gates)
    if evidence.change is None and not evidence.approvals:
        return ()
    roles = tuple(sorted(standing)) or ("any",)
    return (_gate(IMPLICIT_GATE, roles, tuple(Area), standing, implicit=True),)


def _standing(approvals: Iterable[ApprovalEvidence]) -> dict[str, list[ApprovalEvidence]]:
    """Decisions by role, each in its order; the last one stands."""
    by_role: dict[str, list[ApprovalEvidence]] = {}
    for approval in sorted(approvals, key=lambda it: it.order):
        by_role.setdefault(approval.role, []).append(approval)
    return by_role


def _gate(
    name: str,
    roles: tuple[str, ...],
    guards: tuple[Area, ...],
    standing: dict[str, list[ApprovalEvidence]],
    *,
    implicit: bool = False,
) -> Gate:
    last = {role: standing[role][-1] for role in roles if role in standing}
    missing = tuple(role for role in roles if role not in last or last[role].decision is not Decision.APPROVED)
    refused = any(decision.decision is Decision.REJECTED for decision in last.values())
    status = GateStatus.REFUSED if refused else GateStatus.OPEN if missing else GateStatus.PASSED
    passed_at = max((_approved_since(standing[role]) for role in roles), default=0) if not missing else None
    return Gate(
        gate=name, roles=roles, guards=guards, status=status, passed_at=passed_at, missing=missing, implicit=implicit
    )


def _approved_since(decisions: Sequence[ApprovalEvidence]) -> int:
    """Since when the approval of one role has stood without a break."""
    since = decisions[-1].occurred_at
    for decision in reversed(decisions):
        if decision.decision is not Decision.APPROVED:
            break
        since = decision.occurred_at
    return since


def judge_release(steps: Iterable[StepTrace], *, withdrawn: bool) -> ReleaseVerdict:
    """Say what the release as a whole has come to."""
    if withdrawn:
        return ReleaseVerdict.WITHDRAWN
    verdicts = [step.verdict for step in steps if step.required and step.verdict is not Verdict.UNEXPECTED]
    if verdicts and all(verdict.arrived for verdict in verdicts):
        return ReleaseVerdict.COMPLETE
    if Verdict.HELD in verdicts:
        return ReleaseVerdict.HELD
    if any(verdict.went_wrong for verdict in verdicts):
        return ReleaseVerdict.PARTIAL
    return ReleaseVerdict.IN_PROGRESS


def _proven(steps: Iterable[StepTrace], verdict: ReleaseVerdict) -> bool:
    return verdict is ReleaseVerdict.COMPLETE and all(
        step.verdict is Verdict.ACCEPTED_CORRECT for step in steps if step.required
    )


_WORST_FIRST = (
    Verdict.REJECTED,
    Verdict.FAILED,
    Verdict.HELD,
    Verdict.ACCEPTED_ALTERED,
    Verdict.ACCEPTED_STALE,
    Verdict.COMPENSATED,
    Verdict.WAITING,
    Verdict.BLOCKED,
)


def blocking_step(steps: Sequence[StepTrace]) -> StepTrace | None:
    """The step to look at first: of those that wait for no other, the one in the worst state."""
    open_steps = [step for step in steps if step.required and step.verdict in _WORST_FIRST]
    return min(open_steps, key=lambda step: _WORST_FIRST.index(step.verdict), default=None)


def _used(evidence: ReleaseEvidence, usage: UsageEvidence) -> Usage:
    """Of the item's orders and units, those on the released revision."""
    return Usage(
        orders=tuple(use for use in usage.orders if (use.revision, use.view) == (evidence.revision, evidence.view)),
        units=tuple(use for use in usage.units if (use.revision, use.view) == (evidence.revision, evidence.view)),
        order_total=usage.order_total,
        unit_total=usage.unit_total,
    )


def _gaps(evidence: ReleaseEvidence, steps: Iterable[StepTrace]) -> Iterable[Gap]:
    if evidence.placeholder:
        yield Gap(
            kind=GapKind.UNDEFINED,
            ref=f"Release:{evidence.number}",
            reason="the release is referred to but was never stated",
        )
    elif not evidence.bom_defined:
        yield Gap(
            kind=GapKind.UNDEFINED,
            ref=f"BomRevision:{evidence.bom}",
            reason="the content of the released revision is not known",
        )
    yield from _governance_gaps(evidence)
    for step in steps:
        if step.verdict is Verdict.WAITING and step.overdue_since is not None and step.sent_at is not None:
            yield Gap(
                kind=GapKind.SILENT,
                ref=f"ReleaseStep:{step.key}",
                reason=f"{step.label} was sent and never answered",
                system=step.system,
                since=step.sent_at,
            )


def _governance_gaps(evidence: ReleaseEvidence) -> Iterable[Gap]:
    if evidence.placeholder:
        return
    if evidence.change is None:
        yield Gap(
            kind=GapKind.UNGOVERNED,
            ref=f"Release:{evidence.number}",
            reason="the release names no change order, so no gate can be judged",
        )
    elif evidence.change.placeholder:
        yield Gap(
            kind=GapKind.UNDEFINED,
            ref=f"ChangeOrder:{evidence.change.number}",
            reason="the change order is referred to but was never raised here",
        )
