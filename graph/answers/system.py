"""How the systems that take part are doing, and how far the log is sealed."""

from __future__ import annotations

from graph.answers.envelope import Envelope, Row
from graph.answers.noun import SystemState


class SystemStatus(Row):
    """One system; counts are those of now, and none where a past moment is asked for.

    Attributes:
        occurred_at: the latest time of its own clock among what it sent, epoch microseconds.
        recorded_at: when we last recorded something of it, epoch microseconds.
        lag: how long before the asked moment that was, whole seconds.
        waiting_receipts: parts of its messages that no worker has settled.
        waiting_since: since when the oldest of them waits, epoch microseconds.
        quarantined_receipts: parts of its messages that were put aside for a person.
        open_exceptions: its events that a person or a mapping has to see to.

    """

    system: SystemState
    occurred_at: int | None
    recorded_at: int | None
    lag: int | None
    waiting_receipts: int | None = None
    waiting_since: int | None = None
    quarantined_receipts: int | None = None
    open_exceptions: int | None = None


class LogHead(Row):
    """How far the log is sealed.

    Attributes:
        size: entries that are sealed.
        root: RFC 6962 root of the tree over them, hexadecimal.
        sealed_at: when that was, epoch microseconds.

    """

    size: int
    root: str
    sealed_at: int


class SystemStatusAnswer(Row):
    """All systems, by code, and the log.

    Attributes:
        log: none before the first seal.

    """

    systems: tuple[SystemStatus, ...]
    log: LogHead | None
    envelope: Envelope
