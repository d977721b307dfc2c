"""What all nouns tell of themselves."""

from __future__ import annotations

import strawberry

from graph.answers.noun import NounState
from resolvers.scalars import Instant
from resolvers.shown import shows


@shows(NounState, description="A thing that systems state facts about.")
class Noun:
    """Fields that every noun has; never a type of its own in the schema."""

    defined: bool = strawberry.field(
        description="Whether anything that was known states it; otherwise it is only referred to, and the rest is null."
    )
    source: str | None = strawberry.field(description="Code of the system that states it.")
    occurred_at: Instant | None = strawberry.field(description="When it was stated, by the clock of that system.")
    recorded_at: Instant | None = strawberry.field(description="When that was recorded here.")
