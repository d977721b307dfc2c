"""Totals of walks against a plain enumeration of their paths, and at sizes at which nothing can be enumerated."""

from __future__ import annotations

import time
from collections import defaultdict
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.answers.structure import Direction
from graph.answers.totals import ItemTotal, Undefined
from graph.derivation.rollup import roll_up
from tests.unit.rollup.walks import Line, circular_items, closure, depths_of, ends, simple_paths

ITEMS = "ABCDEF"
QUANTITIES = ["1", "2", "0.25", "0.100000000001", "12", "-1", "0"]

directions = st.sampled_from(Direction)
units = st.sampled_from(["C62", "C62", "C62", "KGM"])
revisions = st.sampled_from("AAAAB")
fixed = st.sampled_from([False] * 9 + [True])
lines = st.builds(
    Line, st.sampled_from(ITEMS), st.sampled_from(ITEMS), st.sampled_from(QUANTITIES), units, revisions, fixed
)
structures = st.lists(lines.filter(lambda it: it.parent != it.child), max_size=10)
layered = st.lists(lines.filter(lambda it: it.parent < it.child), max_size=12)


def totals(found: list[Line], start: str, direction: Direction = Direction.DOWN) -> dict[str, ItemTotal]:
    return {it.item: it for it in roll_up(closure(found, start, direction))}


def quantities(total: ItemTotal) -> dict[str, Fraction]:
    return {it.uom: Fraction(it.quantity) for it in total.quantities}


@given(st.one_of(structures, layered), st.sampled_from(ITEMS), directions)
@example([Line("A", "B"), Line("B", "C"), Line("C", "B"), Line("C", "D"), Line("A", "E")], "A", Direction.DOWN)
@example([Line("A", "B", uom="KGM"), Line("A", "B"), Line("B", "C"), Line("A", "C")], "A", Direction.DOWN)
@example([Line("A", "B", fixed=True), Line("A", "B"), Line("B", "C"), Line("A", "C")], "A", Direction.DOWN)
@example([Line("A", "B"), Line("A", "B", revision="B"), Line("B", "C"), Line("A", "C")], "A", Direction.DOWN)
@example([Line("A", "B"), Line("B", "C"), Line("B", "C", revision="B"), Line("D", "C")], "C", Direction.UP)
@example([Line("A", "B", uom="KGM"), Line("D", "B"), Line("B", "C"), Line("A", "C")], "C", Direction.UP)
def test_totals_are_those_of_all_paths_one_by_one(found: list[Line], start: str, direction: Direction) -> None:
    depths = depths_of(found, start, direction)
    followed = [it for it in found if ends(it, direction)[0] in depths]
    circular = circular_items(followed)
    paths = defaultdict(list)
    for path in simple_paths(followed, start, direction):
        paths[ends(followed[path[-1]], direction)[1]].append([followed[place] for place in path])
    units = {item: {it.uom for it in followed if it.child == item} for item in ITEMS}
    made_by = {item: {it.revision for it in followed if it.parent == item} for item in ITEMS}
    told = totals(found, start, direction)

    assert list(told) == sorted(depths.keys() - {start}, key=lambda it: (depths[it], it))
    for item, total in told.items():
        before = {ends(line, direction)[0] for path in paths[item] for line in path}
        behind = behind_circles(followed, circular, direction)
        assert (total.least, total.on_circle) == (depths[item], item in circular)
        if item in behind:
            assert (total.undefined, total.paths, total.greatest) == (Undefined.CIRCLE, None, None)
            assert total.quantities == ()
            continue
        assert total.paths == len(paths[item])
        assert total.greatest == max(map(len, paths[item]))
        if any(len(made_by[line.parent]) > 1 for path in paths[item] for line in path):
            assert (total.undefined, total.quantities) == (Undefined.REVISIONS, ())
            continue
        if any(line.fixed for path in paths[item] for line in path):
            assert (total.undefined, total.quantities) == (Undefined.FIXED, ())
            continue
        if any(len(units[source]) > 1 for source in before - {start}):
            assert (total.undefined, total.quantities) == (Undefined.UNITS, ())
            continue
        sums: defaultdict[str, Fraction] = defaultdict(Fraction)
        for walked in paths[item]:
            sums[walked[-1 if direction is Direction.DOWN else 0].uom] += product(walked)
        assert (total.undefined, quantities(total)) == (None, sums)


