"""Conversion by the table: exact, there and back, and only within one dimension."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.units import (
    UNITS,
    Dimension,
    Measure,
    Unit,
    UnitMismatchError,
    UnknownUnitError,
    canonical,
    canonical_unit,
    convert,
    convert_difference,
    exact_text,
    find,
    unit,
)

CODES = sorted(UNITS)
AMOUNTS = st.decimals(min_value=-(10**20), max_value=10**20, allow_nan=False, places=12)
FRACTIONS = st.fractions(min_value=-(10**12), max_value=10**12)


@st.composite
def of_one_dimension(draw: st.DrawFn, count: int) -> list[str]:
    first = draw(st.sampled_from(CODES))
    others = [code for code in CODES if UNITS[code].dimension is UNITS[first].dimension]
    return [first, *(draw(st.sampled_from(others)) for _ in range(count - 1))]


@pytest.mark.capability(16)
@given(AMOUNTS, of_one_dimension(2))
def test_there_and_back_is_exactly_the_same(amount: Decimal, codes: list[str]) -> None:
    first, second = codes
    assert convert(convert(amount, first, second), second, first) == amount
    assert convert_difference(convert_difference(amount, first, second), second, first) == amount


@given(AMOUNTS, of_one_dimension(3))
def test_a_detour_changes_nothing(amount: Decimal, codes: list[str]) -> None:
    first, second, third = codes
    assert convert(convert(amount, first, second), second, third) == convert(amount, first, third)


@given(FRACTIONS, FRACTIONS, of_one_dimension(2))
def test_the_difference_of_two_converted_values_is_their_converted_difference(
    one: Fraction, other: Fraction, codes: list[str]
) -> None:
    first, second = codes
    found = convert(one, first, second) - convert(other, first, second)
    assert found == convert_difference(one - other, first, second)


@given(FRACTIONS, of_one_dimension(2))
def test_only_scales_of_temperature_have_a_zero_of_their_own(value: Fraction, codes: list[str]) -> None:
    first, second = codes
    if UNITS[first].dimension is not Dimension.TEMPERATURE:
        assert convert(Fraction(0), first, second) == 0
        assert convert(value, first, second) == convert_difference(value, first, second)


@pytest.mark.parametrize(
    ("value", "source", "target", "wanted"),
    [
        ("1", "INH", "MMT", "25.4"),
        ("1", "LBR", "GRM", "453.59237"),
        ("1", "GLL", "INQ", "231"),
        ("1", "GLI", "LTR", "4.54609"),
        ("1", "STN", "LBR", "2000"),
        ("1", "LTN", "LBR", "2240"),
        ("2.5", "DZN", "EA", "30"),
        ("3", "PR", "H87", "6"),
        ("7", "EA", "C62", "7"),
        ("1", "KWH", "3B", "3.6"),
        ("36", "KMH", "MTS", "10"),
        ("90", "RPM", "RPS", "1.5"),
        ("12", "F21", "M92", "1"),
        ("100", "CEL", "FAH", "212"),
        ("-40", "FAH", "CEL", "-40"),
        ("0", "KEL", "CEL", "-273.15"),
        ("1", "SEC", "HUR", "1/3600"),
    ],
)
def test_values_that_everyone_knows(value: str, source: str, target: str, wanted: str) -> None:
    assert exact_text(convert(Decimal(value), source, target)) == wanted


def test_a_tolerance_of_five_degrees_is_no_temperature_of_five_degrees() -> None:
    assert exact_text(convert_difference(Decimal(5), "CEL", "KEL")) == "5"
    assert exact_text(convert(Decimal(5), "CEL", "KEL")) == "278.15"
    kelvins = canonical_unit(Dimension.TEMPERATURE_DIFFERENCE)
    assert kelvins == unit("CEL").of_differences()._replace(code="KEL", name="kelvin")
    assert unit("KGM").of_differences() is unit("KGM")


def test_every_dimension_has_one_canonical_unit() -> None:
    units = [canonical_unit(dimension) for dimension in Dimension]
    assert [it.dimension for it in units] == list(Dimension)
    assert {(it.factor, it.offset) for it in units} == {(Fraction(1), Fraction(0))}
    told = ("C62", "KGM", "MTR", "MTK", "MTQ", "SEC", "KEL", "NU", "PAL", "JOU")
    assert set(told) <= {it.code for it in units}


def test_a_quantity_is_shown_in_the_canonical_unit() -> None:
    assert canonical(Decimal(3), "DZN") == Measure(Fraction(36), unit("C62"))
    assert canonical(Decimal(20), "CEL") == Measure(Fraction("293.15"), unit("KEL"))
    assert all(canonical(Decimal(1), code).unit.dimension is it.dimension for code, it in UNITS.items())


@pytest.mark.parametrize("code", ["XYZ", "", "ea", "Nm", "KGM "])
def test_an_unknown_unit_is_told_as_such(code: str) -> None:
    assert find(code) is None
    for ask in (lambda: unit(code), lambda: convert(Decimal(1), code, "C62"), lambda: convert(Decimal(1), "C62", code)):
        with pytest.raises(UnknownUnitError) as told:
            ask()
        assert (told.value.code, repr(code) in told.value.message, bool(told.value.hint)) == (
            "UNIT_UNKNOWN",
            True,
            True,
        )


def test_units_of_different_dimensions_do_not_convert() -> None:
    firsts: dict[Dimension, Unit] = {}
    for it in UNITS.values():
        firsts.setdefault(it.dimension, it)
    for one, other in combinations(firsts.values(), 2):
        with pytest.raises(UnitMismatchError) as told:
            convert(Decimal(1), one.code, other.code)
        assert told.value.code == "UNIT_MISMATCH"
    with pytest.raises(UnitMismatchError, match=r"NU \(newton metre\) measures torque and JOU \(joule\) energy"):
        convert(Decimal(1), "NU", "JOU")


@given(st.fractions())
def test_text_of_a_fraction_is_read_back_as_the_same(value: Fraction) -> None:
    assert Fraction(exact_text(value)) == value


@given(AMOUNTS)
def test_decimals_are_told_as_decimals(value: Decimal) -> None:
    text = exact_text(Fraction(value))
    assert "/" not in text
    assert "E" not in text.upper()
    assert Decimal(text) == value
    assert not ("." in text and text.endswith("0"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(5, 9), "5/9"),
        (Fraction(-25, 3), "-25/3"),
        (Fraction(10**30), "1" + "0" * 30),
        (Fraction(1, 10**12), "0.000000000001"),
        (Fraction(1200), "1200"),
        (Fraction(1, 10**5000), "0." + "0" * 4999 + "1"),
        (Fraction(10**5000, 3), "1" + "0" * 5000 + "/3"),
    ],
    ids=lambda it: str(it)[:20] if isinstance(it, str) else "",
)
def test_a_fraction_is_decimal_digits_where_these_end_and_a_ratio_where_not(value: Fraction, text: str) -> None:
    assert exact_text(value) == text
