"""What every resolver works with: the graph, the caller, the loaders, and the clocks of each question."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Protocol, TypeAlias

import strawberry

from graph.answers.envelope import Clocks
from graph.database import Graph
from resolvers.loaders import Loaders
from resolvers.scalars import Instant


class Caller(Protocol):
    """Who asks."""

    def require_read(self) -> None:
        """Go on only if the caller may ask questions.

        Raises:
            AccessError: the caller may not.
        """


@dataclass
class Context:
    """The context of one request.

    Attributes:
        graph: the door to the database.
        caller: who asks.
        moments: the clocks of each root field that was answered, by its name or alias in the query.
        loaders: what the fields below the roots read, many at once.

    """

    graph: Graph
    caller: Caller
    moments: dict[str | int, Clocks] = field(default_factory=dict)
    loaders: Loaders = field(init=False)

    def __post_init__(self) -> None:
        self.loaders = Loaders(self.graph)


Ask: TypeAlias = strawberry.Info[Context, None]


def moments(info: Ask) -> Clocks:
    """The clocks of the question that a field belongs to."""
    path = info.path
    while path.prev is not None:
        path = path.prev
    return info.context.moments[path.key]


AsOf = Annotated[
    Instant | None,
    strawberry.argument(description="What was true at this moment, by the clocks of the sources. Now when left out."),
]
AsKnownAt = Annotated[
    Instant | None,
    strawberry.argument(description="What had been recorded here by this moment. Now when left out."),
]
