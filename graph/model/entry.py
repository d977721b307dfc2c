"""Events on their way into the log, and entries of the log."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graph.model.base import Fact


class Outcome(StrEnum):
    """What became of an event. Each event of a receipt has exactly one."""

    ACCEPTED = "ACCEPTED"
    DUPLICATE = "DUPLICATE"
    SUPERSEDED = "SUPERSEDED"
    HELD = "HELD"
    CONFLICT = "CONFLICT"
    REJECTED = "REJECTED"

    @property
    def letter(self) -> str:
        """The one letter by which a receipt notes the outcome."""
        return self.value[0]


OUTCOMES = {outcome.letter: outcome for outcome in Outcome}
PENDING = "?"
"""The letter of an event that has no outcome yet."""


@dataclass(frozen=True, slots=True)
class Event:
    """A valid event before it is recorded.

    Attributes:
        position: place in its receipt, from 0.
        key: natural key in the log, of source and event id.
        order: text that sorts events of one subject into their order (occurred, sequence, id, source).
        occurred_text: the source's own text of the time.
        digest: SHA-256 of the event as sent.
        body: the fact as the log keeps it.

    """

    position: int
    key: str
    source: str
    event_id: str
    occurred_at: int
    occurred_text: str
    order: str
    digest: str
    fact: Fact
    body: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in the log, with both ends of the time in which it counts.

    Attributes:
        recorded_at: database clock, epoch microseconds, when it was accepted.
        voided_at: when a void was recorded; far future while it counts.

    """

    event: Event
    recorded_at: int
    voided_at: int

    def counts_at(self, known: int) -> bool:
        """Whether the entry was known and not voided at that moment of the knowledge clock."""
        return self.recorded_at <= known < self.voided_at
