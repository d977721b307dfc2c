"""What a single event asserts: where it comes from and when."""

from __future__ import annotations

import strawberry

from graph.answers.evidence import Told as ToldRow
from resolvers.scalars import Instant
from resolvers.shown import shows


@shows(ToldRow, description="Something that a system asserted.")
class Told:
    """Fields of every piece of evidence; never a type of its own in the schema."""

    event: strawberry.ID = strawberry.field(description="Key of the event in the log.")
    source: str = strawberry.field(description="Code of the system that asserted it.")
    occurred_at: Instant = strawberry.field(description="When it happened, by the clock of that system.")
    recorded_at: Instant = strawberry.field(description="When it was recorded here.")
