"""A fresh projection from the log: the old one taken away, the log replayed in its order by the code that records.

Every step is one transaction, which also notes in the mark of the rebuild how far it came. A rebuild that was killed
leaves the mark, so that nobody records into half of a graph, and the next run goes on where it ended.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from graph.database import Graph
from graph.digest import digest
from graph.maintenance import Begun, Place, begin, hold
from graph.recording.log import entries_by_receipt, entries_by_structure, entries_voided, fitting
from graph.recording.nouns import stated
from graph.recording.projection import project_nouns, restate_nouns
from graph.recording.windows import lay_windows
from graph.transaction import Writing

REMOVED_AT_ONCE = 10_000
"""Relationships or nodes that one transaction takes away."""

REPLAYED_AT_ONCE = 1000
"""Events of the receipts that one transaction replays; at least one receipt is."""

RECEIPTS_AT_ONCE = 200
VOIDED_AT_ONCE = 200
ITEMS_AT_ONCE = 100
STEP_DEADLINE = 120.0

Report = Callable[[str, int, int | None], None]
"""Is told what is being done, how much of it is done, and of how much, if that is known."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The digests of the projection before and after, both clocks included, and how many entries the log has."""

    before: str
    after: str
    entries: int

    @property
    def equal(self) -> bool:
        """Whether the graph was what its log says."""
        return self.before == self.after


async def rebuild(graph: Graph, report: Report = lambda *_: None) -> Rebuilt:
    """Make the projection anew from the log, or go on with a rebuild that was killed.

    Raises:
        UnavailableError: the database does not answer, or another rebuild has taken over; run it again.

    """
    report("waiting for those who record", 0, None)
    begun = await begin(graph)
    before = begun.before or await _measure(graph, begun.run, report)
    entries: int = (await graph.read("facts_count"))[0]["facts"]
    for stage in _remaining(begun):
        await _carry_out(graph, begun.run, stage, report, entries if stage.step is _replay else None)
    report("comparing", 0, None)
    after = await digest(graph, knowledge=True)
    await graph.execute("maintenance_end", run=begun.run)
    return Rebuilt(before, after, entries)


async def _measure(graph: Graph, run: str, report: Report) -> str:
    report("measuring", 0, None)
    before = await digest(graph, knowledge=True)
    await graph.execute("maintenance_measure", run=run, before=before)
    return before


Step = Callable[[Writing, Place], Awaitable[Place | None]]
"""One transaction of a stage: from one place to the next, None when there is nothing left to do."""


class Stage(NamedTuple):
    """A part of a rebuild, by the name that the mark holds and by what a person reads."""

    name: str
    words: str
    step: Step


def _remaining(begun: Begun) -> tuple[Stage, ...]:
    names = [stage.name for stage in STAGES]
    return STAGES[names.index(begun.stage) if begun.stage in names else 0 :]


async def _carry_out(graph: Graph, run: str, stage: Stage, report: Report, total: int | None) -> None:
    place: Place | None = Place()
    while place is not None:
        place = await graph.write(partial(_take, run=run, stage=stage), label="rebuild", deadline=STEP_DEADLINE)
        if place is not None:
            report(stage.words, place.done, total)


async def _take(tx: Writing, *, run: str, stage: Stage) -> Place | None:
    place = await hold(tx, run, stage.name)
    further = await stage.step(tx, place)
    await tx.run("maintenance_advance", stage=stage.name, **(further or place)._asdict())
    return further


async def _unlink(tx: Writing, place: Place) -> Place | None:
    gone = (await tx.run("projection_unlink", limit=REMOVED_AT_ONCE))[0]["gone"]
    return place._replace(done=place.done + gone) if gone else None


async def _delete(tx: Writing, place: Place) -> Place | None:
    gone = (await tx.run("projection_delete", limit=REMOVED_AT_ONCE))[0]["gone"]
    return place._replace(done=place.done + gone) if gone else None


async def _forget(tx: Writing, place: Place) -> Place | None:
    forgotten = (await tx.run("identifiers_forget", after=place.after, limit=REMOVED_AT_ONCE))[0]
    return Place(after=forgotten["last"], done=place.done + forgotten["gone"]) if forgotten["gone"] else None


async def _replay(tx: Writing, place: Place) -> Place | None:
    page = (await tx.read("receipts_recorded", at=place.at, after=place.after, limit=RECEIPTS_AT_ONCE))[0]
    count = fitting(page["events"], REPLAYED_AT_ONCE)
    if not count:
        return None
    entries = await entries_by_receipt(tx, page["ids"][:count])
    await project_nouns(tx, sorted(entries, key=lambda entry: (entry.recorded_at, entry.event.position)))
    return Place(page["times"][count - 1], page["ids"][count - 1], place.done + len(entries))


async def _restate(tx: Writing, place: Place) -> Place | None:
    """What a void took back may have been stated before; when that became known again follows from all of it."""
    voided = await entries_voided(tx, place.after, VOIDED_AT_ONCE)
    if not voided:
        return None
    await restate_nouns(tx, stated(voided))
    return Place(after=voided[-1].event.key, done=place.done + len(voided))


async def _lay(tx: Writing, place: Place) -> Place | None:
    items = (await tx.read("items_structured", after=place.after, limit=ITEMS_AT_ONCE))[0]["items"]
    if not items:
        return None
    await lay_windows(tx, items, await entries_by_structure(tx, items))
    return Place(after=items[-1], done=place.done + len(items))


STAGES = (
    Stage("UNLINK", "taking relationships away", _unlink),
    Stage("DELETE", "taking nodes away", _delete),
    Stage("FORGET", "forgetting names", _forget),
    Stage("REPLAY", "replaying", _replay),
    Stage("RESTATE", "restating what voids took back", _restate),
    Stage("LAY", "laying windows", _lay),
)
