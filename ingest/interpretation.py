"""From the texts of events to events that can be recorded, and refusals of those that cannot: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

import structlog

from graph.canonical import order_key
from graph.model.base import Fact, LocalName, Names, compose_key
from graph.model.contract import CONTRACTS, read_fact
from graph.model.entry import Event, Outcome
from graph.model.identifier import IdentifierMapped
from graph.model.problem import Problem, ProblemCode
from graph.model.void import EventVoided
from graph.recording.exceptions import Refusal
from graph.recording.queues import Queue
from ingest.cloudevents import Envelope, read_event
from ingest.outcomes import event_id
from ingest.splitting import EventText

MOST_NAMES: Final = 5
"""How many unmapped names one refusal spells out."""

ID_LENGTH: Final = 128
"""Characters of an id at most; a longer one is not repeated, as it can be as long as an event."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Draft:
    """One event after reading, before its local names are all known.

    Attributes:
        position: place in its receipt.
        reading: the event with its fact, or why it is refused whatever the names are.
        missing: local names that are not known yet; the fact must be read again once they are.

    """

    position: int
    reading: tuple[Envelope, Fact] | Refusal
    missing: tuple[LocalName, ...] = ()


def draft(source: str, texts: Iterable[EventText], known: Mapping[str, str] | None = None) -> list[Draft]:
    """Read the events of a receipt.

    Args:
        source: the system that the sender may speak for.
        texts: the texts of the events, in their order.
        known: identifier key to canonical key, as far as is known.

    """
    return [_draft(source, position, text, known or {}) for position, text in enumerate(texts)]


def mapped_here(drafts: Iterable[Draft]) -> dict[str, str]:
    """The mappings among drafts: identifier key to canonical key, the latest in time where there are several."""
    read = [one.reading for one in drafts if isinstance(one.reading, tuple)]
    stated = [(envelope.occurred_at, fact) for envelope, fact in read if isinstance(fact, IdentifierMapped)]
    return {fact.name.key: fact.canonical for _, fact in sorted(stated, key=itemgetter(0))}


def names_again(source: str, drafts: Sequence[Draft], known: Mapping[str, str]) -> list[Draft]:
    """Read the drafts with missing names again, with what is known by now."""
    return [_resolved(source, one, known) if one.missing else one for one in drafts]


def sort_out(drafts: Iterable[Draft]) -> tuple[tuple[Event, ...], tuple[Refusal, ...]]:
    """Drafts as events to record and refusals; whoever still misses a name is held."""
    events, refusals = [], []
    for one in drafts:
        if isinstance(one.reading, Refusal):
            refusals.append(one.reading)
        elif one.missing:
            refusals.append(_held_for_names(one.position, one.reading[0], one.missing))
        else:
            events.append(_event(one.position, *one.reading))
    return tuple(events), tuple(refusals)


def _draft(source: str, position: int, text: EventText, known: Mapping[str, str]) -> Draft:
    try:
        return _read(source, position, text, known)
    except Exception as error:
        log.exception("an event could not be read for a fault of this service", source=source, position=position)
        problem = Problem.about(ProblemCode.POISON, "", f"this event cannot be read: {type(error).__name__}")
        return Draft(position, Refusal(position, _readable_id(text), Outcome.REJECTED, Queue.POISON, (problem,)))


def _read(source: str, position: int, text: EventText, known: Mapping[str, str]) -> Draft:
    if text.problem is not None:
        return Draft(position, _rejected(position, "", (text.problem,)))
    envelope = read_event(text.text)
    if isinstance(envelope, list):
        return Draft(position, _rejected(position, _readable_id(text), tuple(envelope)))
    if envelope.source != source:
        return Draft(position, _rejected(position, envelope.id, (_foreign(envelope, source),)))
    if envelope.contract not in CONTRACTS:
        return Draft(position, _held_for_contract(position, envelope))
    return _with_fact(source, position, envelope, known)


def _with_fact(source: str, position: int, envelope: Envelope, known: Mapping[str, str]) -> Draft:
    names = Names(source, known)
    fact = read_fact(envelope.contract, envelope.data, names)
    if isinstance(fact, list):
        return Draft(position, _rejected(position, envelope.id, tuple(fact)))
    if isinstance(fact, EventVoided) and fact.source != source:
        return Draft(position, _rejected(position, envelope.id, (_not_its_own(fact),)))
    return Draft(position, (envelope, fact), tuple(names.missing))


def _resolved(source: str, one: Draft, known: Mapping[str, str]) -> Draft:
    if isinstance(one.reading, Refusal):
        return one
    return _with_fact(source, one.position, one.reading[0], known)


def _event(position: int, envelope: Envelope, fact: Fact) -> Event:
    return Event(
        position=position,
        key=compose_key(envelope.source, envelope.id),
        source=envelope.source,
        event_id=envelope.id,
        occurred_at=envelope.occurred_at,
        occurred_text=envelope.occurred_text,
        order=order_key(envelope.occurred_at, envelope.sequence, envelope.id, envelope.source),
        digest=envelope.digest,
        fact=fact,
        body=fact.body(),
    )


def _readable_id(text: EventText) -> str:
    """The id of an event that is no envelope, "" when it has none that a source may give."""
    name = event_id(text.text)
    return name if len(name) <= ID_LENGTH and name.isascii() and name.isprintable() else ""


def _rejected(position: int, identity: str, problems: tuple[Problem, ...]) -> Refusal:
    return Refusal(position, identity, Outcome.REJECTED, Queue.REJECTED, problems)


def _foreign(envelope: Envelope, source: str) -> Problem:
    detail = "the event speaks for another system than the one it was sent for"
    return Problem.about(ProblemCode.SOURCE_NOT_ALLOWED, "/source", detail, got=envelope.source, expected=source)


def _not_its_own(fact: EventVoided) -> Problem:
    detail = "a system can void its own events only"
    return Problem.about(ProblemCode.AUTHORITY, "/data/source", detail, got=fact.source)


def _held_for_contract(position: int, envelope: Envelope) -> Refusal:
    detail = "no contract of this type and version is known here; the event is held until one is"
    problem = Problem.about(ProblemCode.SCHEMA_UNKNOWN, "/type", detail, got=envelope.contract)
    return Refusal(position, envelope.id, Outcome.HELD, Queue.CONTRACT, (problem,))


def _held_for_names(position: int, envelope: Envelope, missing: Sequence[LocalName]) -> Refusal:
    problems = tuple(
        Problem.about(
            ProblemCode.IDENTIFIER_UNMAPPED,
            "/data",
            f"no mapping says for which {name.kind} {name.system} uses this name",
            got=name.value,
        )
        for name in missing[:MOST_NAMES]
    )
    return Refusal(position, envelope.id, Outcome.HELD, Queue.MAPPING, problems, tuple(dict.fromkeys(missing)))
