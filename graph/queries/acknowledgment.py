"""Acknowledgments that are missing, late, stale, refused or of other content, over all releases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.answers.acknowledgment import AcknowledgmentFault, AcknowledgmentState
from graph.answers.page import Listing
from graph.answers.trace import ReleaseTrace, StepTrace, Verdict
from graph.database import Graph
from graph.derivation.exchange import Exchange, decides
from graph.queries.frame import Frame, open_frame
from graph.queries.paging import Chunk, Position, scan
from graph.queries.release import BEGINNING, next_releases
from graph.transaction import Reading

_BY_VERDICT: Final[Mapping[Verdict, AcknowledgmentFault]] = {
    Verdict.REJECTED: AcknowledgmentFault.REJECTED,
    Verdict.FAILED: AcknowledgmentFault.REJECTED,
    Verdict.ACCEPTED_STALE: AcknowledgmentFault.STALE,
    Verdict.ACCEPTED_ALTERED: AcknowledgmentFault.ALTERED,
}


@dataclass(frozen=True, slots=True)
class AcknowledgmentFilter:
    """Which of them; what is left out means any.

    Attributes:
        fault: what is wrong.
        system: code of the target.
        older_than: only what has been so since before this moment, epoch microseconds.

    """

    fault: AcknowledgmentFault | None = None
    system: str | None = None
    older_than: int | None = None

    def matches(self, owed: AcknowledgmentState) -> bool:
        """Whether it is one of them."""
        return (
            (self.fault is None or self.fault in owed.faults)
            and (self.system is None or self.system == owed.step.system)
            and (self.older_than is None or owed.since < self.older_than)
        )


async def owed_acknowledgments(
    graph: Graph,
    wanted: AcknowledgmentFilter | None = None,
    *,
    first: int = 50,
    after: str | None = None,
    as_of: int | None = None,
    known: int | None = None,
) -> Listing[AcknowledgmentState]:
    """A page of the steps whose answer a person has to look after, those of the latest releases first.

    Args:
        graph: the door to the database.
        wanted: which of them; all when left out.
        first: how many at most.
        after: the cursor to go on from.
        as_of: valid time, epoch microseconds; now when left out.
        known: knowledge time, epoch microseconds; now when left out.

    Raises:
        InputError: such a page cannot be.

    """
    wanted = wanted or AcknowledgmentFilter()
    async with graph.reading("acknowledgments") as tx:
        frame = await open_frame(tx, as_of, known)

        async def look(position: Position, limit: int) -> Chunk[AcknowledgmentState]:
            return await _look(tx, frame, wanted, position, limit)

        page, limits = await scan(look, first, after, BEGINNING)
    return Listing.of(page, frame.envelope(limits_hit=limits))


async def _look(
    tx: Reading, frame: Frame, wanted: AcknowledgmentFilter, position: Position, limit: int
) -> Chunk[AcknowledgmentState]:
    judged, chunk = await next_releases(tx, frame, wanted.system, position, limit)
    rows: list[tuple[Position, AcknowledgmentState]] = [
        ((*place[:2], owed.step.key), owed)
        for place, trace in judged
        for owed in owed_by(trace)
        if wanted.matches(owed)
    ]
    return Chunk([row for row in rows if row[0] > position], *chunk)


def owed_by(trace: ReleaseTrace) -> Iterator[AcknowledgmentState]:
    """The steps of one release whose answer a person has to look after, by key."""
    for step in sorted(trace.steps, key=lambda it: it.key):
        faults = dict(_faults(step))
        if faults:
            yield AcknowledgmentState(
                release=trace.release,
                bom=trace.bom,
                item=trace.item,
                revision=trace.revision,
                change=trace.change.number if trace.change else None,
                step=step,
                faults=tuple(faults),
                since=min(faults.values()),
            )


def _faults(step: StepTrace) -> Iterator[tuple[AcknowledgmentFault, int]]:
    """What is wrong with the answer to a step, each with the time since when it is so."""
    if step.verdict is Verdict.WAITING and step.sent_at is not None:
        yield AcknowledgmentFault.MISSING, step.sent_at
    if step.overdue_since is not None:
        yield AcknowledgmentFault.LATE, step.overdue_since
    answers = [answer.occurred_at for answer in step.acknowledgments if answer.generation == step.generation]
    if step.verdict in _BY_VERDICT and answers:
        yield _BY_VERDICT[step.verdict], max(answers)
    stale = list(_stale_answers(step))
    if stale:
        yield AcknowledgmentFault.STALE, min(stale)


def _stale_answers(step: StepTrace) -> Sequence[int]:
    """Decisions on an older generation that were given after a newer one had been sent."""
    exchange = Exchange(step.dispatches, step.acknowledgments)
    return [it.occurred_at for it in step.acknowledgments if decides(it) and exchange.is_stale(it)]
