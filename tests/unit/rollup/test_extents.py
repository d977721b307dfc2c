"""Where what a walk reached is reached at all, against every path on its own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.answers.structure import Direction
from graph.derivation.boxes import EVERYWHERE, Box, Cut, Extent, intersect, region, union
from graph.derivation.rollup import extents_of
from graph.derivation.selections import Codes, SerialRange, Serials
from tests.unit.rollup.test_rollup import ITEMS, directions, structures
from tests.unit.rollup.walks import Line, closure, ends, simple_paths

ENOUGH = 1000

effective = st.builds(
    lambda plants, serials, since, length: region(
        Box(plants=plants, serials=serials, since=since, until=since + length)
    ),
    st.sampled_from([Codes(), Codes.some("LYON"), Codes.all_but("LYON")]),
    st.sampled_from([Serials(), Serials.some(SerialRange("SN", 1, 5)), Serials.some(SerialRange("SN", 4, 9))]),
    st.integers(0, 4),
    st.integers(1, 6),
)


@given(structures, st.sampled_from(ITEMS), directions, st.data())
def test_along_paths_boxes_intersect_and_over_paths_they_unite(
    found: list[Line], start: str, direction: Direction, data: st.DataObject
) -> None:
    """On circles too: a way around one only narrows what the way without it has."""
    applies = [data.draw(effective) for _ in found]
    walked = closure(found, start, direction)
    over: dict[str, list[Extent]] = {}
    for path in simple_paths(found, start, direction):
        item = ends(found[path[-1]], direction)[1]
        along: Extent = EVERYWHERE
        for place in path:
            along = intersect(along, applies[place], most=ENOUGH)
        over.setdefault(item, []).append(along)
    told = extents_of(walked, [applies[int(line)] for line in walked.uses.lines], most=ENOUGH)
    assert told == {item: union(paths, most=ENOUGH) for item, paths in over.items()}


def test_a_part_is_affected_in_one_plant_for_a_while_and_some_serials() -> None:
    found = [Line("A", "B"), Line("B", "C"), Line("A", "C")]
    spring, serials = Box(since=5, until=8), Box(serials=Serials.some(SerialRange("SN", 100, 180)))
    plant = Box(plants=Codes.some("MONTERREY"))
    told = extents_of(closure(found, "A"), [region(spring), region(plant), region(plant, serials)])
    assert told["B"] == region(spring)
    assert told["C"] == union([intersect(region(spring), region(plant)), region(plant, serials)])


def test_what_is_too_much_is_cut_and_said() -> None:
    found = [Line("A", "B"), Line("A", "B"), Line("B", "C")]
    told = extents_of(closure(found, "A"), [region(Box(until=1)), region(Box(since=5)), EVERYWHERE], most=1)
    assert isinstance(told["B"], Cut)
    assert isinstance(told["C"], Cut)
    assert told["C"].hull == Box()
