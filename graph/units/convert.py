"""Exact conversion between the units of the table."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from graph.units.errors import UnitMismatchError, UnknownUnitError
from graph.units.table import CANONICAL, UNITS
from graph.units.unit import Dimension, Unit

_CODES: Final = "Units are codes of UN/ECE Recommendation 20, such as C62 for pieces or KGM for kilograms"


class Measure(NamedTuple):
    """A quantity as an exact fraction, with its unit."""

    value: Fraction
    unit: Unit


def find(code: str) -> Unit | None:
    """The unit of a code; none for a code that is not in the table."""
    return UNITS.get(code)


def unit(code: str) -> Unit:
    """The unit of a code of UN/ECE Recommendation 20.

    Raises:
        UnknownUnitError: it is not in the table.

    """
    found = UNITS.get(code)
    if found is None:
        raise UnknownUnitError(f"the unit {code!r} is unknown", hint=_CODES)
    return found


def canonical_unit(dimension: Dimension) -> Unit:
    """The unit in which quantities of a dimension are compared and summed; its factor is 1."""
    return CANONICAL[dimension]


def canonical(value: Decimal | Fraction, code: str) -> Measure:
    """A quantity in the canonical unit of its dimension.

    Raises:
        UnknownUnitError: the code is not in the table.

    """
    found = unit(code)
    return Measure(found.to_canonical(value), CANONICAL[found.dimension])


def convert(value: Decimal | Fraction, from_unit: str, to_unit: str) -> Fraction:
    """A finite value in another unit of the same dimension, exactly.

    Temperatures are points on a scale here; see `convert_difference`.

    Raises:
        UnknownUnitError: a code is not in the table.
        UnitMismatchError: the units are of different dimensions.

    """
    return _between(value, unit(from_unit), unit(to_unit))


def convert_difference(value: Decimal | Fraction, from_unit: str, to_unit: str) -> Fraction:
    """A difference, such as a tolerance, in another unit: as `convert`, but without the zeros of temperature scales."""
    return _between(value, unit(from_unit).of_differences(), unit(to_unit).of_differences())


def _between(value: Decimal | Fraction, source: Unit, target: Unit) -> Fraction:
    if source.dimension is not target.dimension:
        message = (
            f"{source.code} ({source.name}) measures {_words(source.dimension)}"
            f" and {target.code} ({target.name}) {_words(target.dimension)}"
        )
        raise UnitMismatchError(message, hint="State a conversion for the item if it has one, such as 1 SET = 4 H87")
    return target.from_canonical(source.to_canonical(value))


def _words(dimension: Dimension) -> str:
    return dimension.value.lower().replace("_", " ")
