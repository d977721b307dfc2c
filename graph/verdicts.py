"""What can be said of one step: a pure judgement over what was sent and what came back.

The latest dispatched generation is the one that counts. An answer to an older one is kept and shown, and never
completes a newer one. Among the answers to the current generation, the last that decides anything is believed;
the version and digest held are those of the last answer that named any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.answers.evidence import AcknowledgmentEvidence, DispatchEvidence, ReleaseEvidence, StepEvidence
from graph.answers.trace import StepTrace, Verdict
from graph.clock import format_instant
from graph.model.acknowledgment import AcknowledgmentKind, AcknowledgmentStatus

_REFUSALS = {
    AcknowledgmentStatus.REJECTED: Verdict.REJECTED,
    AcknowledgmentStatus.FAILED: Verdict.FAILED,
    AcknowledgmentStatus.HELD: Verdict.HELD,
    AcknowledgmentStatus.COMPENSATED: Verdict.COMPENSATED,
}


@dataclass(frozen=True, slots=True)
class _Exchange:
    """What went to the target of one step and what came back, each in its order."""

    step: StepEvidence
    dispatches: tuple[DispatchEvidence, ...]
    answers: tuple[AcknowledgmentEvidence, ...]

    @property
    def generation(self) -> int:
        """The latest generation that was dispatched; 0 before any."""
        return max((dispatch.generation for dispatch in self.dispatches), default=0)

    @property
    def sent(self) -> DispatchEvidence | None:
        """The last dispatch of the current generation."""
        current = [dispatch for dispatch in self.dispatches if dispatch.generation == self.generation]
        return current[-1] if current else None

    def current_answers(self) -> tuple[AcknowledgmentEvidence, ...]:
        """The answers to the current generation; all of them when nothing was ever dispatched."""
        if not self.dispatches:
            return self.answers
        return tuple(answer for answer in self.answers if answer.generation == self.generation)


def judge_steps(evidence: ReleaseEvidence, as_of: int) -> tuple[StepTrace, ...]:
    """Judge every step of a release, dependencies before the steps that wait for them.

    Args:
        evidence: what the graph holds of the release.
        as_of: the moment to measure lateness by, epoch microseconds.

    """
    exchanges = {exchange.step.key: exchange for exchange in _exchanges(evidence)}
    judged: dict[str, StepTrace] = {}
    for key in dependency_order({key: exchange.step.depends_on for key, exchange in exchanges.items()}):
        exchange = exchanges[key]
        waits_for = tuple(needed for needed in exchange.step.depends_on if not _has_arrived(judged.get(needed)))
        judged[key] = _judge(exchange, waits_for, as_of)
    return tuple(judged.values())


def dependency_order(depends_on: Mapping[str, Iterable[str]]) -> list[str]:
    """Steps in an order in which each follows what it depends on; a cycle is cut where it closes."""
    ordered: dict[str, None] = {}
    entered: set[str] = set()

    def enter(key: str) -> None:
        if key in entered or key not in depends_on:
            return
        entered.add(key)
        for needed in sorted(depends_on[key]):
            enter(needed)
        ordered[key] = None

    for key in sorted(depends_on):
        enter(key)
    return list(ordered)


def _has_arrived(step: StepTrace | None) -> bool:
    return step is not None and (step.verdict.arrived or step.verdict is Verdict.NOT_REQUIRED)


def _exchanges(evidence: ReleaseEvidence) -> Iterable[_Exchange]:
    for step in evidence.steps:
        dispatches = sorted((sent for sent in evidence.dispatches if sent.step == step.key), key=lambda it: it.order)
        answers = sorted((ack for ack in evidence.acknowledgments if ack.step == step.key), key=lambda it: it.order)
        yield _Exchange(step, tuple(dispatches), tuple(answers))


def _judge(exchange: _Exchange, waits_for: tuple[str, ...], as_of: int) -> StepTrace:
    step, sent, current = exchange.step, exchange.sent, exchange.current_answers()
    verdict, reason = _verdict(exchange, waits_for)
    echo = _echo(current)
    overdue = step.due is not None and step.due < as_of and step.required and not verdict.arrived
    return StepTrace(
        key=step.key,
        system=step.system,
        kind=step.kind,
        declared=step.declared,
        required=step.required,
        due=step.due,
        depends_on=step.depends_on,
        verdict=verdict,
        reason=reason,
        overdue_since=step.due if overdue else None,
        generation=exchange.generation,
        sent_at=sent.occurred_at if sent else None,
        received_at=_first(current, lambda answer: answer.status is not AcknowledgmentStatus.FAILED),
        acknowledged_at=_first(current, lambda answer: answer.kind is not AcknowledgmentKind.TRANSPORT),
        accepted_at=_first(current, _accepts),
        implemented_at=_first(current, lambda it: _accepts(it) and it.kind is AcknowledgmentKind.IMPLEMENTATION),
        verified_at=_first(current, lambda it: _accepts(it) and it.kind is AcknowledgmentKind.READBACK),
        revision_sent=sent.revision if sent else None,
        digest_sent=sent.digest if sent else None,
        revision_held=echo.revision if echo else None,
        digest_held=echo.digest if echo else None,
        blocked_by=waits_for if verdict is Verdict.BLOCKED else (),
        dispatches=exchange.dispatches,
        acknowledgments=exchange.answers,
    )


def _accepts(answer: AcknowledgmentEvidence) -> bool:
    return answer.status is AcknowledgmentStatus.ACCEPTED and answer.kind is not AcknowledgmentKind.TRANSPORT


def _first(answers: Iterable[AcknowledgmentEvidence], matches: Callable[[AcknowledgmentEvidence], bool]) -> int | None:
    return min((answer.occurred_at for answer in answers if matches(answer)), default=None)


def _deciding(answers: Sequence[AcknowledgmentEvidence]) -> AcknowledgmentEvidence | None:
    """The last answer of an application or a person that decides; else the last failure on the wire."""
    decided = [
        answer
        for answer in answers
        if answer.kind is not AcknowledgmentKind.TRANSPORT and answer.status is not AcknowledgmentStatus.RECEIVED
    ]
    on_the_wire = [
        answer for answer in answers if answer.kind is AcknowledgmentKind.TRANSPORT and answer.status in _REFUSALS
    ]
    answers = decided or on_the_wire
    return answers[-1] if answers else None


def _echo(answers: Sequence[AcknowledgmentEvidence]) -> AcknowledgmentEvidence | None:
    """The last accepting answer that says which version or content the target holds."""
    named = [answer for answer in answers if _accepts(answer) and (answer.revision or answer.digest)]
    return named[-1] if named else None


def _verdict(exchange: _Exchange, waits_for: tuple[str, ...]) -> tuple[Verdict, str]:
    sent = exchange.sent
    if sent is None:
        return _verdict_unsent(exchange, waits_for)
    current = exchange.current_answers()
    decided = _deciding(current)
    if decided is None:
        return _verdict_unanswered(exchange, sent)
    if decided.status in _REFUSALS:
        return _REFUSALS[decided.status], _refusal(decided)
    return _verdict_accepted(sent, _echo(current))


def _verdict_unsent(exchange: _Exchange, waits_for: tuple[str, ...]) -> tuple[Verdict, str]:
    if exchange.answers:
        return Verdict.UNEXPECTED, f"{exchange.step.system} answered a step that nobody sent"
    if not exchange.step.required:
        return Verdict.NOT_REQUIRED, "the release does not require this step"
    if waits_for:
        return Verdict.BLOCKED, f"not sent: it waits for {len(waits_for)} step(s) that have not arrived"
    return Verdict.WAITING, "not sent yet"


def _verdict_unanswered(exchange: _Exchange, sent: DispatchEvidence) -> tuple[Verdict, str]:
    older = [answer for answer in exchange.answers if answer.generation < sent.generation and _accepts(answer)]
    if older and older[-1].occurred_at >= sent.occurred_at:
        return (
            Verdict.ACCEPTED_STALE,
            f"the answer is to generation {older[-1].generation}, but {sent.generation} was sent",
        )
    return Verdict.WAITING, f"sent {_when(sent.occurred_at)}, no decision came back"


def _verdict_accepted(sent: DispatchEvidence, echo: AcknowledgmentEvidence | None) -> tuple[Verdict, str]:
    if echo is None:
        return Verdict.ACCEPTED_UNPROVEN, "accepted, but the target named neither version nor digest"
    if echo.revision is not None and echo.revision != sent.revision:
        return Verdict.ACCEPTED_STALE, f"the target holds revision {echo.revision}, but {sent.revision} was sent"
    if echo.digest is not None and sent.digest is not None and echo.digest != sent.digest:
        return Verdict.ACCEPTED_ALTERED, "the target holds this revision with other content than was sent"
    if echo.revision is None or echo.digest is None or sent.digest is None:
        return Verdict.ACCEPTED_UNPROVEN, "accepted, but version and digest were not both sent and echoed"
    return Verdict.ACCEPTED_CORRECT, f"the target holds revision {echo.revision} with the digest that was sent"


def _refusal(answer: AcknowledgmentEvidence) -> str:
    who = answer.actor or answer.source
    said = f": {answer.text}" if answer.text else ""
    return f"{answer.status.value.lower()} by {who} {_when(answer.occurred_at)}{said}"


def _when(moment: int) -> str:
    return format_instant(moment)[:16].replace("T", " ") + " UTC"
