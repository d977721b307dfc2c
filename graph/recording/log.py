"""The log: entries appended once, classified by what stands there already, and read back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any, NamedTuple

from graph.clock import FAR_FUTURE
from graph.database import Graph
from graph.model.base import Subject
from graph.model.contract import stored_fact
from graph.model.entry import Entry, Event, Outcome
from graph.model.void import EventVoided
from graph.transaction import Reading, Writing

Row = Mapping[str, Any]


def entry_of(row: Row) -> Entry:
    """An entry from a row of one of the `facts_by_*` statements."""
    event = Event(
        position=row["position"],
        key=row["key"],
        source=row["source"],
        event_id=row["event"],
        occurred_at=row["occurred_at"],
        occurred_text=row["occurred_text"],
        order=row["order_key"],
        digest=row["digest"],
        fact=stored_fact(row["contract"], row["body"]),
        body=row["body"],
    )
    return Entry(event, row["recorded_at"], row["voided_at"])


async def entries_by_key(tx: Reading, keys: Iterable[str]) -> list[Entry]:
    """The entries with these keys."""
    if not (wanted := sorted(keys)):
        return []
    return _entries(await tx.read("facts_by_key", keys=wanted))


async def entries_by_receipt(tx: Reading, receipts: Sequence[str]) -> list[Entry]:
    """All entries that came with these receipts."""
    return _entries((await tx.read("facts_by_receipt", receipts=receipts))[0]["facts"])


def fitting(events: Sequence[int], most: int) -> int:
    """How many receipts with so many events, from the first one on, are read at once; one is in any case."""
    totals = list(accumulate(events))
    return max(bisect_right(totals, most), min(len(totals), 1))


async def entries_voided(tx: Reading, after: str, limit: int) -> list[Entry]:
    """The next voided entries, by key."""
    return _entries((await tx.read("facts_voided", after=after, open=FAR_FUTURE, limit=limit))[0]["facts"])


async def entries_by_subject(tx: Reading, subjects: Iterable[Subject]) -> list[Entry]:
    """All entries about these subjects, voided ones too."""
    names = sorted(map(str, subjects))
    return _entries(await tx.read("facts_by_subject", subjects=names)) if names else []


async def entries_by_structure(tx: Reading, items: Iterable[str]) -> list[Entry]:
    """All definitions and releases of revisions of these items, voided ones too."""
    numbers = sorted(items)
    return _entries(await tx.read("facts_by_structure", items=numbers)) if numbers else []


def _entries(rows: Iterable[Row]) -> list[Entry]:
    return [entry_of(row) for row in rows]


class Appended(NamedTuple):
    """What became of events that were appended to the log.

    Attributes:
        entries: those that are new, in the order in which they came.
        outcomes: the outcome of the others, by position.
        voids: when the first void of an event was recorded, by its key; for those that have one.

    """

    entries: list[Entry]
    outcomes: dict[int, Outcome]
    voids: dict[str, int]


async def append(tx: Writing, receipt: str, events: Sequence[Event], now: int) -> Appended:
    """Append events to the log, each key once.

    Args:
        tx: the transaction that records the receipt.
        receipt: id of the receipt.
        events: valid events in the order in which they came.
        now: the database clock, epoch microseconds.

    """
    first, outcomes = _first_of_each_key(events)
    if not first:
        return Appended([], outcomes, {})
    rows = [fact_row(first[key]) for key in sorted(first)]
    result = (await tx.run("fact_append", rows=rows, receipt=receipt, recorded_at=now, open=FAR_FUTURE))[0]
    for key, sent in result["known"]:
        event = first.pop(key)
        outcomes[event.position] = Outcome.DUPLICATE if sent == event.digest else Outcome.CONFLICT
    entries = [Entry(event, now, FAR_FUTURE) for event in sorted(first.values(), key=_position)]
    return Appended(entries, outcomes, _first_voids(result["voids"]))


def _position(event: Event) -> int:
    return event.position


def _first_voids(voids: Iterable[tuple[str, int]]) -> dict[str, int]:
    first: dict[str, int] = {}
    for subject, recorded_at in voids:
        key = subject.removeprefix("Fact:")
        first[key] = min(recorded_at, first.get(key, FAR_FUTURE))
    return first


async def first_voids(tx: Reading | Graph, keys: Iterable[str]) -> Mapping[str, int]:
    """When the first void of each fact was recorded, by key; for those that have one."""
    subjects = sorted(str(Subject("Fact", key)) for key in keys)
    return _first_voids((await tx.read("voids_by_subject", subjects=subjects))[0]["voids"])


def _first_of_each_key(events: Iterable[Event]) -> tuple[dict[str, Event], dict[int, Outcome]]:
    first: dict[str, Event] = {}
    outcomes: dict[int, Outcome] = {}
    for event in events:
        earlier = first.setdefault(event.key, event)
        if earlier is not event:
            same = earlier.digest == event.digest
            outcomes[event.position] = Outcome.DUPLICATE if same else Outcome.CONFLICT
    return first, outcomes


def fact_row(event: Event) -> dict[str, Any]:
    """The properties of a fact, but those that its receipt and its recording give it."""
    fact = event.fact
    return {
        "key": event.key,
        "source": event.source,
        "event": event.event_id,
        "contract": fact.contract(),
        "subject": str(fact.subject),
        "structure": fact.structured_item,
        "occurred_at": event.occurred_at,
        "occurred_text": event.occurred_text,
        "digest": event.digest,
        "position": event.position,
        "order_key": event.order,
        "body": event.body,
    }


async def apply_voids(tx: Writing, appended: Appended, now: int) -> tuple[list[Entry], list[Entry]]:
    """Let voids reach the entries that they name, whichever of the two came first.

    Returns:
        The new entries, those that a void had been waiting for stamped as voided; and the older entries that
        a void among the new ones has reached.

    """
    added = appended.entries
    targets = {entry.event.fact.target for entry in added if isinstance(entry.event.fact, EventVoided)}
    fresh = {entry.event.key for entry in added}
    waiting = {key: min(moment, now) for key, moment in appended.voids.items() if key in fresh}
    moments = dict.fromkeys(targets, now) | waiting
    if not moments:
        return list(added), []
    rows = [{"key": key, "voided_at": moments[key]} for key in sorted(moments)]
    reached = set((await tx.run("fact_void", rows=rows))[0]["keys"])
    stamped = [
        replace(entry, voided_at=max(entry.recorded_at, moments[entry.event.key]))
        if entry.event.key in reached
        else entry
        for entry in added
    ]
    return stamped, await entries_by_key(tx, reached - fresh)
