"""The units that manufacturing uses, by code of UN/ECE Recommendation 20, with exact factors.

The table is `units.csv`; the first unit of each dimension is the canonical one. The recommendation is the source of
codes and names only: its own factors are rounded for many units and wrong for three. Ours are the definitions: the
SI prefixes, the international yard and pound of 1959 with standard gravity, the gallons of 231 cubic inches (US) and
of 4.54609 litres (UK), the Btu of the international table. The column `origin` says how each relates to the list:

- `LISTED`: equal to the list's.
- `ROUNDED`: the list's is a rounding of it.
- `TENFOLD`: the list's is wrong by a factor of ten (troy ounce, gram per millimetre, micropoise).
- `DECLARED`: the list has none and we say so. One each (EA), one piece (H87), one article (NAR) and one (C62) are
  the same count because this table says so, not because the recommendation does; a dozen pieces are twelve of it.

Left out on purpose: radians (a full turn is no rational number of them), months and years (not of one length),
decibels (no ratio), and units whose meaning the list leaves open, such as linear metres or labour hours. Nobody knows
these here, and answers say so.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from fractions import Fraction
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from graph.units.unit import Dimension, Unit


def _read() -> dict[str, Unit]:
    text = (files(__package__) / "units.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Unit(
            row["code"], row["name"], Dimension(row["dimension"]), Fraction(row["factor"]), Fraction(row["offset"])
        )
        for row in csv.DictReader(text.splitlines())
    }


UNITS: Final[Mapping[str, Unit]] = MappingProxyType(_read())
"""All units by code, the canonical one of each dimension before the others of it."""


def _canonical() -> dict[Dimension, Unit]:
    found: dict[Dimension, Unit] = {}
    for unit in UNITS.values():
        found.setdefault(unit.dimension, unit)
    found[Dimension.TEMPERATURE_DIFFERENCE] = found[Dimension.TEMPERATURE].of_differences()
    return found


CANONICAL: Final[Mapping[Dimension, Unit]] = MappingProxyType(_canonical())
"""The unit in which quantities of a dimension are compared and summed."""
