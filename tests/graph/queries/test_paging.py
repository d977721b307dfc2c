"""Pages: cursors, sizes, and lists whose rows are found by looking at candidates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.answers.page import MOST_PER_PAGE, Page
from graph.errors import InputError
from graph.queries import paging
from graph.queries.paging import Chunk, Position, cursor_of, page_of, position_of, scan


@given(st.lists(st.integers(), max_size=30), st.integers(1, 7))
def test_the_pages_of_a_list_are_the_list(rows: list[int], size: int) -> None:
    found: list[int] = []
    page: Page[int] = page_of(rows, size, None)
    found += page.nodes
    while page.has_next_page:
        page = page_of(rows, size, page.end_cursor)
        found += page.nodes
    assert found == rows
    assert page.total_count == len(rows)


@given(st.lists(st.integers(), min_size=1, max_size=10), st.data())
def test_a_list_goes_on_behind_any_cursor(rows: list[int], data: st.DataObject) -> None:
    page = page_of(rows, MOST_PER_PAGE, None)
    place = data.draw(st.integers(0, len(rows) - 1))
    assert page_of(rows, MOST_PER_PAGE, page.cursors[place]).nodes == tuple(rows[place + 1 :])


@given(st.lists(st.booleans(), max_size=40), st.integers(1, 6), st.integers(3, 9))
async def test_the_pages_of_a_scan_are_all_that_matches(matches: list[bool], size: int, most: int) -> None:
    """However few candidates are looked at for one page, and however few of them match."""
    wanted = [number for number, it in enumerate(matches) if it]

    async def look(position: Position, limit: int) -> Chunk[int]:
        start = int(position[0]) + 1
        seen = range(start, min(start + limit, len(matches)))
        return Chunk([((it,), it) for it in seen if matches[it]], len(seen), (seen[-1],) if seen else position)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paging, "LEAST_LOOKED", 3)
        patch.setattr(paging, "MOST_LOOKED", most)
        found, after, more = list[int](), None, True
        while more:
            page, limits = await scan(look, size, after, (-1,))
            found, after, more = [*found, *page.nodes], page.end_cursor, page.has_next_page
            assert bool(limits) == (more and len(page.nodes) < size)
    assert found == wanted


@given(st.one_of(st.tuples(st.integers(), st.text()), st.tuples(st.text(), st.text())))
def test_a_cursor_tells_its_position(position: Position) -> None:
    like = tuple(type(part)() for part in position)
    try:
        cursor = cursor_of(position)
    except TypeError:
        return  # integers beyond 64 bits and lone surrogates are in no cursor
    assert position_of(cursor, like) == position


@pytest.mark.parametrize(
    "cursor", ["", "x", "é", "W10", "WyJhIl0", "bnVsbA", "WzEsMl0", "A" * 10_000, cursor_of(("a",))]
)
def test_a_cursor_of_another_list_is_refused(cursor: str) -> None:
    with pytest.raises(InputError):
        position_of(cursor, (0,))


@pytest.mark.parametrize("first", [-1, MOST_PER_PAGE + 1, 10**9])
def test_a_page_has_a_sane_size(first: int) -> None:
    with pytest.raises(InputError):
        page_of([1, 2, 3], first, None)


def test_a_page_of_nothing_is_allowed() -> None:
    page = page_of([1, 2, 3], 0, None)
    assert (page.nodes, page.has_next_page, page.total_count) == ((), True, 3)
