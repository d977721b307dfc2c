"""Set algebra over effectivity boxes, against plain sets of points."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.clock import FAR_FUTURE, FAR_PAST
from graph.derivation.boxes import (
    EVERYWHERE,
    NOWHERE,
    Box,
    Cut,
    Extent,
    Region,
    boxes_of,
    intersect,
    region,
    subtract,
    union,
)
from graph.derivation.selections import Codes, SerialRange, Serials

ENOUGH = 10_000
TIMES = [FAR_PAST, 1, 2, 3, FAR_FUTURE]


class Point(NamedTuple):
    """One plant, lot, serial and moment."""

    plant: str
    lot: str
    pattern: str
    number: int
    moment: int


POINTS = [
    Point(plant, lot, pattern, number, moment)
    for plant, lot, (pattern, number), moment in product(
        ("A", "B", "another"),
        ("L1", "L2", "another"),
        [*product(("X", "Y"), range(-1, 5)), ("another", 0)],
        (FAR_PAST, 0, 1, 2, 3, FAR_FUTURE - 1),
    )
]

names = st.builds(Codes, st.frozensets(st.sampled_from("AB")), st.booleans())
lots = st.builds(Codes, st.frozensets(st.sampled_from(["L1", "L2"])), st.booleans())
ranges = st.builds(SerialRange, st.sampled_from("XY"), st.integers(0, 3), st.integers(0, 3))
serials = st.builds(
    lambda named, some: (Serials.some if some else Serials.all_but)(*named),
    st.lists(ranges, max_size=2),
    st.booleans(),
)
boxes = st.builds(Box, names, lots, serials, st.sampled_from(TIMES), st.sampled_from(TIMES))
several = st.lists(boxes, max_size=4)


def covers(box: Box, point: Point) -> bool:
    """Whether a box covers a point, by its words alone."""
    plant = (point.plant in box.plants.named) != box.plants.complement
    lot = (point.lot in box.lots.named) != box.lots.complement
    named = [it for it in box.serials.named if it.pattern == point.pattern and it.first <= point.number <= it.last]
    serial = bool(named) != box.serials.complement
    return plant and lot and serial and box.since <= point.moment < box.until


def points(found: list[Box] | Extent) -> set[Point]:
    return {it for it in POINTS for box in (found if isinstance(found, list) else boxes_of(found)) if covers(box, it)}


def exact(found: Extent) -> Region:
    """A region that is sound by itself: disjoint and without empty boxes."""
    assert isinstance(found, Region)
    for point in POINTS:
        assert sum(covers(box, point) for box in found.boxes) <= 1
    assert not any(box.is_empty for box in found.boxes)
    return found


def of(several: list[Box]) -> Region:
    return exact(region(*several, most=ENOUGH))


@given(several, several)
def test_each_operation_covers_the_points_that_it_should(one: list[Box], other: list[Box]) -> None:
    first, second = of(one), of(other)
    assert points(first) == points(one)
    assert points(exact(union([first, second], most=ENOUGH))) == points(one) | points(other)
    assert points(exact(intersect(first, second, most=ENOUGH))) == points(one) & points(other)
    assert points(exact(subtract(first, second, most=ENOUGH))) == points(one) - points(other)


@given(several, st.randoms(use_true_random=False), boxes)
def test_the_form_depends_on_the_covered_points_alone(some: list[Box], random: object, knife: Box) -> None:
    whole, cut = of(some), of([knife])
    shuffled = list(some)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    inside, outside = intersect(whole, cut, most=ENOUGH), subtract(whole, cut, most=ENOUGH)
    assert of(shuffled) == of([*some, *some]) == whole == of(list(whole.boxes))
    assert union([outside, inside], most=ENOUGH) == union([inside, outside], most=ENOUGH) == whole


@given(several, several)
def test_equal_points_have_one_form_and_others_another(one: list[Box], other: list[Box]) -> None:
    first, second = of(one), of(other)
    assert (first == second) == (points(one) == points(other))
    assert intersect(first, second, most=ENOUGH) == intersect(second, first, most=ENOUGH)


@given(several)
def test_everywhere_and_nowhere_are_the_ends_of_the_algebra(some: list[Box]) -> None:
    whole = of(some)
    assert intersect(whole, EVERYWHERE) == union([whole, NOWHERE], most=ENOUGH) == whole
    assert intersect(whole, NOWHERE) == subtract(whole, whole) == NOWHERE
    assert union([whole, EVERYWHERE], most=ENOUGH) == union([EVERYWHERE]) == EVERYWHERE
    assert subtract(EVERYWHERE, subtract(EVERYWHERE, whole, most=ENOUGH), most=ENOUGH) == whole  # type: ignore[arg-type]


@given(several, several, st.integers(1, 6))
def test_what_takes_more_boxes_than_may_be_kept_is_cut_and_enclosed(
    one: list[Box], other: list[Box], most: int
) -> None:
    for found, wanted in (
        (union([of(one), of(other)], most=most), union([of(one), of(other)], most=ENOUGH)),
        (intersect(of(one), of(other), most=most), intersect(of(one), of(other), most=ENOUGH)),
        (subtract(of(one), of(other), most=most), subtract(of(one), of(other), most=ENOUGH)),
    ):
        assert isinstance(wanted, Region)
        assert isinstance(found, Cut) == (len(wanted.boxes) > most)
        assert found == wanted or isinstance(found, Cut)
        assert points(found) >= points(wanted)


@given(several, several, several)
def test_what_is_cut_stays_cut_and_encloses_what_follows(one: list[Box], other: list[Box], third: list[Box]) -> None:
    cut = region(*one, most=0)
    if isinstance(cut, Cut):
        united, common = union([cut, of(other)]), intersect(cut, of(third))
        assert isinstance(united, Cut)
        assert isinstance(common, Cut) or common == NOWHERE
        assert points(united) >= points(one) | points(other)
        assert points(common) >= points(one) & points(third)


def test_a_change_in_one_plant_for_some_serials_leaves_what_one_would_say() -> None:
    before = Box(until=100)
    pilot = Box(plants=Codes.some("LYON"), serials=Serials.some(SerialRange("SN", 100, 180)), since=50, until=200)
    found = subtract(exact(region(before)), exact(region(pilot)))
    assert found == Region(
        (
            Box(plants=Codes.some("LYON"), serials=Serials.some(SerialRange("SN", 100, 180)), until=50),
            Box(plants=Codes.some("LYON"), serials=Serials.all_but(SerialRange("SN", 100, 180)), until=100),
            Box(plants=Codes.all_but("LYON"), until=100),
        )
    )


@pytest.mark.parametrize("count", [20, 200])
def test_many_boxes_that_are_one_take_no_longer_than_they_should(count: int) -> None:
    pieces = [Box(serials=Serials.some(SerialRange("SN", number, number))) for number in range(count)]
    assert region(*pieces) == Region((Box(serials=Serials.some(SerialRange("SN", 0, count - 1))),))
    days = [Box(since=number, until=number + 1) for number in range(count)]
    assert region(*reversed(days)) == Region((Box(since=0, until=count),))
