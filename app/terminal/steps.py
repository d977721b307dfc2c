"""What is told of one step beside its verdict: lateness, what was said both ways, and what differs."""

from __future__ import annotations

from collections.abc import Iterator

from app.terminal.words import plain, short_digest, short_time, span, time
from graph.answers.evidence import AcknowledgmentEvidence, DispatchEvidence
from graph.answers.trace import StepTrace, Verdict

OPEN = {Verdict.WAITING, Verdict.BLOCKED, Verdict.HELD}


def step_words(step: StepTrace) -> str:
    """A step in words: its target and what it brings."""
    return f"{step.system} {plain(step.kind)}"


def digest_words(step: StepTrace) -> str:
    """The digest that was sent, and whether the target holds the same: `=`, `≠`, or `?` where it named none."""
    if step.digest_sent is None:
        return ""
    if step.digest_held is None:
        return f"{step.digest_sent[:8]} ?"
    return f"{step.digest_sent[:8]} {'=' if step.digest_held == step.digest_sent else '≠'}"


def concerns(step: StepTrace, revision: str | None, measured_at: int) -> Iterator[str]:
    """What a reader has to know of a step that is not simply right, one sentence each.

    Args:
        step: the judged step.
        revision: the revision that is released.
        measured_at: the moment by which lateness is told.

    """
    yield from _lateness(step, measured_at)
    if step.verdict is not Verdict.ACCEPTED_CORRECT:
        yield step.reason
    if step.revision_sent not in {None, revision}:
        yield f"revision {step.revision_sent} was sent"
    if step.digest_sent and step.digest_held and step.digest_sent != step.digest_held:
        yield f"sent {short_digest(step.digest_sent)} ≠ held {short_digest(step.digest_held)}"
    if not step.declared:
        yield "the release does not list it"


def _lateness(step: StepTrace, measured_at: int) -> Iterator[str]:
    if step.due is None:
        return
    if step.overdue_since is not None:
        yield f"{span(measured_at - step.due)} over, due {time(step.due)}"
    elif step.required and step.verdict.arrived and step.accepted_at is not None and step.accepted_at > step.due:
        yield f"{span(step.accepted_at - step.due)} late, due {time(step.due)}"
    elif step.verdict in OPEN and step.due > measured_at:
        yield f"due {time(step.due)}, in {span(step.due - measured_at)}"


def exchanges(step: StepTrace, year: int) -> Iterator[str]:
    """What was said both ways, in its order, less what the verdict says already.

    Args:
        step: the judged step.
        year: the year whose times are told by month and day.

    """
    said = [(it.occurred_at, f"sent{_generation(it, step)}", it.message) for it in step.dispatches]
    said += [
        (it.occurred_at, f"{it.actor or step.system}{_generation(it, step)}", it.text)
        for it in step.acknowledgments
        if it.text is None or it.text not in step.reason
    ]
    for moment, speaker, text in sorted(said, key=lambda it: it[0]):
        if text:
            yield f"{short_time(moment, year)} {speaker}: “{text}”"
    if step.verified_at is not None:
        yield f"{short_time(step.verified_at, year)} read back, the same as sent"


def _generation(told: DispatchEvidence | AcknowledgmentEvidence, step: StepTrace) -> str:
    """The generation that was meant, where several were sent."""
    return f" (generation {told.generation})" if step.generation > 1 else ""
