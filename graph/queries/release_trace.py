"""The traces that answer a question about a revision, a change order or a release."""

from __future__ import annotations

from dataclasses import dataclass

from graph.answers.envelope import Envelope, Gap, GapKind
from graph.answers.release import TraceAnswer
from graph.answers.trace import ReleaseTrace
from graph.database import Graph
from graph.errors import InputError
from graph.queries.clocks import clocks
from graph.queries.frame import open_frame
from graph.queries.trace import MOST_RELEASES, trace_releases
from graph.transaction import Reading


@dataclass(frozen=True, slots=True)
class TraceSubject:
    """What is to be traced: exactly one of them.

    Attributes:
        bom: key of a BOM revision.
        change: number of a change order.
        release: number of a release.

    """

    bom: str | None = None
    change: str | None = None
    release: str | None = None


async def traces_of(
    graph: Graph, subject: TraceSubject, *, as_of: int | None = None, known: int | None = None
) -> TraceAnswer:
    """The traces of a release, or of all releases of a revision or under a change order, the latest first.

    Args:
        graph: the door to the database.
        subject: what is to be traced.
        as_of: valid time, epoch microseconds; now when left out.
        known: knowledge time, epoch microseconds; now when left out.

    Raises:
        InputError: not exactly one subject.

    """
    async with graph.reading("trace") as tx:
        moments = await clocks(tx, as_of, known)
        ref, found = await _releases_of(tx, subject)
        traces = await trace_releases(tx, found, moments)
        if not traces:
            frame = await open_frame(tx, moments.as_of, moments.known)
            reason = "nothing that was known then tells of a release of it"
            gap = Gap(kind=GapKind.UNDEFINED, ref=ref, reason=reason)
            return TraceAnswer(traces=(), envelope=frame.envelope([gap]))
    return TraceAnswer(traces=tuple(traces), envelope=_together(traces, found))


async def _releases_of(tx: Reading, subject: TraceSubject) -> tuple[str, list[str]]:
    match subject:
        case TraceSubject(str(bom), None, None):
            return f"BomRevision:{bom}", (await tx.read("releases_of_bom", bom=bom))[0]["releases"]
        case TraceSubject(None, str(change), None):
            return f"ChangeOrder:{change}", (await tx.read("releases_of_change", change=change))[0]["releases"]
        case TraceSubject(None, None, str(release)):
            return f"Release:{release}", [release]
        case _:
            hint = "Give one of revision, change order and release"
            raise InputError("a trace starts from exactly one thing", hint=hint)


def _together(traces: list[ReleaseTrace], found: list[str]) -> Envelope:
    """The envelope over traces, which share their clocks and watermarks."""
    limits = [limit for trace in traces for limit in trace.envelope.limits_hit]
    if len(found) > MOST_RELEASES:
        limits.append(f"only the latest {MOST_RELEASES} of {len(found)} releases were traced")
    gaps = dict.fromkeys(gap for trace in traces for gap in trace.envelope.gaps)
    update = {"gaps": tuple(gaps), "limits_hit": tuple(dict.fromkeys(limits))}
    return traces[0].envelope.model_copy(update=update)
