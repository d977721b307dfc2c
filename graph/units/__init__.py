"""Units of measure: UN/ECE Recommendation 20 with exact factors, and conversions of single items.

No float, no rounding: values are decimals or fractions on the way in and fractions on the way out.
"""

from graph.units.convert import Measure, canonical, canonical_unit, convert, convert_difference, find, unit
from graph.units.errors import (
    ConversionConflictError,
    ConversionCycleError,
    ItemConversionError,
    UnitError,
    UnitMismatchError,
    UnknownUnitError,
)
from graph.units.items import ItemConversion, ItemUnits
from graph.units.table import UNITS
from graph.units.text import exact_text
from graph.units.unit import Dimension, Unit

__all__ = [
    "UNITS",
    "ConversionConflictError",
    "ConversionCycleError",
    "Dimension",
    "ItemConversion",
    "ItemConversionError",
    "ItemUnits",
    "Measure",
    "Unit",
    "UnitError",
    "UnitMismatchError",
    "UnknownUnitError",
    "canonical",
    "canonical_unit",
    "convert",
    "convert_difference",
    "exact_text",
    "find",
    "unit",
]
