"""Conversions that hold for one item only: a reel of it is 3,000 pieces, a metre of it weighs 0.12 kilograms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from graph.units.convert import convert, find
from graph.units.errors import (
    ConversionConflictError,
    ConversionCycleError,
    ItemConversionError,
    UnitMismatchError,
    UnknownUnitError,
)
from graph.units.table import CANONICAL
from graph.units.text import exact_text
from graph.units.unit import Dimension


@dataclass(frozen=True, slots=True)
class ItemConversion:
    """So much of an item in one unit is so much of it in another.

    A unit need not be in the table: reels, boxes and other packages are what each item's conversions say.

    Attributes:
        from_quantity: above zero.
        from_unit: code of a unit.
        to_quantity: above zero.
        to_unit: code of a unit.

    Raises:
        ItemConversionError: a quantity is not above zero, or a unit is a scale of temperature.

    """

    from_quantity: Decimal
    from_unit: str
    to_quantity: Decimal
    to_unit: str

    def __post_init__(self) -> None:
        for quantity, code in ((self.from_quantity, self.from_unit), (self.to_quantity, self.to_unit)):
            if not (quantity.is_finite() and quantity > 0):
                raise ItemConversionError(f"{self} needs quantities above zero", hint="Such as 1 RL = 3000 C62")
            known = find(code)
            if known is not None and known.dimension is Dimension.TEMPERATURE:
                raise ItemConversionError(f"{self} is no conversion: {code} is a scale of temperature")

    def __str__(self) -> str:
        return f"{self.from_quantity:f} {self.from_unit} = {self.to_quantity:f} {self.to_unit}"


class _Place(NamedTuple):
    """How much of an anchor one of a unit is; units that convert into each other have one anchor."""

    anchor: str
    factor: Fraction


class ItemUnits:
    """The units of one item: those of the table, joined by what is stated for the item.

    Whatever the order of the statements, they mean the same. One that says again what is known is taken; one that
    contradicts it is refused, and so is one that closes a circle, even if it agrees: two ways between the same units
    would fall apart with the next change of either.

    Args:
        conversions: all that is stated for the item.

    Raises:
        ConversionConflictError: one of them contradicts the table or the others.
        ConversionCycleError: one of them closes a circle.

    """

    def __init__(self, conversions: Iterable[ItemConversion] = ()) -> None:
        self._places: dict[str, _Place] = {}
        self._stated: set[frozenset[str]] = set()
        for conversion in conversions:
            self._add(conversion)

    def convert(self, value: Decimal | Fraction, from_unit: str, to_unit: str) -> Fraction:
        """A value in another unit, exactly, by the table and by what is stated for the item.

        Raises:
            UnknownUnitError: neither the table nor a statement knows a unit.
            UnitMismatchError: nothing joins the two.

        """
        source, target = self._known(from_unit), self._known(to_unit)
        if find(from_unit) and _node(from_unit).anchor == _node(to_unit).anchor:
            return convert(value, from_unit, to_unit)  # within one dimension scales of temperature have their zeros
        if source.anchor != target.anchor:
            message = f"nothing says for this item how {from_unit} converts to {to_unit}"
            raise UnitMismatchError(message, hint=f"State how many {to_unit} one {from_unit} of it is")
        return Fraction(value) * source.factor / target.factor

    def _known(self, code: str) -> _Place:
        if find(code) is None and code not in self._places:
            message = f"the unit {code!r} is in no conversion of this item, and not in the table"
            raise UnknownUnitError(message, hint=f"State what one {code} of the item is")
        return self._place(code)

    def _place(self, code: str) -> _Place:
        node = _node(code)
        place = self._places.get(node.anchor, _Place(node.anchor, Fraction(1)))
        return _Place(place.anchor, node.factor * place.factor)

    def _add(self, conversion: ItemConversion) -> None:
        left, right = self._place(conversion.from_unit), self._place(conversion.to_unit)
        ends = frozenset((_node(conversion.from_unit).anchor, _node(conversion.to_unit).anchor))
        # How much of the anchor on the right one of that on the left is.
        ratio = (Fraction(conversion.to_quantity) * right.factor) / (Fraction(conversion.from_quantity) * left.factor)
        if left.anchor == right.anchor:
            self._check_again(conversion, ends, ratio)
        else:
            self._join(ends, left.anchor, _Place(right.anchor, ratio))
        self._stated.add(ends)

    def _join(self, ends: frozenset[str], anchor: str, place: _Place) -> None:
        """Put what hangs on one anchor on another one, in which one of it has this place."""
        places = {end: _Place(end, Fraction(1)) for end in ends} | self._places
        moved = {
            it: _Place(place.anchor, old.factor * place.factor) for it, old in places.items() if old.anchor == anchor
        }
        self._places = places | moved

    def _check_again(self, conversion: ItemConversion, ends: frozenset[str], ratio: Fraction) -> None:
        """Refuse what says otherwise than what is known, or the same by another way."""
        if ratio != 1:
            so_far = exact_text(Fraction(conversion.to_quantity) / ratio)
            message = f"{conversion} contradicts what is known: it is {so_far} {conversion.to_unit}"
            raise ConversionConflictError(message, hint="Correct one of the two")
        if len(ends) > 1 and ends not in self._stated:
            message = f"{conversion} follows from the other conversions of the item already"
            raise ConversionCycleError(message, hint="Leave it out, or leave out one of the others")


def _node(code: str) -> _Place:
    """What is joined: the canonical unit for all of a dimension of the table, and any other unit by itself."""
    known = find(code)
    return _Place(code, Fraction(1)) if known is None else _Place(CANONICAL[known.dimension].code, known.factor)
