"""What can be said of one step: a pure judgement over what was sent and what came back.

The generation that counts is the latest that was dispatched, or that the release asks for if it asks for more.
An answer to an older one is kept and shown, and never completes a newer one. Among the answers to it, the last
that decides anything is believed. What the target holds is what its acceptances named since the last refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from graph.answers.evidence import AcknowledgmentEvidence, DispatchEvidence, ReleaseEvidence, StepEvidence
from graph.answers.trace import StepTrace, Verdict, label
from graph.clock import format_instant
from graph.derivation.exchange import REFUSALS, Exchange, Held, accepts, held
from graph.model.acknowledgment import AcknowledgmentKind, AcknowledgmentStatus
from graph.model.release import StepKind

Answer = TypeVar("Answer", DispatchEvidence, AcknowledgmentEvidence)
Judgement = tuple[Verdict, str]
"""A verdict and why, in one sentence."""


@dataclass(frozen=True, slots=True)
class _Case:
    """One step with all that its verdict depends on.

    Attributes:
        released: the revision that has to arrive, if the step brings the released revision itself.
        withdrawn: whether the release was taken back.
        waits_for: what it depends on and what has not arrived.

    """

    step: StepEvidence
    exchange: Exchange
    released: str | None
    withdrawn: bool
    waits_for: tuple[str, ...] = ()


def judge_steps(evidence: ReleaseEvidence, as_of: int) -> tuple[StepTrace, ...]:
    """Judge every step of a release, dependencies before the steps that wait for them.

    Args:
        evidence: what the graph holds of the release.
        as_of: the moment to measure lateness by, epoch microseconds; a withdrawal before it ends that.

    """
    cases = {case.step.key: case for case in _cases(evidence)}
    settled = {key for key, case in cases.items() if _is_settled(_judgement(case)[0])}
    measured_at = min([as_of, *(withdrawal.occurred_at for withdrawal in evidence.withdrawals)])
    labels = {key: label(case.step.system, case.step.kind) for key, case in cases.items()}
    judged = []
    for key in dependency_order({key: case.step.depends_on for key, case in cases.items()}):
        waits_for = tuple(sorted(set(cases[key].step.depends_on) - settled))
        judged.append(_judge(replace(cases[key], waits_for=waits_for), labels, measured_at))
    return tuple(judged)


def had_arrived(step: StepTrace, moment: int) -> bool:
    """Whether a step had arrived at an earlier moment, by what had been sent and answered until then."""
    exchange = Exchange(step.dispatches, step.acknowledgments).until(moment)
    return exchange.sent is not None and _judge_sent(exchange, exchange.sent, None)[0].arrived


def dependency_order(depends_on: Mapping[str, Iterable[str]]) -> list[str]:
    """Steps in an order in which each follows what it depends on; a cycle is cut where it closes."""
    ordered: dict[str, None] = {}
    entered: set[str] = set()
    path = sorted(depends_on, reverse=True)
    while path:
        key = path[-1]
        if key not in depends_on or key in ordered:
            path.pop()
        elif key in entered:
            ordered[path.pop()] = None
        else:
            entered.add(key)
            path += sorted((needed for needed in depends_on[key] if needed not in entered), reverse=True)
    return list(ordered)


def _cases(evidence: ReleaseEvidence) -> Iterable[_Case]:
    needed = {key for step in evidence.steps for key in step.depends_on}
    dispatches, answers = _by_step(evidence.dispatches), _by_step(evidence.acknowledgments)
    for step in evidence.steps:
        asked = evidence.generation if step.declared and evidence.generation is not None else 0
        exchange = Exchange(dispatches.get(step.key, ()), answers.get(step.key, ()), asked)
        # A step that nobody declared, sent, answered or needs is left over from voided or later events.
        if step.declared or exchange.dispatches or exchange.answers or step.key in needed:
            # Other steps bring documents and parameters, which may count revisions of their own.
            released = evidence.revision if step.kind is StepKind.BOM else None
            yield _Case(step, exchange, released, withdrawn=bool(evidence.withdrawals))


def _by_step(evidence: Iterable[Answer]) -> dict[str, tuple[Answer, ...]]:
    ordered = sorted(evidence, key=lambda it: (it.step, it.order))
    return {step: tuple(told) for step, told in groupby(ordered, key=lambda it: it.step)}


def _is_settled(verdict: Verdict) -> bool:
    return verdict.arrived or verdict is Verdict.NOT_REQUIRED


def _judge(case: _Case, labels: Mapping[str, str], measured_at: int) -> StepTrace:
    step, exchange = case.step, case.exchange
    verdict, reason = _judgement(case)
    if verdict is Verdict.BLOCKED:
        reason = f"not sent: it waits for {', '.join(labels.get(key, key) for key in case.waits_for)}"
    sent, current, said = exchange.sent, exchange.current, exchange.last_word()
    accepted = said if said and accepts(said[-1]) else ()
    holds = held(accepted)
    return StepTrace(
        key=step.key,
        system=step.system,
        kind=step.kind,
        declared=step.declared,
        required=step.required,
        due=step.due,
        depends_on=tuple(sorted(step.depends_on)),
        verdict=verdict,
        reason=reason,
        overdue_since=step.due if not verdict.arrived and _was_overdue(case, measured_at) else None,
        generation=exchange.dispatched,
        sent_at=sent.occurred_at if sent else None,
        received_at=_first(current, _reached),
        acknowledged_at=_first(current, lambda it: it.kind is not AcknowledgmentKind.TRANSPORT),
        accepted_at=_first(accepted),
        implemented_at=_first(accepted, lambda it: it.kind is AcknowledgmentKind.IMPLEMENTATION),
        verified_at=_first(accepted, lambda it: it.kind is AcknowledgmentKind.READBACK and _agrees(it, sent)),
        revision_sent=sent.revision if sent else None,
        digest_sent=sent.digest if sent else None,
        revision_held=holds.revision,
        digest_held=holds.digest,
        held_by=_who(said[-1]) if verdict is Verdict.HELD else None,
        held_since=said[0].occurred_at if verdict is Verdict.HELD else None,
        blocked_by=case.waits_for if verdict is Verdict.BLOCKED else (),
        dispatches=exchange.dispatches,
        acknowledgments=exchange.answers,
    )


def _was_overdue(case: _Case, measured_at: int) -> bool:
    """Whether the step was due and had not arrived at that moment; what a withdrawal undoes later is not late."""
    step = case.step
    if step.due is None or step.due >= measured_at or not step.required:
        return False
    then = replace(case, exchange=case.exchange.until(measured_at), withdrawn=False)
    return not _is_settled(_judgement(then)[0])


def _first(
    answers: Iterable[AcknowledgmentEvidence], matches: Callable[[AcknowledgmentEvidence], bool] = lambda _: True
) -> int | None:
    return min((answer.occurred_at for answer in answers if matches(answer)), default=None)


def _reached(answer: AcknowledgmentEvidence) -> bool:
    """Whether the answer shows that the step came through to the target."""
    return answer.kind is not AcknowledgmentKind.TRANSPORT or answer.status not in REFUSALS


def _agrees(answer: AcknowledgmentEvidence, sent: DispatchEvidence | None) -> bool:
    return sent is not None and answer.revision in {None, sent.revision} and answer.digest in {None, sent.digest}


def _judgement(case: _Case) -> Judgement:
    sent = case.exchange.sent
    return _judge_unsent(case) if sent is None else _judge_sent(case.exchange, sent, case.released)


def _judge_unsent(case: _Case) -> Judgement:
    step, exchange = case.step, case.exchange
    if exchange.current:
        return Verdict.UNEXPECTED, f"{step.system} answered a step that nobody sent"
    if step.declared and not step.required:
        return Verdict.NOT_REQUIRED, "the release does not require this step"
    if case.withdrawn:
        return Verdict.NOT_REQUIRED, "not sent before the release was withdrawn"
    if case.waits_for:
        return Verdict.BLOCKED, "not sent: it waits for other steps"
    if not step.declared:
        return Verdict.WAITING, "not sent: the release does not list this step, but others wait for it"
    if exchange.dispatches:
        return Verdict.WAITING, f"generation {exchange.generation} is released, but only {exchange.dispatched} was sent"
    return Verdict.WAITING, "not sent yet"


def _judge_sent(exchange: Exchange, sent: DispatchEvidence, released: str | None) -> Judgement:
    said = exchange.last_word()
    if not said:
        return _judge_unanswered(exchange, sent)
    if said[-1].status in REFUSALS:
        return Verdict(said[-1].status.value), _refusal(said)
    return _judge_accepted(exchange, sent, released or sent.revision, held(said))


def _judge_unanswered(exchange: Exchange, sent: DispatchEvidence) -> Judgement:
    stale = [answer for answer in exchange.answers if accepts(answer) and exchange.is_stale(answer)]
    if stale:
        words = f"the answer is to generation {stale[-1].generation}, but {sent.generation} was sent"
        return Verdict.ACCEPTED_STALE, words
    return Verdict.WAITING, f"sent {when(sent.occurred_at)}, no decision came back"


def _judge_accepted(exchange: Exchange, sent: DispatchEvidence, revision: str, holds: Held) -> Judgement:
    """Judge an acceptance by what the target says that it holds; without a word it holds what was sent."""
    if (holds.revision or sent.revision) != revision:
        words = f"the target holds revision {holds.revision or sent.revision}, but {revision} should have arrived"
        return Verdict.ACCEPTED_STALE, words
    if holds == Held():
        return Verdict.ACCEPTED_UNPROVEN, "accepted, but the target named neither version nor digest"
    if sent.revision != revision:
        return Verdict.ACCEPTED_UNPROVEN, f"the target names revision {revision}, but {sent.revision} was sent to it"
    if None not in {holds.digest, sent.digest} and holds.digest != sent.digest:
        return _judge_other_content(exchange, sent, holds)
    if None in {holds.revision, holds.digest, sent.digest}:
        return Verdict.ACCEPTED_UNPROVEN, "accepted, but version and digest were not both sent and echoed"
    return Verdict.ACCEPTED_CORRECT, f"the target holds revision {revision} with the digest that was sent"


def _judge_other_content(exchange: Exchange, sent: DispatchEvidence, holds: Held) -> Judgement:
    for older in exchange.dispatches:
        if older.generation < sent.generation and older.digest == holds.digest:
            words = f"the target holds the content of generation {older.generation}, but {sent.generation} was sent"
            return Verdict.ACCEPTED_STALE, words
    return Verdict.ACCEPTED_ALTERED, "the target holds this revision with other content than was sent"


def _refusal(said: Sequence[AcknowledgmentEvidence]) -> str:
    last = said[-1]
    is_held = last.status is AcknowledgmentStatus.HELD
    since = f"since {when(said[0].occurred_at)}" if is_held else when(last.occurred_at)
    return f"{last.status.value.lower()} by {_who(last)} {since}" + (f": {last.text}" if last.text else "")


def _who(answer: AcknowledgmentEvidence) -> str:
    return answer.actor or answer.source


def when(moment: int) -> str:
    """A moment as a sentence names it, to the minute."""
    return format_instant(moment)[:16].replace("T", " ") + " UTC"
