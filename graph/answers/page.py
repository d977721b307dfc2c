"""One page of a list that may be long."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from graph.answers.envelope import Envelope

T_co = TypeVar("T_co", covariant=True)

MOST_PER_PAGE: Final = 200
"""Rows of one page at most."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T_co]):
    """Rows in the order of their list, and where it goes on.

    Attributes:
        nodes: the rows.
        cursors: for each row the text after which the list goes on.
        has_next_page: whether there may be more rows.
        end_cursor: where to go on; after the last row, or further on if what follows it was looked at already.
        total_count: rows of the whole list, where counting them is cheap.

    """

    nodes: tuple[T_co, ...]
    cursors: tuple[str, ...]
    has_next_page: bool
    end_cursor: str | None
    total_count: int | None = None


@dataclass(frozen=True, slots=True)
class Listing(Page[T_co]):
    """A page as the answer to a question.

    Attributes:
        envelope: what the answer says about itself.

    """

    envelope: Envelope = field(kw_only=True)

    @classmethod
    def of(cls, page: Page[T_co], envelope: Envelope) -> Listing[T_co]:
        """A page with its envelope."""
        return cls(page.nodes, page.cursors, page.has_next_page, page.end_cursor, page.total_count, envelope=envelope)
