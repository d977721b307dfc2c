"""What a person has to look at on a release trace: pure functions over evidence, gates and judged steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from graph.answers.evidence import OrderUse, ReleaseEvidence, UnitUse, UsageEvidence, UsageWindow
from graph.answers.trace import Finding, FindingKind, Gate, StepTrace, Verdict
from graph.clock import format_instant
from graph.model.base import ALL_PLANTS
from graph.model.change_order import Area
from graph.structure import EXCEPT


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
        *_wrong_answers(steps),
        *_late(steps),
        *_wrong_revisions(evidence, usage),
    ]
    return tuple(sorted(findings, key=lambda finding: (finding.occurred_at, finding.kind, finding.ref)))


def _downstream(evidence: ReleaseEvidence, steps: Iterable[StepTrace], usage: UsageEvidence) -> Iterator[_Downstream]:
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
        if area is not None and _on_revision(order, evidence):
            words = f"{order.kind.value.lower()} order {order.key} took the revision"
            yield _Downstream(order.occurred_at, order.event, f"Order:{order.key}", order.source, area, words)
    for unit in usage.units:
        if _on_revision(unit, evidence):
            words = f"unit {unit.serial} was built to the revision"
            yield _Downstream(unit.occurred_at, unit.event, f"Unit:{unit.key}", unit.source, Area.EXECUTION, words)


def _on_revision(use: OrderUse | UnitUse, evidence: ReleaseEvidence) -> bool:
    return (use.revision, use.view) == (evidence.revision, evidence.view)


def _leaks(gates: Sequence[Gate], downstream: Iterable[_Downstream]) -> Iterator[Finding]:
    """Every downstream event that came before a gate of its area had let the change through."""
    first = True
    for event in downstream:
        gate = next((gate for gate in gates if event.area in gate.guards and _is_before(event, gate)), None)
        if gate is None:
            continue
        yield Finding(
            kind=FindingKind.LEAK,
            ref=event.ref,
            system=event.system,
            occurred_at=event.occurred_at,
            text=f"{event.words} before gate {gate.gate}, which {_passed(gate)}",
            event=event.event,
            gate=gate.gate,
            first=first,
        )
        first = False


def _is_before(event: _Downstream, gate: Gate) -> bool:
    return gate.passed_at is None or event.occurred_at < gate.passed_at


def _passed(gate: Gate) -> str:
    if gate.passed_at is None:
        return f"still misses {', '.join(gate.missing)}"
    return f"passed {_when(gate.passed_at)}"


def _out_of_order(steps: Sequence[StepTrace]) -> Iterator[Finding]:
    """A step that was sent before a step that it depends on had been accepted."""
    by_key: Mapping[str, StepTrace] = {step.key: step for step in steps}
    for step in steps:
        if not step.dispatches:
            continue
        sent = step.dispatches[0]
        for needed in (by_key[key] for key in step.depends_on if key in by_key):
            if needed.verdict is Verdict.NOT_REQUIRED or _accepted_by(needed, sent.occurred_at):
                continue
            yield Finding(
                kind=FindingKind.OUT_OF_ORDER,
                ref=f"ReleaseStep:{step.key}",
                system=step.system,
                occurred_at=sent.occurred_at,
                text=f"{step.label} was sent before {needed.label} was accepted",
                event=sent.event,
            )


def _accepted_by(step: StepTrace, moment: int) -> bool:
    return step.accepted_at is not None and step.accepted_at <= moment


def _wrong_answers(steps: Iterable[StepTrace]) -> Iterator[Finding]:
    """Answers that nobody asked for, that answer an older generation, or that name other content."""
    for step in steps:
        for answer in step.acknowledgments:
            if not any(sent.generation == answer.generation for sent in step.dispatches):
                yield _answer(FindingKind.UNEXPECTED, step, answer.occurred_at, answer.event, "nobody had sent it")
            elif answer.generation < step.generation and step.sent_at is not None and answer.occurred_at > step.sent_at:
                words = f"the answer is to generation {answer.generation}, {step.generation} is current"
                yield _answer(FindingKind.STALE, step, answer.occurred_at, answer.event, words)
        wrong = {Verdict.ACCEPTED_STALE: FindingKind.STALE, Verdict.ACCEPTED_ALTERED: FindingKind.ALTERED}
        if step.verdict in wrong and step.revision_held is not None and step.accepted_at is not None:
            last = step.acknowledgments[-1]
            yield _answer(wrong[step.verdict], step, last.occurred_at, last.event, step.reason)


def _answer(kind: FindingKind, step: StepTrace, occurred_at: int, event: str, words: str) -> Finding:
    return Finding(
        kind=kind,
        ref=f"ReleaseStep:{step.key}",
        system=step.system,
        occurred_at=occurred_at,
        text=f"{step.label}: {words}",
        event=event,
    )


def _late(steps: Iterable[StepTrace]) -> Iterator[Finding]:
    """A step that arrived after it was due, or is due and has not arrived."""
    for step in steps:
        if step.due is None or not step.required:
            continue
        arrived_late = step.accepted_at is not None and step.accepted_at > step.due
        if step.overdue_since is None and not arrived_late:
            continue
        state = f"was accepted {_when(step.accepted_at)}" if step.accepted_at is not None else "has not arrived"
        yield Finding(
            kind=FindingKind.LATE,
            ref=f"ReleaseStep:{step.key}",
            system=step.system,
            occurred_at=step.due,
            text=f"{step.label} was due {_when(step.due)} and {state}",
        )


def _wrong_revisions(evidence: ReleaseEvidence, usage: UsageEvidence) -> Iterator[Finding]:
    """Orders and units that should be on the released revision and are not, or are on it where it does not apply."""
    if evidence.revision is None:
        return
    for order in usage.orders:
        if order.view == evidence.view and _is_wrong(order.revision, order.plant, order.judged_at, evidence, usage):
            yield _use(f"Order:{order.key}", order, f"{order.kind.value.lower()} order {order.key}", evidence)
    for unit in usage.units:
        if unit.view == evidence.view and _is_wrong(unit.revision, unit.plant, unit.occurred_at, evidence, usage):
            yield _use(f"Unit:{unit.key}", unit, f"unit {unit.serial}", evidence)


def _is_wrong(revision: str, plant: str | None, moment: int, evidence: ReleaseEvidence, usage: UsageEvidence) -> bool:
    applies = any(_applies(window, plant, moment) for window in usage.windows)
    return applies != (revision == evidence.revision)


def _applies(window: UsageWindow, plant: str | None, moment: int) -> bool:
    if not window.eff_from <= moment < window.eff_to:
        return False
    if ALL_PLANTS in window.plants:
        return plant is None or EXCEPT + plant not in window.plants
    return plant in window.plants


def _use(ref: str, use: OrderUse | UnitUse, words: str, evidence: ReleaseEvidence) -> Finding:
    where = f" in plant {use.plant}" if use.plant else ""
    if use.revision == evidence.revision:
        text = f"{words} is on revision {use.revision}, which does not apply{where} at that time"
    else:
        text = f"{words} is on revision {use.revision}, but {evidence.revision} applies{where} at that time"
    return Finding(
        kind=FindingKind.WRONG_REVISION,
        ref=ref,
        system=use.source,
        occurred_at=use.occurred_at,
        text=text,
        event=use.event,
    )


def _when(moment: int) -> str:
    return format_instant(moment)[:16].replace("T", " ") + " UTC"
