"""What is wrong with a unit or with a conversion."""

from __future__ import annotations

from graph.errors import InputError


class UnitError(InputError):
    """A quantity cannot be had in the unit that was asked for."""

    code = "UNIT"


class UnknownUnitError(UnitError):
    """Nothing says what the unit is."""

    code = "UNIT_UNKNOWN"


class UnitMismatchError(UnitError):
    """The two units measure different things."""

    code = "UNIT_MISMATCH"


class ItemConversionError(UnitError):
    """A conversion that is stated for an item cannot be one."""

    code = "UNIT_CONVERSION"


class ConversionConflictError(ItemConversionError):
    """It contradicts the table, or what is stated for the item already."""

    code = "UNIT_CONFLICT"


class ConversionCycleError(ItemConversionError):
    """It joins what other conversions of the item have joined already, by another way."""

    code = "UNIT_CYCLE"
