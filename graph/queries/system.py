"""How the systems that take part are doing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph.answers.envelope import Gap, GapKind
from graph.answers.noun import SystemState
from graph.answers.system import LogHead, SystemStatus, SystemStatusAnswer
from graph.database import Graph
from graph.queries.frame import Frame, open_frame
from graph.queries.nouns import SYSTEM, states_at

_SECOND = 1_000_000


async def system_status(graph: Graph, *, as_of: int | None = None, known: int | None = None) -> SystemStatusAnswer:
    """The state of every system that anything names, and how far the log is sealed.

    What waits is counted now: for a past moment of the knowledge clock it is not known, and the answer says so.

    Args:
        graph: the door to the database.
        as_of: valid time, epoch microseconds; now when left out.
        known: knowledge time, epoch microseconds; now when left out.

    """
    async with graph.reading("system_status") as tx:
        frame = await open_frame(tx, as_of, known)
        loads = (await tx.read("system_loads"))[0]
        systems = await states_at(tx, SYSTEM, loads["systems"], frame.moments)
        head = await tx.read("log_head_at", known=frame.moments.known)
    is_past = frame.moments.known < frame.now
    counted = {} if is_past else {name: _by_source(loads[name]) for name in ("waiting", "quarantined", "exceptions")}
    return SystemStatusAnswer(
        systems=tuple(_status(systems[code], frame, counted) for code in sorted(systems)),
        log=LogHead(**head[0]) if head else None,
        envelope=frame.envelope(_not_counted() if is_past else ()),
    )


def _by_source(rows: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {row["source"]: row for row in rows}


def _status(system: SystemState, frame: Frame, counted: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> SystemStatus:
    mark = next((mark for mark in frame.watermarks if mark.source == system.key), None)
    loads = {name: rows.get(system.key, {"count": 0, "since": None}) for name, rows in counted.items()}
    told: dict[str, Any] = {}
    if loads:
        told = {
            "waiting_receipts": loads["waiting"]["count"],
            "waiting_since": loads["waiting"]["since"],
            "quarantined_receipts": loads["quarantined"]["count"],
            "open_exceptions": loads["exceptions"]["count"],
        }
    return SystemStatus(
        system=system,
        occurred_at=mark.occurred_at if mark else None,
        recorded_at=mark.recorded_at if mark else None,
        lag=max(frame.moments.known - mark.recorded_at, 0) // _SECOND if mark else None,
        **told,
    )


def _not_counted() -> tuple[Gap, ...]:
    reason = "what waited at a past moment is not kept: receipts and exceptions are counted for the present only"
    return (Gap(kind=GapKind.UNDEFINED, ref="Receipt:waiting", reason=reason),)
