"""Events that could not become facts, as a person or a mapping has to see to them."""

from __future__ import annotations

from enum import StrEnum

from graph.answers.envelope import Row
from graph.model.entry import Outcome
from graph.model.problem import Problem
from graph.recording.exceptions import Queue


class ExceptionState(StrEnum):
    """How far an exception has come."""

    OPEN = "OPEN"
    REPLAYING = "REPLAYING"
    RESOLVED = "RESOLVED"


class ExceptionNotice(Row):
    """One event that was held, refused, or in conflict.

    Attributes:
        receipt: id of the message that it came with.
        position: its place in the part of the message that was kept as one, from 0.
        event: the source's id, "" when it could not be read.
        waits_for: keys of the local names that nothing maps.

    """

    id: str
    receipt: str
    position: int
    source: str
    event: str
    outcome: Outcome
    queue: Queue
    state: ExceptionState
    problems: tuple[Problem, ...]
    raised_at: int
    closed_at: int | None
    waits_for: tuple[str, ...]
