"""The table and the public list of UN/ECE Recommendation 20, which is the source of codes and names."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest

from graph.units import UNITS, Dimension, canonical_unit

DEPRECATED = {"B37", "B38"}
"""Kilogram-force and its metre: the list advises against them, drawings and presses still use them."""

_POWER = r"10(?P<{}>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
_NUMBER = r"(?P<number>\d[\d ]*(?:,[\d ]+|/\d+)?)"
FACTOR = re.compile(rf"(?:{_POWER.format('alone')}|{_NUMBER}(?:[x\u00d7] {_POWER.format('times')})?)?")
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def listed_factor(text: str) -> Fraction:
    """The factor of the list: decimal comma, groups of digits, powers in superscripts, then the SI unit."""
    found = FACTOR.match(text.strip())
    assert found is not None
    number = (found["number"] or "1").replace(" ", "").replace(",", ".")
    power = (found["alone"] or found["times"] or "0").translate(SUPERSCRIPTS)
    return Fraction(number) * Fraction(10) ** int(power)


@pytest.fixture(scope="module")
def listed(real_data: Path) -> dict[str, dict[str, str]]:
    with (real_data / "codes" / "unece_rec20_units.csv").open(encoding="utf-8", newline="") as file:
        return {row["CommonCode"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def origins() -> dict[str, str]:
    text = (files("graph.units") / "units.csv").read_text(encoding="utf-8")
    return {row["code"]: row["origin"] for row in csv.DictReader(text.splitlines())}


def relative(listed: dict[str, dict[str, str]], code: str) -> Fraction:
    """The list's factor of a unit, to the canonical unit of our dimension."""
    canonical = canonical_unit(UNITS[code].dimension).code
    return listed_factor(listed[code]["ConversionFactor"]) / listed_factor(listed[canonical]["ConversionFactor"])


def codes_of(origins: dict[str, str], origin: str) -> list[str]:
    return [code for code, it in origins.items() if it == origin]


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("m", "1"),
        ("(kg x m)/s²", "1"),
        ("12", "12"),
        ("10⁻¹² F", "1e-12"),
        ("5/9 x K", "5/9"),
        ("1 609,344 m", "1609.344"),
        ("4, 731 765 x 10⁻⁴ m³", "0.0004731765"),
        ("2,777 78 \u00d7 10⁻⁴ kg x s⁻¹", "0.000277778"),
        ("1,67 x 10⁻²/s", "0.0167"),
        ("10³ V x A", "1000"),
        ("1 013 25 Pa", "101325"),
    ],
)
def test_the_odd_numbers_of_the_list_are_read(text: str, factor: str) -> None:
    assert listed_factor(text) == Fraction(factor)


def test_every_code_is_in_the_list_by_its_name(listed: dict[str, dict[str, str]]) -> None:
    names = {code: listed[code]["Name"].replace("\N{NO-BREAK SPACE}", " ") for code in UNITS}
    assert {code: unit.name for code, unit in UNITS.items()} == names


def test_no_code_is_deleted_and_the_deprecated_ones_are_known(listed: dict[str, dict[str, str]]) -> None:
    status = {code: listed[code]["Status"] for code in UNITS}
    assert {code for code, it in status.items() if it} == DEPRECATED
    assert {status[code] for code in DEPRECATED} == {"D"}


def test_factors_are_those_of_the_list(listed: dict[str, dict[str, str]], origins: dict[str, str]) -> None:
    codes = codes_of(origins, "LISTED")
    assert len(codes) > 150
    assert {code: UNITS[code].factor for code in codes} == {code: relative(listed, code) for code in codes}


def test_where_the_list_rounds_it_rounds_our_factor(listed: dict[str, dict[str, str]], origins: dict[str, str]) -> None:
    errors = {code: abs(relative(listed, code) / UNITS[code].factor - 1) for code in codes_of(origins, "ROUNDED")}
    coarse = {code for code, error in errors.items() if error > Fraction(1, 100_000)}
    assert len(errors) > 30
    assert all(errors.values()), "a factor that is not rounded needs no override"
    assert coarse == {"RPM", "2X"}
    assert all(error < Fraction(1, 400) for error in errors.values())


@pytest.mark.parametrize(("code", "wrong"), [("APZ", Fraction(1, 10)), ("H76", Fraction(10)), ("J32", Fraction(10))])
def test_where_the_list_is_wrong_by_ten_ours_is_not(
    listed: dict[str, dict[str, str]], origins: dict[str, str], code: str, wrong: Fraction
) -> None:
    assert codes_of(origins, "TENFOLD") == ["APZ", "H76", "J32"]
    assert abs(relative(listed, code) / UNITS[code].factor / wrong - 1) < Fraction(1, 1_000_000)


def test_where_the_list_has_no_factor_ours_is_declared(
    listed: dict[str, dict[str, str]], origins: dict[str, str]
) -> None:
    declared = set(codes_of(origins, "DECLARED"))
    assert declared == {code for code in UNITS if not listed[code]["ConversionFactor"]}
    assert {UNITS[code].dimension for code in declared} == {Dimension.COUNT, Dimension.SET, Dimension.PACK}
    assert {code: UNITS[code].factor for code in ("EA", "H87", "C62")} == dict.fromkeys(("EA", "H87", "C62"), 1)


@pytest.mark.parametrize(
    ("code", "exact"),
    [
        ("ONZ", "0.028349523125"),
        ("APZ", "0.0311034768"),
        ("GLL", "0.003785411784"),
        ("GLI", "0.00454609"),
        ("STN", "907.18474"),
        ("LTN", "1016.0469088"),
        ("FTQ", "0.028316846592"),
        ("OZA", "29.5735295625e-6"),
        ("H76", "1"),
        ("J32", "1e-7"),
    ],
)
def test_the_known_faults_of_the_list_are_mended(code: str, exact: str) -> None:
    assert UNITS[code].factor == Fraction(Decimal(exact))


def test_false_friends_of_the_list_are_what_the_list_says_or_unknown(listed: dict[str, dict[str, str]]) -> None:
    """These codes look like something else: hectopascal, volt-ampere, kilonewton metre, container, kiloton."""
    assert {"HPA", "VA", "KNM", "CTN", "KT"}.isdisjoint(UNITS)
    assert (listed["HPA"]["Name"], UNITS["PAL"].name) == ("hectolitre of pure alcohol", "pascal")
