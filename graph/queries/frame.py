"""What every answer says of itself, read in one go before the answer is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.answers.envelope import Clocks, Envelope, Gap, GapKind, Watermark
from graph.transaction import Reading


@dataclass(frozen=True, slots=True)
class Frame:
    """The clocks of a question, and what holds for every answer to it.

    Attributes:
        moments: the clocks; what was left open is now, by the clock of the database.
        now: that clock, epoch microseconds.
        gaps: the hole that a rebuild of the projection makes while it runs.
        watermarks: how far each source had come.

    """

    moments: Clocks
    now: int
    gaps: tuple[Gap, ...]
    watermarks: tuple[Watermark, ...]

    def envelope(self, gaps: Iterable[Gap] = (), limits_hit: Iterable[str] = ()) -> Envelope:
        """The envelope of an answer with these holes and bounds of its own."""
        return Envelope(
            clocks=self.moments,
            gaps=(*gaps, *self.gaps),
            limits_hit=tuple(limits_hit),
            watermarks=self.watermarks,
        )


async def open_frame(tx: Reading, as_of: int | None, known: int | None) -> Frame:
    """Fix the clocks of a question (epoch microseconds, none for now) and read what holds for every answer to it."""
    row = (await tx.read("answer_frame", known=known))[0]
    now = row["now"]
    return Frame(
        moments=Clocks(as_of=now if as_of is None else as_of, known=now if known is None else known),
        now=now,
        gaps=tuple(_rebuilding(since) for since in row["rebuilding"]),
        watermarks=tuple(Watermark(**mark) for mark in row["watermarks"]),
    )


def _rebuilding(since: int) -> Gap:
    return Gap(
        kind=GapKind.REBUILDING,
        ref="Maintenance:rebuild",
        reason="the projection is being rebuilt from the log; nouns may be missing until it is done",
        since=since,
    )
