"""Pages of lists: of rows at hand, and of candidates that have to be looked at one by one."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

import orjson

from graph.answers.page import MOST_PER_PAGE, Page
from graph.errors import InputError

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

LEAST_LOOKED: Final = 50
"""Candidates that are looked at together at least: few of them may match."""

MOST_LOOKED: Final = 1000
"""Candidates that are looked at for one page at most."""

Position = tuple[int | str, ...]
"""Where a row stands in the order of its list."""


def cursor_of(position: Position) -> str:
    """The position of a row as opaque text."""
    return base64.urlsafe_b64encode(orjson.dumps(position)).decode().rstrip("=")


def position_of(cursor: str | None, like: Position) -> Position:
    """The position that a cursor tells; that of the beginning without one.

    Args:
        cursor: what `cursor_of` made.
        like: the position before all rows; tells the parts that a position has here.

    Raises:
        InputError: the cursor is none of this list.

    """
    if cursor is None:
        return like
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        position = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        position = None
    if not isinstance(position, list) or [type(part) for part in position] != [type(part) for part in like]:
        raise InputError(
            "the cursor is none of this list", hint="Send `after` as an answer to the same question gave it"
        )
    return tuple(position)


def checked_size(first: int) -> int:
    """How many rows were asked for.

    Raises:
        InputError: less than none, or more than a page may hold.

    """
    if not 0 <= first <= MOST_PER_PAGE:
        raise InputError(f"a page holds 0 to {MOST_PER_PAGE} rows, not {first}", hint="Ask for the rest with `after`")
    return first


class Sliceable(Protocol[T_co]):
    """Rows of which a part can be taken."""

    def __len__(self) -> int:
        """How many there are."""

    def __getitem__(self, where: slice, /) -> Sequence[T_co]:
        """A part of them."""


def page_of(rows: Sliceable[T], first: int, after: str | None) -> Page[T]:
    """One page of rows that are all at hand.

    Args:
        rows: the whole list, in an order that is the same each time.
        first: how many at most.
        after: a cursor of this list.

    Raises:
        InputError: such a page cannot be.

    """
    size = checked_size(first)
    start = max(int(position_of(after, (0,))[0]), 0)
    found = tuple(rows[start : start + size])
    cursors = tuple(cursor_of((number,)) for number in range(start + 1, start + len(found) + 1))
    return Page(found, cursors, start + size < len(rows), cursors[-1] if cursors else after, len(rows))


@dataclass(frozen=True, slots=True)
class Chunk(Generic[T]):
    """Candidates that were looked at together.

    Attributes:
        rows: those that match, each with its position, in the order of the list.
        looked: how many there were; fewer than the limit only at the end of the list.
        last: the position of the last of them, whether it matches or not.

    """

    rows: Sequence[tuple[Position, T]]
    looked: int
    last: Position


async def scan(
    look: Callable[[Position, int], Awaitable[Chunk[T]]], first: int, after: str | None, like: Position
) -> tuple[Page[T], tuple[str, ...]]:
    """One page of rows that can only be told by looking at candidates, a chunk at a time.

    A page may end early when few of many candidates match; it says so, and the list goes on from its end cursor.

    Args:
        look: looks at the next candidates after a position, up to a limit.
        first: how many rows at most.
        after: a cursor of this list.
        like: the position before all candidates.

    Returns:
        The page, and the bound that was hit, if one was.

    Raises:
        InputError: such a page cannot be.

    """
    size, position = checked_size(first), position_of(after, like)
    rows: list[tuple[Position, T]] = []
    looked, ended = 0, False
    while len(rows) <= size and looked < MOST_LOOKED and not ended:
        limit = max(size + 1 - len(rows), LEAST_LOOKED)
        chunk = await look(position, limit)
        rows += chunk.rows
        looked, ended, position = looked + chunk.looked, chunk.looked < limit, chunk.last
    shown = rows[:size]
    more, cut = len(rows) > size, not ended and len(shown) < size
    end = shown[-1][0] if shown and (more or ended) else position
    limits = (f"only {looked} candidates were looked at; the list goes on from the end cursor",) if cut else ()
    cursors = tuple(cursor_of(place) for place, _ in shown)
    return Page(tuple(row for _, row in shown), cursors, more or not ended, cursor_of(end)), limits
