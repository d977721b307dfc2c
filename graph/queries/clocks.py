"""The clocks of a question, the sources' marks, and what holds for every answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

from graph.answers.envelope import Clocks, Gap, GapKind, Watermark
from graph.model.base import Fact, Subject
from graph.model.contract import CONTRACTS
from graph.model.entry import Event
from graph.recording.log import entry_of
from graph.transaction import Reading

Told = TypeVar("Told", bound=Fact)


async def clocks(tx: Reading, as_of: int | None, known: int | None) -> Clocks:
    """The clocks of a question; what is left open is now, by the clock of the database."""
    if as_of is not None and known is not None:
        return Clocks(as_of=as_of, known=known)
    now = (await tx.read("database_time"))[0]["now"]
    return Clocks(as_of=now if as_of is None else as_of, known=now if known is None else known)


async def watermarks(tx: Reading, known: int) -> tuple[Watermark, ...]:
    """How far each source that has sent anything by then has come."""
    rows = await tx.read("watermarks", known=known)
    return tuple(Watermark(**row) for row in rows if row["recorded_at"] is not None and row["occurred_at"] is not None)


async def maintenance_gaps(tx: Reading) -> tuple[Gap, ...]:
    """The gap that a rebuild of the projection makes in every answer while it runs."""
    return tuple(
        Gap(
            kind=GapKind.REBUILDING,
            ref="Maintenance:rebuild",
            reason="the projection is being rebuilt from the log; nouns may be missing until it is done",
            since=row["since"],
        )
        for row in await tx.read("maintenance_reason")
    )


class Stated(NamedTuple, Generic[Told]):
    """What states a noun, the event that says so, and when that was recorded (epoch microseconds)."""

    event: Event
    fact: Told
    recorded_at: int


async def statements_at(
    tx: Reading, subjects: Iterable[Subject], kind: type[Told], moments: Clocks
) -> Mapping[str, Stated[Told]]:
    """What states nouns at a pair of clocks, by key, straight from the log; nouns that nothing states are left out."""
    names = sorted({str(subject) for subject in subjects})
    if not names:
        return {}
    contracts = [name for name, fact in CONTRACTS.items() if fact is kind]
    rows = await tx.read("facts_current", subjects=names, contracts=contracts, as_of=moments.as_of, known=moments.known)
    entries = [entry_of(row) for row in rows]
    return {
        entry.event.fact.subject.key: Stated(entry.event, fact, entry.recorded_at)
        for entry in entries
        if isinstance(fact := entry.event.fact, kind)
    }
