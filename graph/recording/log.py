"""The log: entries appended once, classified by what stands there already, and read back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from graph.clock import FAR_FUTURE
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
    return _entries(await tx.read("facts_by_key", keys=sorted(keys)))


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


async def append(
    tx: Writing, receipt: str, events: Sequence[Event], now: int
) -> tuple[list[Entry], dict[int, Outcome]]:
    """Append events to the log, each key once.

    Args:
        tx: the transaction that records the receipt.
        receipt: id of the receipt.
        events: valid events in the order in which they came.
        now: the database clock, epoch microseconds.

    Returns:
        The entries that are new, in the order in which they came, and the outcome of the others by position.

    """
    first, outcomes = _first_of_each_key(events)
    rows = [fact_row(first[key]) for key in sorted(first)]
    if not rows:
        return [], outcomes
    result = await tx.run("fact_append", rows=rows, receipt=receipt, recorded_at=now, open=FAR_FUTURE)
    added: list[Event] = []
    for row, sent, place in zip(rows, result[0]["digests"], result[0]["receipts"], strict=True):
        if place == f"{receipt}/{row['position']}":
            added.append(first[row["key"]])
        else:
            outcomes[row["position"]] = Outcome.DUPLICATE if sent == row["digest"] else Outcome.CONFLICT
    added.sort(key=lambda event: event.position)
    return [Entry(event, now, FAR_FUTURE) for event in added], outcomes


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


async def apply_voids(tx: Writing, added: Sequence[Entry], now: int) -> tuple[list[Entry], list[Entry]]:
    """Let voids reach the entries that they name, whichever of the two came first.

    Returns:
        The added entries, those that a void had been waiting for stamped as voided; and the older entries that
        a void among the added ones has reached.

    """
    targets = {entry.event.fact.target for entry in added if isinstance(entry.event.fact, EventVoided)}
    waiting = await _voids_waiting_for(tx, added)
    moments = dict.fromkeys(targets, now) | {key: min(waiting[key], now) for key in waiting}
    if not moments:
        return list(added), []
    rows = [{"key": key, "voided_at": moments[key]} for key in sorted(moments)]
    reached = set((await tx.run("fact_void", rows=rows))[0]["keys"])
    fresh = {entry.event.key for entry in added}
    stamped = [
        Entry(entry.event, entry.recorded_at, max(entry.recorded_at, moments[entry.event.key]))
        if entry.event.key in reached
        else entry
        for entry in added
    ]
    return stamped, await entries_by_key(tx, reached - fresh)


async def _voids_waiting_for(tx: Writing, added: Sequence[Entry]) -> dict[str, int]:
    """Keys of added entries that an earlier void names, with the moment of the first such void."""
    subjects = [str(Subject("Fact", entry.event.key)) for entry in added]
    result = await tx.run("voids_by_subject", subjects=sorted(subjects))
    moments: dict[str, int] = {}
    for subject, recorded_at in zip(result[0]["subjects"], result[0]["recorded"], strict=True):
        key = subject.removeprefix("Fact:")
        moments[key] = min(recorded_at, moments.get(key, FAR_FUTURE))
    return moments
