"""What a unit of measure is: its dimension, and how it relates to the canonical unit of that dimension."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple


class Dimension(StrEnum):
    """What a unit measures. Only units of one dimension convert into each other.

    Finer than the exponents of the SI, where what these cannot tell apart is different on a shop floor: torque is no
    energy, a rotation no frequency, an apparent power no power, and a difference of temperatures no temperature.
    """

    COUNT = "COUNT"
    SET = "SET"
    PACK = "PACK"
    PROPORTION = "PROPORTION"
    LENGTH = "LENGTH"
    AREA = "AREA"
    VOLUME = "VOLUME"
    MASS = "MASS"
    TIME = "TIME"
    TEMPERATURE = "TEMPERATURE"
    TEMPERATURE_DIFFERENCE = "TEMPERATURE_DIFFERENCE"
    ANGLE = "ANGLE"
    FREQUENCY = "FREQUENCY"
    ROTATION = "ROTATION"
    SPEED = "SPEED"
    FORCE = "FORCE"
    TORQUE = "TORQUE"
    PRESSURE = "PRESSURE"
    ENERGY = "ENERGY"
    POWER = "POWER"
    APPARENT_POWER = "APPARENT_POWER"
    REACTIVE_POWER = "REACTIVE_POWER"
    CURRENT = "CURRENT"
    VOLTAGE = "VOLTAGE"
    RESISTANCE = "RESISTANCE"
    CAPACITANCE = "CAPACITANCE"
    INDUCTANCE = "INDUCTANCE"
    CHARGE = "CHARGE"
    DENSITY = "DENSITY"
    AREA_DENSITY = "AREA_DENSITY"
    LINEAR_DENSITY = "LINEAR_DENSITY"
    DYNAMIC_VISCOSITY = "DYNAMIC_VISCOSITY"
    KINEMATIC_VISCOSITY = "KINEMATIC_VISCOSITY"
    VOLUME_FLOW = "VOLUME_FLOW"
    MASS_FLOW = "MASS_FLOW"
    AMOUNT_OF_SUBSTANCE = "AMOUNT_OF_SUBSTANCE"


class Unit(NamedTuple):
    """One unit; `value * factor + offset` is the value in the canonical unit of its dimension.

    Attributes:
        code: of UN/ECE Recommendation 20.
        name: as the recommendation has it.
        dimension: what it measures.
        factor: how much of the canonical unit one of it is, exactly.
        offset: where its zero lies in the canonical unit; 0 but for scales of temperature.

    """

    code: str
    name: str
    dimension: Dimension
    factor: Fraction
    offset: Fraction = Fraction(0)

    def to_canonical(self, value: Decimal | Fraction) -> Fraction:
        """A value in this unit, in the canonical one."""
        return Fraction(value) * self.factor + self.offset

    def from_canonical(self, value: Fraction) -> Fraction:
        """A value in the canonical unit, in this one."""
        return (value - self.offset) / self.factor

    def of_differences(self) -> Unit:
        """The unit in which differences of what this one measures are told; itself for all but temperatures.

        20 degrees Celsius are 293.15 kelvin, but a tolerance of 20 degrees Celsius is one of 20 kelvin.
        """
        if self.dimension is not Dimension.TEMPERATURE:
            return self
        return self._replace(dimension=Dimension.TEMPERATURE_DIFFERENCE, offset=Fraction(0))
