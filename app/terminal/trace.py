"""The trace of a release, as an auditor reads it: verdict and blocking step first, then the evidence in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from app.terminal.evidence import approvals, change, gates, withdrawals
from app.terminal.lanes import Lanes
from app.terminal.layout import sections
from app.terminal.marks import RELEASE, UNPROVEN, WAITS, WRONG
from app.terminal.outcome import findings, gaps, orders, units
from app.terminal.steps import step_words
from app.terminal.words import count, exact_time, listed, plain, time
from graph.answers.envelope import Envelope
from graph.answers.trace import ReleaseTrace, ReleaseVerdict, Verdict

if TYPE_CHECKING:
    from rich.console import RenderableType

Row = tuple[str, "RenderableType"]


def traces(found: Sequence[ReleaseTrace]) -> Group:
    """The traces of one question, at least one, and at the end what holds for all of them."""
    parts: list[RenderableType] = []
    for trace in found:
        parts += [*_release(trace), ""]
    return Group(*parts, sections(_asked(found[0].envelope)))


def _release(trace: ReleaseTrace) -> Iterator[RenderableType]:
    lanes = Lanes(trace)
    yield _title(trace)
    yield from _sentence(trace, lanes)
    yield _counts(trace)
    yield ""
    yield sections(_before(trace))
    yield ""
    if trace.steps:
        yield lanes
        yield ""
    yield sections(_after(trace))


def _title(trace: ReleaseTrace) -> Text:
    mark = UNPROVEN if trace.verdict is ReleaseVerdict.COMPLETE and not trace.proven else RELEASE[trace.verdict]
    title = Text.assemble((f"{mark.symbol} {plain(trace.verdict).upper()}", f"bold {mark.style}"))
    if trace.verdict is ReleaseVerdict.COMPLETE:
        title.append(" and proven" if trace.proven else ", not proven", mark.style)
    title.append(f"  {_revision(trace)}", "bold")
    title.append(f"  {trace.release}")
    return title


def _revision(trace: ReleaseTrace) -> str:
    if trace.item is None or trace.revision is None or trace.view is None:
        return "revision not known"
    return f"{trace.item} revision {trace.revision}, {plain(trace.view)}"


def _sentence(trace: ReleaseTrace, lanes: Lanes) -> Iterator[Text]:
    """The one thing to know first."""
    steps = {step.key: step for step in trace.steps}
    if trace.blocking_step is not None:
        step = steps[trace.blocking_step]
        where = f"It hangs at step {lanes.numbers[step.key]}, {step_words(step)}: "
        yield Text.assemble((where, "bold"), step.reason)
    elif trace.withdrawals:
        last = trace.withdrawals[-1]
        yield Text(f"Withdrawn {time(last.occurred_at)} by {last.actor or last.source}: {last.reason}", "bold")
    elif trace.proven:
        yield Text("Every required target holds what was sent.", "bold")
    elif unproven := [step for step in trace.steps if step.counts and step.verdict is not Verdict.ACCEPTED_CORRECT]:
        names = listed(f"step {lanes.numbers[step.key]}, {step_words(step)}" for step in unproven)
        yield Text(f"Every required target accepted it; no proof of what it holds from {names}.", "bold")


def _counts(trace: ReleaseTrace) -> Text:
    """How many steps came to what, and what else there is to look at."""
    verdicts = Counter(plain(step.verdict.removeprefix("ACCEPTED_")) for step in trace.steps)
    found = Counter(plain(finding.kind) for finding in trace.findings)
    lacking = Counter(plain(gap.kind) for gap in trace.envelope.gaps)
    return Text("; ").join(
        (
            Text(_counted("step", verdicts)),
            Text(_counted("finding", found), WRONG.style if found else ""),
            Text(_counted("gap", lacking), WAITS.style if lacking else ""),
        )
    )


def _counted(noun: str, kinds: Counter[str]) -> str:
    told = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
    return f"{count(kinds.total(), noun)}: {told}" if told else f"no {noun}"


def _before(trace: ReleaseTrace) -> Iterator[Row]:
    """From the cause to the release."""
    if trace.change is not None:
        yield from change(trace.change)
    if trace.approvals:
        yield "approvals", approvals(trace.approvals)
    if trace.gates:
        yield "gates", gates(trace.gates)
    yield "release", _released(trace)
    if trace.withdrawals:
        yield "withdrawn", withdrawals(trace.withdrawals)


def _released(trace: ReleaseTrace) -> Text:
    if trace.released_at is None:
        return Text.assemble((trace.release, "bold"), ": named by others, never stated here")
    by = f" by {trace.released_by}" if trace.released_by else ""
    return Text.assemble((trace.release, "bold"), f" generation {trace.generation}, {time(trace.released_at)}{by}")


def _after(trace: ReleaseTrace) -> Iterator[Row]:
    """What came of the release, and what the answer lacks."""
    suspect = {finding.ref for finding in trace.findings}
    if trace.findings:
        yield "findings", findings(trace)
    yield "orders", orders(trace.usage, suspect)
    yield "units", units(trace.usage, suspect)
    if trace.envelope.gaps:
        yield "gaps", gaps(trace.envelope.gaps)
    if trace.envelope.limits_hit:
        yield "limits", Text("\n".join(trace.envelope.limits_hit))


def _asked(envelope: Envelope) -> Iterator[Row]:
    """How far the sources had come, and the two clocks."""
    if envelope.watermarks:
        marks = [f"{mark.source} {time(mark.occurred_at)}" for mark in envelope.watermarks]
        last = max(envelope.watermarks, key=lambda mark: mark.recorded_at)
        told = f"{', '.join(marks)}; last recorded {exact_time(last.recorded_at)}, from {last.source}"
        yield "heard", Text(f"by their own clocks until {told}")
    clocks = envelope.clocks
    yield "asked", Text(f"true on {exact_time(clocks.as_of)}, as known on {exact_time(clocks.known)}")
