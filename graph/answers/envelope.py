"""What every answer of more than one node says about itself: its clocks, its sources and its holes."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Row(BaseModel):
    """A frozen row of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Clocks(Row):
    """The two moments that an answer is given for, epoch microseconds.

    Attributes:
        as_of: valid time: what was true then.
        known: knowledge time: what had been recorded by then.

    """

    as_of: int
    known: int


class GapKind(StrEnum):
    """Why something that the answer needs is not there.

    `AHEAD` is for events that a source dates after the moment that the answer is for, although they had been
    recorded by then: its clock runs ahead, and until their time has come they do not count.
    """

    UNDEFINED = "UNDEFINED"
    UNMAPPED = "UNMAPPED"
    UNKNOWN_UNIT = "UNKNOWN_UNIT"
    SILENT = "SILENT"
    UNGOVERNED = "UNGOVERNED"
    REBUILDING = "REBUILDING"
    AHEAD = "AHEAD"


class Gap(Row):
    """A hole in the answer, said rather than left out.

    Attributes:
        kind: what sort of hole.
        ref: the noun that is missing or silent, as `Label:key`.
        reason: one sentence for a person.
        system: the system that should have told us, if one is known.
        since: since when it is missing, epoch microseconds, if known.

    """

    kind: GapKind
    ref: str
    reason: str
    system: str | None = None
    since: int | None = None


class Watermark(Row):
    """How far one source has come.

    Attributes:
        source: the system.
        occurred_at: the latest time of the source's own clock among what it sent, epoch microseconds.
        recorded_at: when we last recorded something of it, epoch microseconds.

    """

    source: str
    occurred_at: int
    recorded_at: int


class Envelope(Row):
    """What an answer says about itself.

    Attributes:
        clocks: the moments that it is given for.
        gaps: its holes.
        limits_hit: bounds that cut it short, one sentence each.
        watermarks: how far each source has come.

    """

    clocks: Clocks
    gaps: tuple[Gap, ...] = ()
    limits_hit: tuple[str, ...] = ()
    watermarks: tuple[Watermark, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether nothing is known to be missing."""
        return not self.gaps and not self.limits_hit
