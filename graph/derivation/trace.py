"""The release trace, derived from evidence: pure, so that late and shuffled evidence gives the same trace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from graph.answers.envelope import Clocks, Envelope, Gap, GapKind, Watermark
from graph.answers.evidence import ReleaseEvidence, Told, UsageEvidence
from graph.answers.trace import ReleaseTrace, ReleaseVerdict, StepTrace, Verdict
from graph.derivation.findings import find
from graph.derivation.gates import judge_gates
from graph.derivation.usage import usage_of
from graph.derivation.verdicts import judge_steps, when


def derive_trace(
    evidence: ReleaseEvidence,
    usage: UsageEvidence,
    clocks: Clocks,
    *,
    watermarks: Sequence[Watermark] = (),
    limits_hit: Sequence[str] = (),
) -> ReleaseTrace:
    """Derive the trace of one release from what the graph holds of it.

    What a source dates after `clocks.as_of` has not happened then and does not count.

    Args:
        evidence: the release with its change, approvals, steps, dispatches and answers, known at `clocks.known`.
        usage: orders and units of the released item, bounded.
        clocks: the moments that the answer is for.
        watermarks: how far each source has come.
        limits_hit: bounds that cut the usage short.

    """
    told = (*evidence.told(), *usage.told())
    evidence, usage = evidence.until(clocks.as_of), usage.until(clocks.as_of)
    gates = judge_gates(evidence)
    steps = judge_steps(evidence, clocks.as_of)
    verdict = judge_release(steps, withdrawn=bool(evidence.withdrawals))
    over = verdict in {ReleaseVerdict.COMPLETE, ReleaseVerdict.WITHDRAWN}
    blocking = None if over else blocking_step(steps)
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
        usage=usage_of(evidence, usage),
        envelope=Envelope(
            clocks=clocks,
            gaps=(*_gaps(evidence, steps, clocks.as_of), *_ahead(told, clocks.as_of)),
            limits_hit=tuple(limits_hit),
            watermarks=tuple(watermarks),
        ),
    )


def judge_release(steps: Iterable[StepTrace], *, withdrawn: bool) -> ReleaseVerdict:
    """Say what the release as a whole has come to.

    Only steps that the release lists as required count, and each of them does: one that was answered although
    nobody is known to have sent it leaves the release open. What went wrong somewhere outweighs a hold elsewhere.
    """
    if withdrawn:
        return ReleaseVerdict.WITHDRAWN
    verdicts = [step.verdict for step in steps if step.counts]
    if verdicts and all(verdict.arrived for verdict in verdicts):
        return ReleaseVerdict.COMPLETE
    if any(verdict.went_wrong for verdict in verdicts):
        return ReleaseVerdict.PARTIAL
    if Verdict.HELD in verdicts:
        return ReleaseVerdict.HELD
    return ReleaseVerdict.IN_PROGRESS


def _proven(steps: Iterable[StepTrace], verdict: ReleaseVerdict) -> bool:
    return verdict is ReleaseVerdict.COMPLETE and all(
        step.verdict is Verdict.ACCEPTED_CORRECT for step in steps if step.counts
    )


_WORST_FIRST = (
    Verdict.REJECTED,
    Verdict.FAILED,
    Verdict.HELD,
    Verdict.ACCEPTED_ALTERED,
    Verdict.ACCEPTED_STALE,
    Verdict.COMPENSATED,
    Verdict.UNEXPECTED,
    Verdict.WAITING,
    Verdict.BLOCKED,
)


def blocking_step(steps: Sequence[StepTrace]) -> StepTrace | None:
    """The step to look at first.

    Of the open steps that others wait for or that the release requires, those that wait for no open step
    themselves are where it hangs; of these the one in the worst state, and of equals the first in order of
    dependency. In a circle each waits for another, and all of them are looked at.

    Args:
        steps: judged steps, dependencies before the steps that wait for them.

    """
    open_steps = {step.key: step for step in steps if step.verdict in _WORST_FIRST}
    needed: set[str] = set()
    for step in reversed(open_steps.values()):
        if step.counts or step.key in needed:
            needed |= {step.key, *step.depends_on}
    hanging = [step for key, step in open_steps.items() if key in needed]
    roots = [step for step in hanging if not any(key in open_steps for key in step.depends_on)]
    return min(roots or hanging, key=lambda step: _WORST_FIRST.index(step.verdict), default=None)


def _gaps(evidence: ReleaseEvidence, steps: Sequence[StepTrace], as_of: int) -> Iterator[Gap]:
    if evidence.placeholder:
        yield _gap_of_release(evidence, GapKind.UNDEFINED, "the release is referred to but was never stated")
    else:
        yield from _gaps_of_statement(evidence, steps, as_of)
    for step in steps:
        if step.verdict is Verdict.WAITING and step.overdue_since is not None and step.sent_at is not None:
            yield Gap(
                kind=GapKind.SILENT,
                ref=f"ReleaseStep:{step.key}",
                reason=f"{step.label} was sent and no decision came back",
                system=step.system,
                since=step.sent_at,
            )


def _gaps_of_statement(evidence: ReleaseEvidence, steps: Sequence[StepTrace], as_of: int) -> Iterator[Gap]:
    """What a release that was stated leaves open."""
    if evidence.occurred_at is not None and evidence.occurred_at > as_of:
        reason = f"revision and steps are those of a statement of {when(evidence.occurred_at)}, which came later"
        yield _gap_of_release(evidence, GapKind.UNDEFINED, reason)
    if not any(step.counts for step in steps):
        reason = "the release lists no step that it requires, so nothing says when it is complete"
        yield _gap_of_release(evidence, GapKind.UNDEFINED, reason)
    if not evidence.bom_defined:
        reason = "the content of the released revision is not known"
        yield Gap(kind=GapKind.UNDEFINED, ref=f"BomRevision:{evidence.bom}", reason=reason)
    if evidence.change is None:
        judged = "only its own approvals can" if evidence.approvals else "no gate can"
        reason = f"the release names no change order, so {judged} be judged"
        yield _gap_of_release(evidence, GapKind.UNGOVERNED, reason)
    elif evidence.change.placeholder:
        reason = "the change order is referred to but was never raised here, so its gates are not known"
        yield Gap(kind=GapKind.UNDEFINED, ref=f"ChangeOrder:{evidence.change.number}", reason=reason)


def _gap_of_release(evidence: ReleaseEvidence, kind: GapKind, reason: str) -> Gap:
    return Gap(kind=kind, ref=f"Release:{evidence.number}", reason=reason)


def _ahead(told: Iterable[Told], as_of: int) -> Iterator[Gap]:
    """Sources whose clocks run ahead: what they had told by that moment and date after it."""
    ahead = Counter(it.source for it in told if it.recorded_at <= as_of < it.occurred_at)
    for source, events in sorted(ahead.items()):
        yield Gap(
            kind=GapKind.AHEAD,
            ref=f"System:{source}",
            reason=f"{events} event(s) are dated after this moment, although they were recorded by then",
            system=source,
        )
