"""Lists in pages, after the Relay connections, and as the answer to a question."""

from __future__ import annotations

from typing import Annotated, Any, Final, Generic, NamedTuple, TypeVar

import strawberry

from graph.answers.page import MOST_PER_PAGE, Page
from graph.answers.page import Listing as ListingRow
from graph.queries.paging import page_of
from resolvers.context import Ask
from resolvers.envelope import Envelope
from resolvers.shown import itself, listed, resolved, shows

T = TypeVar("T")

DEFAULT_PAGE: Final = 50
NO_ROWS: Final[Page[Any]] = Page((), (), has_next_page=False, end_cursor=None, total_count=0)

_BY_PAGE = f"a page, at most {MOST_PER_PAGE}"

First = Annotated[
    int, strawberry.argument(description=f"How many rows at most, up to {MOST_PER_PAGE}; go on with `after`.")
]
After = Annotated[
    str | None,
    strawberry.argument(description="Go on behind this cursor, taken from `pageInfo.endCursor` of the page before."),
]


@shows(Page, description="Where a list goes on.")
class PageInfo:
    """`PageInfo` of Relay, forwards only."""

    has_next_page: bool = strawberry.field(description="Whether there may be more rows.")
    end_cursor: str | None = strawberry.field(description="Ask again with `after` set to this for the next page.")


class Cursored(NamedTuple):
    """A row and the cursor behind it."""

    cursor: str
    node: Any


@shows(Cursored, description="One row of a list, with the cursor behind it.")
class Edge(Generic[T]):
    """`Edge` of Relay."""

    cursor: str = strawberry.field(description="Go on behind this row by `after`.")
    node: T = strawberry.field(description="The row.")


def _edges(root: Page[Any]) -> list[Cursored]:
    return list(map(Cursored, root.cursors, root.nodes))


@shows(Page, description="A list in pages.")
class Connection(Generic[T]):
    """`Connection` of Relay."""

    nodes: list[T] = listed("The rows of this page.", bound=_BY_PAGE)
    edges: list[Edge[T]] = resolved(_edges, "The rows of this page with their cursors.", bound=_BY_PAGE)
    page_info: PageInfo = resolved(itself, "Where the list goes on.")
    total_count: int | None = strawberry.field(
        description="How many rows the whole list has, where counting them is cheap; otherwise null."
    )


@shows(ListingRow, description="A list in pages, and what the answer says about itself.")
class Listing(Connection[T]):
    """A connection that is the answer to a question."""

    envelope: Envelope = strawberry.field(description="What the answer says about itself.")


def paged(description: str, *, default: int = DEFAULT_PAGE) -> Any:  # noqa: ANN401 - as strawberry.field
    """A list of the row that is shown page by page.

    Args:
        description: what it is, for a plant engineer.
        default: how many rows a page has unless it is asked otherwise.

    """

    def resolve(root: object, info: Ask, first: First = default, after: After = None) -> Page[Any]:
        return page_of(getattr(root, info.python_name), first, after)

    return resolved(resolve, description)
