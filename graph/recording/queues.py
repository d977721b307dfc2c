"""The queues of exceptions: who has to look at an event that was not accepted."""

from __future__ import annotations

from enum import StrEnum


class Queue(StrEnum):
    """Who has to look at an exception.

    MAPPING: a local name has no mapping. CONTRACT: no contract of this type and version is known. CONFLICT: a known id
    came with other content. REJECTED: the event is faulty. POISON: recording it fails.
    """

    MAPPING = "MAPPING"
    CONTRACT = "CONTRACT"
    CONFLICT = "CONFLICT"
    REJECTED = "REJECTED"
    POISON = "POISON"
