"""Local names: what they stand for, and what systems call a thing."""

from __future__ import annotations

from enum import StrEnum

from graph.answers.envelope import Envelope, Row
from graph.answers.noun import IdentifierState


class ResolutionState(StrEnum):
    """What is known of a local name: MAPPED, UNMAPPED where events use it and nothing maps it, else UNKNOWN."""

    MAPPED = "MAPPED"
    UNMAPPED = "UNMAPPED"
    UNKNOWN = "UNKNOWN"


class Resolution(Row):
    """What a local name stands for.

    Attributes:
        canonical: key of the noun; none unless it is mapped.
        mapping: who mapped it and when; none unless it is mapped.

    """

    system: str
    kind: str
    value: str
    state: ResolutionState
    canonical: str | None
    mapping: IdentifierState | None
    envelope: Envelope
