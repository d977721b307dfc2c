"""The context in which structure is walked: whose view, for which plant, with or without effectivity."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graph.model.bom import View
from resolvers.shown import enum

enum(
    View,
    "Whose structure it is. The views of one product are kept apart; a revision of one may be derived from another's.",
    {
        "ENGINEERING": "As designed (EBOM).",
        "MANUFACTURING": "As a plant makes it (MBOM).",
        "SERVICE": "As it is maintained.",
    },
)

ViewChoice = Annotated[View, strawberry.argument(description="Whose structure to follow.")]
Plant = Annotated[
    str | None,
    strawberry.argument(
        description="Follow only what applies in this plant. Without it the structures of all plants are followed"
        " together, so that a way through them may lead over several plants."
    ),
]
AnyTime = Annotated[
    bool,
    strawberry.argument(
        description="Leave effectivity aside and follow what applies, applied or will apply at some time, as far as it"
        " was known: for questions with `ever`. Revisions that were never in force are not followed."
    ),
]
