"""Releases: the board of all of them, and the traces of those that a question names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from graph.answers.envelope import Clocks
from graph.answers.evidence import UsageEvidence
from graph.answers.page import Listing
from graph.answers.release import ReleaseSummary, SystemVerdict
from graph.answers.trace import ReleaseTrace, ReleaseVerdict, StepTrace, Verdict
from graph.clock import FAR_FUTURE, FAR_PAST
from graph.database import Graph
from graph.derivation.trace import derive_trace
from graph.queries.frame import Frame, open_frame
from graph.queries.paging import Chunk, Position, scan
from graph.queries.trace import MOST_RELEASES, _evidence
from graph.transaction import Reading

WORST_FIRST: Final = (
    Verdict.REJECTED,
    Verdict.FAILED,
    Verdict.ACCEPTED_ALTERED,
    Verdict.ACCEPTED_STALE,
    Verdict.COMPENSATED,
    Verdict.HELD,
    Verdict.UNEXPECTED,
    Verdict.WAITING,
    Verdict.BLOCKED,
    Verdict.ACCEPTED_UNPROVEN,
    Verdict.ACCEPTED_CORRECT,
    Verdict.NOT_REQUIRED,
)
"""Verdicts in the order in which a person wants to see them."""


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """Which releases; what is left out means any.

    Attributes:
        system: code of a target.
        verdict: of the release as a whole.
        overdue: whether a step of it, at the given target if one is given, is overdue.

    """

    system: str | None = None
    verdict: ReleaseVerdict | None = None
    overdue: bool | None = None

    def matches(self, release: ReleaseSummary) -> bool:
        """Whether it is one of them."""
        targets = [it for it in release.systems if self.system in {None, it.system}]
        is_overdue = any(it.overdue_since is not None for it in targets)
        return (
            (self.system is None or bool(targets))
            and (self.verdict is None or self.verdict is release.verdict)
            and (self.overdue is None or self.overdue == is_overdue)
        )


async def board(
    graph: Graph,
    wanted: BoardFilter | None = None,
    *,
    first: int = 50,
    after: str | None = None,
    as_of: int | None = None,
    known: int | None = None,
) -> Listing[ReleaseSummary]:
    """A page of the releases that had been stated or answered at a pair of clocks, the latest first.

    Args:
        graph: the door to the database.
        wanted: which releases; all of them when left out.
        first: how many at most.
        after: the cursor to go on from.
        as_of: valid time, epoch microseconds; now when left out.
        known: knowledge time, epoch microseconds; now when left out.

    Raises:
        InputError: such a page cannot be.

    """
    wanted = wanted or BoardFilter()
    async with graph.reading("board") as tx:
        frame = await open_frame(tx, as_of, known)

        async def look(position: Position, limit: int) -> Chunk[ReleaseSummary]:
            judged, chunk = await next_releases(tx, frame, wanted.system, position, limit)
            rows = [(place, summary_of(trace)) for place, trace in judged if place > position]
            return Chunk([row for row in rows if wanted.matches(row[1])], *chunk)

        page, limits = await scan(look, first, after, BEGINNING)
    return Listing.of(page, frame.envelope(limits_hit=limits))


BEGINNING: Final[Position] = (-FAR_FUTURE, "", "")
"""Before all releases: minus their time, their number, and the key of a step."""

_ALL_STEPS: Final = "\U0010ffff"
"""After the keys of all steps of a release."""


async def next_releases(
    tx: Reading, frame: Frame, system: str | None, position: Position, limit: int
) -> tuple[list[tuple[Position, ReleaseTrace]], tuple[int, Position]]:
    """The next releases, judged without their orders and units.

    Args:
        tx: an open transaction.
        frame: of the question.
        system: code of a target that they must have.
        position: where the last one stood; that release comes again, since some of its steps may be left.
        limit: how many at most.

    Returns:
        The traces with the positions of their releases, those left out of which nothing was known; how many releases
        were looked at; and the position after them.

    """
    row = (
        await tx.read(
            "releases_page",
            system=system,
            occurred_at=-int(position[0]),
            number=position[1],
            beginning=FAR_PAST,
            limit=limit,
        )
    )[0]
    places = {number: (-at, number, _ALL_STEPS) for number, at in zip(row["numbers"], row["occurred_at"], strict=True)}
    traces = await judged_releases(tx, row["numbers"], frame.moments)
    last: Position = places[row["numbers"][-1]] if places else position
    return [(places[trace.release], trace) for trace in traces], (len(places), last)


async def judged_releases(tx: Reading, numbers: Sequence[str], moments: Clocks) -> list[ReleaseTrace]:
    """Traces without orders and units, in the order given; what was stated or told only later is left out."""
    evidence = await _evidence(tx, numbers, moments) if numbers else []
    traces = (derive_trace(it, UsageEvidence(), moments) for it in evidence)
    return [trace for trace in traces if _had_begun(trace, moments.as_of)]


def _had_begun(trace: ReleaseTrace, as_of: int) -> bool:
    stated = trace.released_at is not None and trace.released_at <= as_of
    moved = any(step.dispatches or step.acknowledgments for step in trace.steps)
    return stated or moved or bool(trace.withdrawals)


def summary_of(trace: ReleaseTrace) -> ReleaseSummary:
    """One release as the board shows it."""
    return ReleaseSummary(
        release=trace.release,
        generation=trace.generation,
        bom=trace.bom,
        item=trace.item,
        revision=trace.revision,
        change=trace.change.number if trace.change else None,
        title=trace.change.title if trace.change else None,
        released_at=trace.released_at,
        released_by=trace.released_by,
        verdict=trace.verdict,
        proven=trace.proven,
        blocking_step=trace.blocking_step,
        blocking_reason=trace.blocking_reason,
        overdue=sum(step.overdue_since is not None for step in trace.steps),
        systems=tuple(_by_system(trace.steps)),
    )


async def releases_of_boms(tx: Reading, boms: Sequence[str], moments: Clocks) -> dict[str, list[ReleaseSummary]]:
    """The latest 50 releases of each BOM revision, by its key, as the board shows them."""
    row = (await tx.read("releases_of_boms", boms=sorted(boms), limit=MOST_RELEASES))[0]
    return await _summaries(tx, row["boms"], row["releases"], moments)


async def releases_of_changes(tx: Reading, changes: Sequence[str], moments: Clocks) -> dict[str, list[ReleaseSummary]]:
    """The latest 50 releases under each change order, by its number, as the board shows them."""
    row = (await tx.read("releases_of_changes", changes=sorted(changes), limit=MOST_RELEASES))[0]
    return await _summaries(tx, row["changes"], row["releases"], moments)


async def _summaries(
    tx: Reading, keys: Sequence[str], releases: Sequence[Sequence[str]], moments: Clocks
) -> dict[str, list[ReleaseSummary]]:
    numbers = sorted({number for numbers in releases for number in numbers})
    told = {trace.release: summary_of(trace) for trace in await judged_releases(tx, numbers, moments)}
    return {
        key: [told[number] for number in numbers if number in told] for key, numbers in zip(keys, releases, strict=True)
    }


def _by_system(steps: Iterable[StepTrace]) -> Iterator[SystemVerdict]:
    for system, of_system in groupby(sorted(steps, key=lambda it: it.system), key=lambda it: it.system):
        found = list(of_system)
        worst = min(found, key=lambda it: (not it.counts, WORST_FIRST.index(it.verdict)))
        overdue = [step.overdue_since for step in found if step.overdue_since is not None]
        yield SystemVerdict(
            system=system, verdict=worst.verdict, steps=len(found), overdue_since=min(overdue, default=None)
        )
