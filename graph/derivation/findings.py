"""What a person has to look at on a release trace: pure functions over evidence, gates and judged steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from graph.answers.evidence import ReleaseEvidence, UsageEvidence
from graph.answers.gate import Gate
from graph.answers.trace import Finding, FindingKind, StepTrace, Verdict
from graph.derivation.exchange import Exchange, accepts, decides
from graph.derivation.usage import is_on_revision, wrong_uses
from graph.derivation.verdicts import had_arrived, when
from graph.model.change_order import Area
from graph.model.release import StepKind


class _Downstream(NamedTuple):
    """Something that happened outside engineering because of the release."""

    occurred_at: int
    event: str
    ref: str
    system: str
    area: Area
    words: str


def find(
    evidence: ReleaseEvidence, gates: Sequence[Gate], steps: Sequence[StepTrace], usage: UsageEvidence
) -> tuple[Finding, ...]:
    """All findings of one trace, the earliest first."""
    findings = [
        *_leaks(gates, sorted(_downstream(evidence, steps, usage))),
        *_out_of_order(steps),
        *_after_withdrawal(evidence, steps),
        *_unexpected(steps),
        *_stale(steps),
        *_other_content(steps),
        *_wrong_dispatches(evidence, steps),
        *_late(steps),
        *wrong_uses(evidence, usage),
    ]
    return tuple(sorted(findings, key=lambda it: (it.occurred_at, it.kind, it.ref, it.event or "")))


def _downstream(evidence: ReleaseEvidence, steps: Iterable[StepTrace], usage: UsageEvidence) -> Iterator[_Downstream]:
    """Dispatches, answers, orders and units, of steps that the release does not list too."""
    for step in steps:
        ref = f"ReleaseStep:{step.key}"
        for sent in step.dispatches:
            words = f"{step.label} was sent"
            yield _Downstream(sent.occurred_at, sent.event, ref, step.system, step.kind.area, words)
        for answer in step.acknowledgments:
            words = f"{step.label} was answered"
            yield _Downstream(answer.occurred_at, answer.event, ref, step.system, step.kind.area, words)
    for order in usage.orders:
        area = order.kind.area
        if area is not None and is_on_revision(order, evidence):
            words = f"{order.kind.value.lower()} order {order.key} took the revision"
            yield _Downstream(order.occurred_at, order.event, f"Order:{order.key}", order.source, area, words)
    for unit in usage.units:
        if is_on_revision(unit, evidence):
            words = f"unit {unit.serial} was built to the revision"
            yield _Downstream(unit.occurred_at, unit.event, f"Unit:{unit.key}", unit.source, Area.EXECUTION, words)


def _leaks(gates: Sequence[Gate], downstream: Iterable[_Downstream]) -> Iterator[Finding]:
    """Every downstream event while a gate of its area did not let the change through.

    What counts is how the gate stood at that time: a rejection that came later makes no leak of what went before,
    and neither does a second approval of what one had approved already.
    """
    first = True
    for event in downstream:
        closed = (gate for gate in gates if event.area in gate.guards and not gate.stood_passed(event.occurred_at))
        for gate in closed:
            yield Finding(
                kind=FindingKind.LEAK,
                ref=event.ref,
                system=event.system,
                occurred_at=event.occurred_at,
                text=f"{event.words} {_without(gate, event.occurred_at)}",
                event=event.event,
                gate=gate.gate,
                first=first,
            )
            first = False
            break


def _without(gate: Gate, moment: int) -> str:
    later = [passage.since for passage in gate.passages if passage.since > moment]
    if later:
        return f"before gate {gate.gate}, which passed {when(later[0])}"
    return f"without gate {gate.gate}, which still needs approval by {', '.join(gate.missing)}"


def _out_of_order(steps: Sequence[StepTrace]) -> Iterator[Finding]:
    """A step that was sent before a step that it depends on had arrived, as things stood then."""
    by_key: Mapping[str, StepTrace] = {step.key: step for step in steps}
    for step in steps:
        for needed in (by_key[key] for key in step.depends_on if key in by_key):
            if needed.verdict is Verdict.NOT_REQUIRED and not needed.counts:
                continue
            early = [sent for sent in step.dispatches if not had_arrived(needed, sent.occurred_at)]
            if early:
                words = f"it was sent before {needed.label} had arrived"
                yield _of_step(FindingKind.OUT_OF_ORDER, step, early[0].occurred_at, words, early[0].event)


def _after_withdrawal(evidence: ReleaseEvidence, steps: Iterable[StepTrace]) -> Iterator[Finding]:
    """A step that was sent although the release had been taken back."""
    withdrawn_at = min((withdrawal.occurred_at for withdrawal in evidence.withdrawals), default=None)
    for step in steps:
        for sent in step.dispatches:
            if withdrawn_at is not None and sent.occurred_at > withdrawn_at:
                words = f"it was sent after the release had been withdrawn {when(withdrawn_at)}"
                yield _of_step(FindingKind.OUT_OF_ORDER, step, sent.occurred_at, words, sent.event)


def _unexpected(steps: Sequence[StepTrace]) -> Iterator[Finding]:
    """The first answer to each generation that nobody sent, and steps outside the list that the release gives."""
    lists_steps = any(step.declared for step in steps)
    for step in steps:
        sent = {dispatch.generation for dispatch in step.dispatches}
        for answer in step.acknowledgments:
            if answer.generation not in sent:
                sent.add(answer.generation)
                words = f"it answered generation {answer.generation}, which nobody had sent"
                yield _of_step(FindingKind.UNEXPECTED, step, answer.occurred_at, words, answer.event)
        if lists_steps and not step.declared and step.dispatches:
            first = step.dispatches[0]
            words = "it was sent, but the release does not list it"
            yield _of_step(FindingKind.UNEXPECTED, step, first.occurred_at, words, first.event)


def _stale(steps: Iterable[StepTrace]) -> Iterator[Finding]:
    """Decisions on an older generation that were given after a newer one had been sent."""
    for step in steps:
        exchange = Exchange(step.dispatches, step.acknowledgments)
        generations = {dispatch.generation for dispatch in step.dispatches}
        for answer in step.acknowledgments:
            if answer.generation in generations and decides(answer) and exchange.is_stale(answer):
                words = f"the answer is to generation {answer.generation}, {step.generation} is current"
                yield _of_step(FindingKind.STALE, step, answer.occurred_at, words, answer.event)


def _other_content(steps: Iterable[StepTrace]) -> Iterator[Finding]:
    """What the verdict says of a target that holds something else, with the answer that first said so."""
    kinds = {Verdict.ACCEPTED_STALE: FindingKind.STALE, Verdict.ACCEPTED_ALTERED: FindingKind.ALTERED}
    for step in steps:
        current = [answer for answer in step.acknowledgments if answer.generation == step.generation]
        naming = [
            answer
            for answer in current
            if accepts(answer)
            and (answer.revision or step.revision_held, answer.digest) == (step.revision_held, step.digest_held)
        ]
        if step.verdict in kinds and naming:
            words, told = step.reason, naming[0]
            yield _of_step(kinds[step.verdict], step, told.occurred_at, words, told.event)


def _wrong_dispatches(evidence: ReleaseEvidence, steps: Iterable[StepTrace]) -> Iterator[Finding]:
    """A structure that was sent in another revision than the released one."""
    for step in steps:
        for sent in step.dispatches:
            if step.kind is StepKind.BOM and evidence.revision not in {None, sent.revision}:
                words = f"revision {sent.revision} was sent, but {evidence.revision} is released"
                yield _of_step(FindingKind.WRONG_REVISION, step, sent.occurred_at, words, sent.event)


def _late(steps: Iterable[StepTrace]) -> Iterator[Finding]:
    """A step that arrived after it was due, or is due and has not arrived, whether or not it was ever sent."""
    for step in steps:
        if step.due is None or not step.required:
            continue
        if step.overdue_since is not None:
            words = f"it was due {when(step.due)} and has not arrived: {step.reason}"
            yield _of_step(FindingKind.LATE, step, step.due, words)
        elif step.verdict.arrived and step.accepted_at is not None and step.accepted_at > step.due:
            words = f"it was due {when(step.due)} and was accepted {when(step.accepted_at)}"
            yield _of_step(FindingKind.LATE, step, step.due, words)


def _of_step(kind: FindingKind, step: StepTrace, occurred_at: int, words: str, event: str | None = None) -> Finding:
    return Finding(
        kind=kind,
        ref=f"ReleaseStep:{step.key}",
        system=step.system,
        occurred_at=occurred_at,
        text=f"{step.label}: {words}",
        event=event,
    )
