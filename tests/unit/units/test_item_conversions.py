"""Conversions that hold for one item: they compose with the table, and none may contradict another."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.units import (
    ConversionConflictError,
    ConversionCycleError,
    ItemConversion,
    ItemConversionError,
    ItemUnits,
    UnitMismatchError,
    UnknownUnitError,
    convert,
)


def says(text: str) -> ItemConversion:
    """Read "1 RL = 3000 C62"."""
    left, right = (part.split() for part in text.split(" = "))
    return ItemConversion(Decimal(left[0]), left[1], Decimal(right[0]), right[1])


def units(*texts: str) -> ItemUnits:
    return ItemUnits(map(says, texts))


@pytest.mark.capability(16)
def test_a_reel_is_three_thousand_pieces() -> None:
    reel = units("1 RL = 3000 C62")
    assert reel.convert(Decimal(2), "RL", "EA") == 6000
    assert reel.convert(Decimal(250), "DZN", "RL") == 1
    assert reel.convert(Decimal(1), "C62", "RL") == Fraction(1, 3000)
    assert reel.convert(Decimal(5), "RL", "RL") == 5


def test_conversions_compose_with_each_other_and_with_the_table() -> None:
    cable = units("1 RL = 500 MTR", "1 MTR = 0.12 KGM", "4 RL = 1 PF")
    assert cable.convert(Decimal(1), "PF", "KGM") == 240
    assert cable.convert(Decimal(1), "PF", "LBR") == Fraction(240) / Fraction("0.45359237")
    assert cable.convert(Decimal(1), "INH", "GRM") == Fraction("3.048")
    assert units("1 SET = 4 H87").convert(Decimal(3), "SET", "DZN") == 1


def test_units_that_nothing_joins_do_not_convert() -> None:
    reel = units("1 RL = 3000 C62")
    with pytest.raises(UnitMismatchError, match="nothing says for this item how RL converts to KGM"):
        reel.convert(Decimal(1), "RL", "KGM")
    for pair in (("RL", "BX"), ("BX", "RL"), ("BX", "BX")):
        with pytest.raises(UnknownUnitError, match="the unit 'BX' is in no conversion of this item"):
            reel.convert(Decimal(1), *pair)


def test_without_conversions_the_table_alone_holds() -> None:
    assert units().convert(Decimal(100), "CEL", "FAH") == 212
    assert units().convert(Decimal(1), "INH", "MMT") == convert(Decimal(1), "INH", "MMT")
    with pytest.raises(UnitMismatchError):
        units().convert(Decimal(1), "CEL", "KGM")


@pytest.mark.parametrize(
    ("texts", "known"),
    [
        (["1 RL = 3000 C62", "1 RL = 2500 C62"], "3000 C62"),
        (["1 RL = 3000 C62", "1 C62 = 2 RL"], "1/3000 RL"),
        (["1 RL = 10 BX", "1 BX = 100 C62", "1 RL = 999 EA"], "1000 EA"),
        (["1 PR = 3 EA"], "2 EA"),
        (["1 KGM = 2 LBR"], "100000000/45359237 LBR"),
        (["2 RL = 3 RL"], "2 RL"),
    ],
)
def test_what_contradicts_is_refused_with_what_was_known(texts: list[str], known: str) -> None:
    with pytest.raises(ConversionConflictError) as told:
        units(*texts)
    assert told.value.code == "UNIT_CONFLICT"
    assert told.value.message == f"{texts[-1]} contradicts what is known: it is {known}"


@pytest.mark.parametrize(
    "texts",
    [
        ["1 RL = 10 BX", "1 BX = 100 C62", "1 RL = 1000 EA"],
        ["1 RL = 10 MTR", "1 MTR = 2 KGM", "1 RL = 20000 GRM"],
    ],
)
def test_a_second_way_between_the_same_units_is_refused_even_if_it_agrees(texts: list[str]) -> None:
    with pytest.raises(ConversionCycleError, match=f"{texts[-1]} follows from the other conversions") as told:
        units(*texts)
    assert told.value.code == "UNIT_CYCLE"


def test_saying_the_same_again_is_no_fault() -> None:
    twice = units("1 RL = 3000 C62", "1 RL = 3000 C62", "3000 EA = 1 RL", "2 RL = 500 DZN", "1 PR = 2 EA")
    assert twice.convert(Decimal(1), "RL", "C62") == 3000


@pytest.mark.parametrize(
    "text", ["0 RL = 3 C62", "1 RL = -3 C62", "1 RL = NaN C62", "Infinity RL = 3 C62", "1 CEL = 2 C62"]
)
def test_a_conversion_has_quantities_above_zero_and_no_scale_of_temperature(text: str) -> None:
    with pytest.raises(ItemConversionError) as told:
        says(text)
    assert told.value.code == "UNIT_CONVERSION"


PACKAGES = [f"P{number}" for number in range(6)]
POSITIVE = st.decimals(min_value="0.001", max_value=10_000, places=3)


@st.composite
def trees(draw: st.DrawFn) -> list[ItemConversion]:
    """Conversions that join each package with one before it, or with pieces: no circle, no contradiction."""
    joined, found = ["C62", "PR"], []
    for package in PACKAGES:
        ends = [(draw(POSITIVE), package), (draw(POSITIVE), draw(st.sampled_from(joined)))]
        if draw(st.booleans()):
            ends.reverse()
        found.append(ItemConversion(*ends[0], *ends[1]))
        joined.append(package)
    return found


@given(trees(), st.randoms(use_true_random=False), st.sampled_from(PACKAGES), st.sampled_from(PACKAGES))
def test_in_any_order_conversions_mean_the_same(
    conversions: list[ItemConversion], random: Random, first: str, second: str
) -> None:
    shuffled = list(conversions)
    random.shuffle(shuffled)
    one, other = ItemUnits(conversions), ItemUnits(shuffled)
    there = one.convert(Decimal(7), first, second)
    assert other.convert(Decimal(7), first, second) == there
    assert other.convert(there, second, first) == 7
    assert other.convert(other.convert(Decimal(7), first, "DZN"), "DZN", second) == there


@given(trees())
def test_each_conversion_holds_as_it_was_stated(conversions: list[ItemConversion]) -> None:
    item = ItemUnits(conversions)
    for it in conversions:
        assert item.convert(it.from_quantity, it.from_unit, it.to_unit) == it.to_quantity


@given(trees(), st.randoms(use_true_random=False), POSITIVE)
def test_in_any_order_one_more_between_joined_units_is_refused(
    conversions: list[ItemConversion], random: Random, amount: Decimal
) -> None:
    pair = {"P0", "P5"}
    stated = any({it.from_unit, it.to_unit} == pair for it in conversions)
    more = [*conversions, ItemConversion(amount, "P0", Decimal(1), "P5")]
    random.shuffle(more)
    agrees = ItemUnits(conversions).convert(amount, "P0", "P5") == 1
    if stated and agrees:
        ItemUnits(more)
    else:
        with pytest.raises(ConversionCycleError if agrees else ConversionConflictError):
            ItemUnits(more)
