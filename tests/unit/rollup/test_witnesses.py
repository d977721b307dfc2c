"""Witness paths against a plain enumeration."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.answers.structure import Direction, Use
from graph.derivation.witness import MOST_LOOKED, shortest, witnesses
from tests.unit.rollup.test_rollup import ITEMS, directions, ladder, structures
from tests.unit.rollup.walks import Line, closure, depths_of, ends, simple_paths


@given(structures, st.sampled_from(ITEMS), directions)
def test_witnesses_are_all_paths_the_shortest_first(found: list[Line], start: str, direction: Direction) -> None:
    walked = closure(found, start, direction)
    wanted: dict[str, set[tuple[str, ...]]] = {item: set() for item in ITEMS}
    for path in simple_paths(found, start, direction):
        wanted[ends(found[path[-1]], direction)[1]].add(tuple(map(str, path)))
    for item in ITEMS:
        told = witnesses(walked, item, most=10_000)
        paths = [tuple(use.line for use in path) for path in told.paths]
        assert not told.cut
        assert len(paths) == len(set(paths))
        assert set(paths) == wanted[item]
        assert [len(path) for path in paths] == sorted(map(len, paths))


@given(structures, st.sampled_from(ITEMS), directions)
def test_one_shortest_path_is_a_chain_of_lines(found: list[Line], start: str, direction: Direction) -> None:
    depths = depths_of(found, start, direction)
    for item in ITEMS:
        path = shortest(closure(found, start, direction), item)
        if item == start or item not in depths:
            assert path is None
            continue
        assert path is not None
        assert len(path) == depths[item]
        assert chain(path, start, direction) == item


def chain(path: tuple[Use, ...], start: str, direction: Direction) -> str:
    """Where lines lead from the start, each on from the one before."""
    at = start
    for use in path:
        source, target = (use.parent, use.child) if direction is Direction.DOWN else (use.child, use.parent)
        assert source == at
        at = target
    return at


@pytest.mark.parametrize("most", [1, 10])
def test_more_paths_than_are_asked_for_are_cut_and_said(most: int) -> None:
    told = witnesses(closure(ladder(30), "T0"), "T30", most=most)
    assert (len(told.paths), len(set(told.paths)), told.cut) == (most, most, True)
    assert {len(path) for path in told.paths} == {60}


def test_as_many_paths_as_are_asked_for_are_all_of_them() -> None:
    told = witnesses(closure(ladder(3), "T0"), "T3", most=8)
    assert (len(told.paths), told.cut) == (8, False)


def test_circles_do_not_keep_witnesses_for_ever() -> None:
    """All items use each other, the start uses one, and a long way leads on: most beginnings lead nowhere."""
    knot = [Line(one, other) for one in "BCDEFGHIJKLM" for other in "BCDEFGHIJKLM" if one != other]
    told = witnesses(closure([Line("A", "B"), *knot, Line("M", "Z")], "A"), "Z", most=MOST_LOOKED)
    assert told.cut
    assert [len(path) for path in told.paths[:2]] == [3, 4]
