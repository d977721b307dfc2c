"""Pint, an independent library with definitions of its own, agrees on every factor and offset exactly."""

from __future__ import annotations

from fractions import Fraction

import pint
import pytest

from graph.units import UNITS, Dimension, Unit, canonical_unit, convert, convert_difference
from tests.unit.units.pint_names import PINT

UNCOUNTED = {Dimension.COUNT, Dimension.SET, Dimension.PACK}
SCALES = {code for code, unit in UNITS.items() if unit.dimension is Dimension.TEMPERATURE}
VALUES = (Fraction(0), Fraction(1), Fraction(-40), Fraction("0.412"), Fraction(22, 7))


@pytest.fixture(scope="module")
def registry() -> pint.UnitRegistry[Fraction]:
    return pint.UnitRegistry(non_int_type=Fraction, autoconvert_offset_to_baseunit=False)


def test_every_unit_that_is_no_count_is_compared() -> None:
    assert set(PINT) == {code for code, unit in UNITS.items() if unit.dimension not in UNCOUNTED}
    assert len(PINT) > 190


@pytest.mark.capability(16)
@pytest.mark.parametrize("unit", [UNITS[code] for code in PINT], ids=lambda unit: str(unit.code))
def test_pint_converts_to_the_canonical_unit_and_back_alike(registry: pint.UnitRegistry[Fraction], unit: Unit) -> None:
    canonical = canonical_unit(unit.dimension).code
    for value in VALUES:
        there = registry.Quantity(value, PINT[unit.code]).to(PINT[canonical]).magnitude
        back = registry.Quantity(value, PINT[canonical]).to(PINT[unit.code]).magnitude
        assert convert(value, unit.code, canonical) == there
        assert convert(value, canonical, unit.code) == back


@pytest.mark.parametrize("source", sorted(SCALES))
@pytest.mark.parametrize("target", sorted(SCALES))
def test_pint_converts_differences_of_temperature_alike(
    registry: pint.UnitRegistry[Fraction], source: str, target: str
) -> None:
    def difference(code: str) -> str:
        return PINT[code] if code in {"KEL", "A48"} else f"delta_{PINT[code]}"

    for value in VALUES:
        found = registry.Quantity(value, difference(source)).to(difference(target)).magnitude
        assert convert_difference(value, source, target) == found