def product(path: list[Line]) -> Fraction:
    found = Fraction(1)
    for line in path:
        found *= Fraction(line.quantity)
    return found


def behind_circles(followed: list[Line], circular: set[str], direction: Direction) -> set[str]:
    """What is on a circle or can be reached from one."""
    return {item for first in circular for item in depths_of(followed, first, direction)}


@given(layered, st.sampled_from(ITEMS), st.sampled_from(ITEMS))
def test_both_directions_tell_the_same_of_one_pair(found: list[Line], top: str, part: str) -> None:
    down = totals(found, top).get(part)
    up = totals(found, part, Direction.UP).get(top)
    if down is None or up is None:
        assert up is down
        return
    assert (down.least, down.greatest, down.paths) == (up.least, up.greatest, up.paths)
    if not (down.undefined or up.undefined):
        assert quantities(down) == quantities(up)


def ladder(diamonds: int) -> list[Line]:
    """Each diamond doubles the paths: its top has two sides, both of which use the top of the next one."""
    return [
        Line(parent, child, "0.5")
        for step in range(diamonds)
        for side in "LR"
        for parent, child in ((f"T{step}", f"{side}{step}"), (f"{side}{step}", f"T{step + 1}"))
    ]


@pytest.mark.parametrize("direction", Direction)
def test_a_ladder_of_thirty_diamonds_takes_no_longer_than_its_edges(direction: Direction) -> None:
    start, end = ("T0", "T30") if direction is Direction.DOWN else ("T30", "T0")
    walked = closure(ladder(30), start, direction)
    began = time.perf_counter()
    total = {it.item: it for it in roll_up(walked)}[end]
    took = time.perf_counter() - began
    assert (total.paths, total.least, total.greatest) == (2**30, 60, 60)
    assert quantities(total) == {"C62": Fraction(1, 2**30)}
    assert took < 0.1, f"{took:.3f} s; about 1 ms on an idle machine"


def test_many_paths_are_an_exact_number() -> None:
    total = totals(ladder(300), "T0")["T300"]
    assert total.paths == 2**300


def test_a_chain_of_a_thousand_levels_is_followed_to_its_end() -> None:
    chain = [Line(f"P{number}", f"P{number + 1}") for number in range(1000)]
    total = totals(chain, "P0")["P1000"]
    assert (total.paths, total.greatest, quantities(total)) == (1, 1000, {"C62": Fraction(1)})


def test_lines_of_one_component_in_two_units_are_two_amounts() -> None:
    found = [Line("A", "B", "2"), Line("A", "OIL", "0.3", "LTR"), Line("B", "OIL", "0.1", "KGM")]
    assert quantities(totals(found, "A")["OIL"]) == {"KGM": Fraction(1, 5), "LTR": Fraction(3, 10)}
    assert quantities(totals(found, "OIL", Direction.UP)["A"]) == {"KGM": Fraction(1, 5), "LTR": Fraction(3, 10)}


def test_what_lies_beside_a_circle_is_told_as_without_it() -> None:
    found = [Line("A", "B"), Line("B", "C"), Line("C", "B"), Line("A", "D", "3"), Line("D", "E", "4")]
    told = totals(found, "A")
    assert {item: total.undefined for item, total in told.items()} == {
        **dict.fromkeys("BC", Undefined.CIRCLE),
        **dict.fromkeys("DE"),
    }
    assert quantities(told["E"]) == {"C62": Fraction(12)}


def test_revisions_that_apply_in_different_plants_are_not_added_up() -> None:
    """Of the pump one plant makes revision A and another B: a set of two pumps has 2 or 4 seals, never 6."""
    pump = [Line("SET", "PUMP", "2"), Line("PUMP", "SEAL", "1", revision="A"), Line("PUMP", "SEAL", "2", revision="B")]
    told = totals([*pump, Line("SET", "HOSE", "3")], "SET")
    assert {item: total.undefined for item, total in told.items()} == {
        "HOSE": None,
        "PUMP": None,
        "SEAL": Undefined.REVISIONS,
    }
    up = totals(pump, "SEAL", Direction.UP)
    assert {total.undefined for total in up.values()} == {Undefined.REVISIONS}
    assert up["SET"].paths == 2
