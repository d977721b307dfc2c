"""What could not be accepted: kept, routed to a queue, and waiting for what it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.model.base import LocalName, compose_key
from graph.model.entry import Event, Outcome
from graph.model.problem import Problem, ProblemCode
from graph.recording.nouns import statement_of
from graph.recording.queues import Queue
from graph.recording.rows import Row
from graph.transaction import Writing

__all__ = ["Queue", "Refusal", "conflict", "exception_id", "open_exceptions"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An event that does not become a fact now.

    Attributes:
        position: place in its receipt.
        event_id: the source's id, "" when it could not be read.
        outcome: held, conflict or rejected.
        waits_for: local names that no mapping covers.

    """

    position: int
    event_id: str
    outcome: Outcome
    queue: Queue
    problems: tuple[Problem, ...]
    waits_for: tuple[LocalName, ...] = ()


def conflict(event: Event) -> Refusal:
    """The refusal of an event whose id is in the log with other content."""
    problem = Problem.about(
        ProblemCode.CONFLICT, "/id", "this id was sent before with other content; both are kept", got=event.event_id
    )
    return Refusal(event.position, event.event_id, Outcome.CONFLICT, Queue.CONFLICT, (problem,))


def exception_id(receipt: str, position: int) -> str:
    """The id of the exception of one event of one receipt."""
    return compose_key(receipt, str(position))


async def open_exceptions(
    tx: Writing, receipt: str, source: str, refusals: Sequence[Refusal], replays: Mapping[int, str], now: int
) -> None:
    """Keep an exception for each refusal; a refused replay opens the exception that it replays again."""
    if not refusals:
        return
    rows: list[Row] = [
        {
            "id": replays.get(refusal.position, exception_id(receipt, refusal.position)),
            "receipt": receipt,
            "position": refusal.position,
            "source": source,
            "event": refusal.event_id,
            "outcome": refusal.outcome.value,
            "queue": refusal.queue.value,
            "problems": [problem.model_dump_json() for problem in refusal.problems],
        }
        for refusal in refusals
    ]
    new = [row for row in rows if row["position"] not in replays]
    if new:
        await tx.run("exception_open", rows=new, now=now)
    await tx.run("exception_restate", rows=[row for row in rows if row["position"] in replays])
    await _wait(tx, rows, refusals)


async def _wait(tx: Writing, rows: Sequence[Row], refusals: Sequence[Refusal]) -> None:
    names = {name.key: name for refusal in refusals for name in refusal.waits_for}
    if not names:
        return
    identifiers = [{"key": key, **names[key]._asdict()} for key in sorted(names)]
    await tx.run(statement_of("Identifier", "refer"), rows=identifiers)
    waits = [
        {"id": row["id"], "identifier": name.key}
        for row, refusal in zip(rows, refusals, strict=True)
        for name in refusal.waits_for
    ]
    await tx.run("exception_wait", rows=waits)
