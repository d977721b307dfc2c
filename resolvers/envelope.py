"""What every answer says about itself."""

from __future__ import annotations

import strawberry

from graph.answers import envelope as rows
from resolvers.scalars import Instant
from resolvers.shown import enum, itself, listed, resolved, shows

_BY_SYSTEMS = "the systems that take part"
_BY_WALK = "1,000 for a walk over structure, the rows of the page or the steps of the release otherwise"

enum(
    rows.GapKind,
    "Why something that the answer needs is not there.",
    {
        "UNDEFINED": "Something refers to it, but nothing that was known states it, or not for this moment.",
        "UNMAPPED": "A system's own name for a thing stands for nothing that is known.",
        "UNKNOWN_UNIT": "A unit is not in the table of units; amounts in it have no canonical quantity.",
        "SILENT": "A system was sent something and gave no decision.",
        "UNGOVERNED": "Nothing says which approvals had to come first.",
        "REBUILDING": "The graph is being rebuilt from the log; things may be missing until it is done.",
        "AHEAD": "A source dates events after the asked moment although they had arrived by then; they do not count.",
    },
)


@shows(rows.Gap, description="A hole in the answer, said rather than left out.")
class Gap:
    """One hole."""

    kind: rows.GapKind = strawberry.field(description="What sort of hole.")
    ref: str = strawberry.field(description="What is missing or silent, as `Label:key`, for example `Item:FA-4801`.")
    reason: str = strawberry.field(description="One sentence that says what is missing.")
    system: str | None = strawberry.field(description="The system that should have told us, if one is known.")
    since: Instant | None = strawberry.field(description="Since when it is missing, if known.")


@shows(rows.Envelope, description="Whether the answer is whole, and if not, what is missing from it.")
class Completeness:
    """Gaps and bounds."""

    complete: bool = strawberry.field(description="Whether nothing is known to be missing.")
    gaps: list[Gap] = listed("The holes of the answer.", bound=_BY_WALK)
    limits_hit: list[str] = listed("The bounds that cut the answer short, one sentence each.", bound="one for a bound")


@shows(rows.Watermark, description="How far one source has come: what it did after that cannot be in the answer.")
class Watermark:
    """How far one source has come."""

    source: str = strawberry.field(description="Code of the system.")
    occurred_at: Instant = strawberry.field(description="The latest time, by its own clock, among what it has sent.")
    recorded_at: Instant = strawberry.field(description="When something of it was last recorded here.")


def _as_of(root: rows.Envelope) -> int:
    return root.clocks.as_of


def _as_known_at(root: rows.Envelope) -> int:
    return root.clocks.known


@shows(rows.Envelope, description="What an answer says about itself: its two clocks, its holes, its sources.")
class Envelope:
    """The envelope of every answer."""

    as_of: Instant = resolved(_as_of, "The answer tells what was true at this moment.")
    as_known_at: Instant = resolved(
        _as_known_at,
        "It counts what had been recorded by this moment. Ask again with both, and the answer is the same.",
    )
    completeness: Completeness = resolved(itself, "Whether the answer is whole.")
    watermarks: list[Watermark] = listed("How far each source has come.", bound=_BY_SYSTEMS)
