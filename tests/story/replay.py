"""The story read into entries of a log, as a load of its files in order would leave it, without a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

from app.demo import story_files
from graph.canonical import order_key
from graph.clock import FAR_FUTURE
from graph.model.base import Fact, LocalName, Names, compose_key
from graph.model.contract import read_fact
from graph.model.entry import Entry, Event
from graph.model.identifier import IdentifierMapped
from graph.model.void import EventVoided
from ingest.cloudevents import Envelope, read_event

Kind = TypeVar("Kind", bound=Fact)


@dataclass(frozen=True, slots=True)
class Told:
    """One event of the story.

    Attributes:
        file: name of the file.
        envelope: the event as sent.
        fact: what it says, all local names resolved.
        missing: local names that no file up to this one maps.

    """

    file: str
    envelope: Envelope
    fact: Fact
    missing: tuple[LocalName, ...]


@cache
def story() -> tuple[Told, ...]:
    """All events in the order of loading."""
    envelopes = [
        (file.path.name, _envelope(line)) for file in story_files() for line in file.path.read_bytes().splitlines()
    ]
    mapped = {
        fact.name.key: (name, fact.canonical)
        for name, envelope in envelopes
        if isinstance(fact := _fact(envelope, Names(envelope.source)), IdentifierMapped)
    }
    return tuple(_told(name, envelope, mapped) for name, envelope in envelopes)


def _envelope(line: bytes) -> Envelope:
    envelope = read_event(line)
    assert isinstance(envelope, Envelope), envelope
    return envelope


def _fact(envelope: Envelope, names: Names) -> Fact:
    fact = read_fact(envelope.contract, envelope.data, names)
    assert isinstance(fact, Fact), (envelope.id, fact)
    return fact


def _told(file: str, envelope: Envelope, mapped: dict[str, tuple[str, str]]) -> Told:
    then = Names(envelope.source, {key: canonical for key, (since, canonical) in mapped.items() if since <= file})
    _fact(envelope, then)
    by_the_end = Names(envelope.source, {key: canonical for key, (_, canonical) in mapped.items()})
    fact = _fact(envelope, by_the_end)
    assert not by_the_end.missing, (envelope.id, by_the_end.missing)
    return Told(file, envelope, fact, tuple(then.missing))


def entries(told: Sequence[Told]) -> list[Entry]:
    """The log after these events were loaded; the knowledge clock ticks once per event."""
    log = {}
    for tick, one in enumerate(told):
        event = _event(one)
        log[event.key] = Entry(event, tick, FAR_FUTURE)
        if isinstance(one.fact, EventVoided):
            log[one.fact.target] = replace(log[one.fact.target], voided_at=tick)
    return list(log.values())


def _event(one: Told) -> Event:
    sent = one.envelope
    return Event(
        position=0,
        key=compose_key(sent.source, sent.id),
        source=sent.source,
        event_id=sent.id,
        occurred_at=sent.occurred_at,
        occurred_text=sent.occurred_text,
        order=order_key(sent.occurred_at, sent.sequence, sent.id, sent.source),
        digest=sent.digest,
        fact=one.fact,
        body=one.fact.body(),
    )


def facts(log: Iterable[Entry], kind: type[Kind]) -> Iterator[tuple[Entry, Kind]]:
    """The entries of one kind that are not voided, in the order of the sources' clocks."""
    for entry in sorted(log, key=lambda it: it.event.order):
        if entry.voided_at == FAR_FUTURE and isinstance(entry.event.fact, kind):
            yield entry, entry.event.fact
