"""The text of an order sorts exactly as (time, sequence with none lowest, event id, source) does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.canonical import order_key
from graph.clock import FAR_FUTURE, FAR_PAST

Place = tuple[int, int | None, str, str]

PRINTABLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=6)
# Few letters, so that equal parts, and parts that begin another, are common.
NARROW = st.text(" !a~", min_size=1, max_size=3)
TIMES = st.integers(-3, 3) | st.integers(FAR_PAST, FAR_FUTURE) | st.sampled_from([FAR_PAST, FAR_FUTURE])
SEQUENCES = st.none() | st.integers(0, 12) | st.integers(0, 10**38 - 1) | st.sampled_from([9, 10, 99, 100, 10**38 - 1])
PLACES = st.tuples(TIMES, SEQUENCES, NARROW | PRINTABLE, NARROW | PRINTABLE)


def by_definition(place: Place) -> tuple[int, int, str, str]:
    occurred_at, sequence, event_id, source = place
    return occurred_at, -1 if sequence is None else sequence, event_id, source


@given(st.lists(PLACES, max_size=12))
def test_texts_sort_as_their_parts_do(places: list[Place]) -> None:
    assert sorted(places, key=lambda place: order_key(*place)) == sorted(places, key=by_definition)


@given(PLACES, PLACES)
def test_two_places_compare_alike_in_both_forms(one: Place, other: Place) -> None:
    assert (order_key(*one) < order_key(*other)) == (by_definition(one) < by_definition(other))
    assert (order_key(*one) == order_key(*other)) == (one == other)


@given(PLACES, PLACES)
def test_bytes_and_utf_16_units_sort_as_code_points_do(one: Place, other: Place) -> None:
    left, right = order_key(*one), order_key(*other)
    assert (left.encode() < right.encode()) == (left < right)
    assert (left.encode("utf-16-be") < right.encode("utf-16-be")) == (left < right)


def test_an_event_without_a_sequence_sorts_before_sequence_zero() -> None:
    assert order_key(0, None, "z", "z") < order_key(0, 0, "a", "a")


def test_an_id_sorts_before_a_longer_one_that_begins_with_it_whatever_the_source() -> None:
    assert order_key(0, None, "a", "~") < order_key(0, None, "a ", " ")


@pytest.mark.parametrize(
    "place",
    [
        (-(10**17) - 1, None, "a", "s"),
        (9 * 10**17, None, "a", "s"),
        (0, -1, "a", "s"),
        (0, 10**38, "a", "s"),
        (0, None, "\u00e9", "s"),
        (0, None, "a\x1fb", "s"),
        (0, None, "a", "s\n"),
    ],
)
def test_what_would_sort_wrongly_is_refused(place: Place) -> None:
    with pytest.raises(ValueError, match=r"out of range|printable ASCII"):
        order_key(*place)
