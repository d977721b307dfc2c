"""The lanes of a release: one per target system, one row per step, five ticks on each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich.padding import Padding
from rich.text import Text

from app.terminal.layout import FAINT
from app.terminal.marks import STEP
from app.terminal.steps import concerns, digest_words, exchanges
from app.terminal.words import plain, short_time, year_of
from graph.answers.trace import ReleaseTrace, StepTrace

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

TICKS: Final = ("sent", "received", "acknowledged", "accepted", "implemented")
_NOT_YET = "·"
_TICK = max(map(len, TICKS))
_TICKS = len(TICKS) * (_TICK + 1) - 1
_KIND = 22
_VERDICT = 12
_DIGEST = 10


class Lanes:
    """The steps of a release by target system; a step takes one line where that fits, else two.

    Args:
        trace: the trace of the release.

    """

    def __init__(self, trace: ReleaseTrace) -> None:
        systems = list(dict.fromkeys(step.system for step in trace.steps))
        self.steps = sorted(trace.steps, key=lambda step: systems.index(step.system))
        self.numbers = {step.key: str(number) for number, step in enumerate(self.steps, 1)}
        self.measured_at = measured_at(trace)
        self._withdrawn = bool(trace.withdrawals)
        self._revision = trace.revision
        self._year = year_of(self.measured_at)
        self._number = max(map(len, self.numbers.values()), default=1)
        self._after = max(len("after"), *(len(self._comes_first(step)) for step in self.steps), 0)
        self._indent = self._number + self._after + 5

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wide = self._indent - 2 + _KIND + _VERDICT + 1 + _TICKS + 1 + _DIGEST <= options.max_width
        yield from self._heading(wide=wide)
        for system, steps in groupby(self.steps, key=lambda step: step.system):
            yield Text(system, "bold")
            for step in steps:
                yield from self._row(step, wide=wide)
        yield self._legend()

    def _heading(self, *, wide: bool) -> Iterator[RenderableType]:
        first = self._line("#", "after", Text("  step"), Text("verdict"))
        ticks = Text(" ".join(f"{name:<{_TICK}}" for name in TICKS))
        yield from self._laid_out(first, ticks, Text("digest"), wide=wide, style=FAINT)

    def _row(self, step: StepTrace, *, wide: bool) -> Iterator[RenderableType]:
        mark = STEP[step.verdict]
        kind = Text.assemble((mark.symbol, mark.style), " ", plain(step.kind))
        verdict = Text(plain(step.verdict.removeprefix("ACCEPTED_")), mark.style)
        first = self._line(self.numbers[step.key], self._comes_first(step), kind, verdict)
        yield from self._laid_out(first, self._ticks(step), Text(digest_words(step)), wide=wide)
        told = "; ".join(concerns(step, self._revision, self.measured_at))
        lines = [Text(told)] if told else []
        lines += [Text(said, FAINT) for said in exchanges(step, self._year)]
        for line in lines:
            yield Padding(line, (0, 0, 0, self._indent))

    def _line(self, number: str, after: str, kind: Text, verdict: Text) -> Text:
        kind.pad_right(_KIND - len(kind))
        verdict.pad_right(_VERDICT - len(verdict))
        return Text.assemble((f"{number:>{self._number}}  ", FAINT), (f"{after:<{self._after}} ", FAINT), kind, verdict)

    def _laid_out(self, first: Text, ticks: Text, digest: Text, *, wide: bool, style: str = "") -> Iterator[Text]:
        lines = [Text(" ").join((first, ticks, digest))] if wide else []
        lines = lines or [Text(" ").join((first, digest)), Text.assemble(" " * self._indent, ticks)]
        for line in lines:
            line.stylize_before(style)
            yield line

    def _ticks(self, step: StepTrace) -> Text:
        implemented = step.implemented_at if step.implemented_at is not None else step.verified_at
        moments = (step.sent_at, step.received_at, step.acknowledged_at, step.accepted_at, implemented)
        return Text(" ").join(map(self._tick, moments, (None, *moments)))

    def _tick(self, moment: int | None, before: int | None) -> Text:
        """One tick; faint where nothing is there yet, or where one answer gave this tick and the one before it."""
        told = _NOT_YET if moment is None else short_time(moment, self._year)
        return Text(f"{told:<{_TICK}}", FAINT if moment in {None, before} else "")

    def _comes_first(self, step: StepTrace) -> str:
        return ",".join(self.numbers.get(key, "?") for key in step.depends_on)

    def _legend(self) -> Text:
        lateness = "; lateness: when it was withdrawn" if self._withdrawn else ""
        return Text(
            f"times: UTC, month and day of {self._year}{lateness}; after: steps that come first; "
            "digest: = the target holds what was sent, ≠ something else, ? it named none",
            FAINT,
        )


def measured_at(trace: ReleaseTrace) -> int:
    """The moment by which lateness is told: the asked one, or that of a withdrawal before it."""
    return min([trace.envelope.clocks.as_of, *(it.occurred_at for it in trace.withdrawals)])
