"""The trace of a release, as an auditor reads it: verdict and blocking step first, then the evidence in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from app.terminal.evidence import approvals, change, gates, withdrawals
from app.terminal.frame import Section, asked, gaps
from app.terminal.lanes import Lanes
from app.terminal.layout import sections
from app.terminal.marks import WAITS, WRONG, of_release
from app.terminal.outcome import findings, orders, units
from app.terminal.steps import step_words
from app.terminal.words import count, listed, plain, time
from graph.answers.release import TraceAnswer
from graph.answers.trace import ReleaseTrace, ReleaseVerdict, Verdict

if TYPE_CHECKING:
    from rich.console import RenderableType


def traces(found: TraceAnswer) -> Group:
    """The traces of one question, and at the end what holds for all of them."""
    parts: list[RenderableType] = []
    for trace in found.traces:
        parts += [*_release(trace), ""]
    return Group(*parts, sections(asked(found.envelope)))


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
    mark = of_release(trace.verdict, proven=trace.proven)
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


def _before(trace: ReleaseTrace) -> Iterator[Section]:
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


def _after(trace: ReleaseTrace) -> Iterator[Section]:
    """What came of the release, and what the answer lacks."""
    suspect = {finding.ref for finding in trace.findings}
    if trace.findings:
        yield "findings", findings(trace)
    yield "orders", orders(trace.usage, suspect)
    yield "units", units(trace.usage, suspect)
    yield from gaps(trace.envelope.gaps)
