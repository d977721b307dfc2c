"""BOM lines: a component with how it is counted and what it is there for, and the items that may stand in for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import combinations
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from graph.model.base import ALL_PLANTS, Effectivity, ItemReference, Key, Quantity, Subject, Value

FRACTION_TEXT = r"^0(\.[0-9]{1,12})?$"
"""Exact decimal fractions from 0 to less than 1, ASCII digits only."""


class QuantityKind(StrEnum):
    """What the quantity of a line is taken for."""

    PER_UNIT = "PER_UNIT"
    FIXED = "FIXED"


class SubstituteKind(StrEnum):
    """Whether only the substitute may replace the component, or each of them the other."""

    ONE_WAY = "ONE_WAY"
    TWO_WAY = "TWO_WAY"


def _fraction(value: object) -> str:
    if not isinstance(value, str) or re.fullmatch(FRACTION_TEXT, value) is None:
        raise PydanticCustomError(
            "scrap_format", "scrap is decimal text from 0 to less than 1, at most 12 decimals, for example 0.02"
        )
    return value


Scrap = Annotated[
    str, BeforeValidator(_fraction), Field(pattern=FRACTION_TEXT, description="The exact share that is lost.")
]
"""The share of what is taken that is expected to be lost."""


class Substitute(Value):
    """An item that may stand in for the component of a line.

    Attributes:
        quantity: how much of it takes the place of the line's quantity; as much when left out.
        priority: 1 comes first: among the members of its set, or among those of the line that belong to no set.
        kind: whether the component may stand in for it, too, on lines that ask for it.
        set_name: the members of one set replace the component together, never one of them alone.
        effectivity: where and when it may stand in, within the effectivity of its line.

    """

    item: ItemReference
    quantity: Quantity | None = None
    priority: int = Field(default=1, ge=1, le=1_000_000)
    kind: SubstituteKind = SubstituteKind.ONE_WAY
    set_name: Key | None = None
    effectivity: Effectivity = Effectivity()

    @field_validator("quantity")
    @classmethod
    def _is_some(cls, quantity: Quantity | None) -> Quantity | None:
        if quantity is not None and quantity.amount <= 0:
            raise PydanticCustomError("substitute_quantity", "the quantity of a substitute is greater than zero")
        return quantity

    @model_validator(mode="after")
    def _sets_replace_one_way(self) -> Self:
        if self.set_name is not None and self.kind is SubstituteKind.TWO_WAY:
            raise PydanticCustomError("substitute_kind", "the members of a set replace the component ONE_WAY only")
        return self


class BomLine(Value):
    """One component of a revision.

    The quantity may be zero or negative: contracts accepted that before, and what once was accepted stays readable.

    Attributes:
        quantity_kind: whether the quantity is taken for each piece of the parent, or once for an order of any size.
        scrap: the share of what is taken that is expected to be lost, for example "0.02" for two of a hundred.
        phantom: the component is never stocked itself; its own components go straight into the parent.
        consumable: used up in the making and not counted in the product.
        optional: taken only where the order asks for it.

    """

    line: Key
    item: ItemReference
    quantity: Quantity
    find_number: Key | None = None
    designators: tuple[Key, ...] = ()
    effectivity: Effectivity = Effectivity()
    quantity_kind: QuantityKind = QuantityKind.PER_UNIT
    scrap: Scrap | None = None
    phantom: bool = False
    consumable: bool = False
    optional: bool = False
    substitutes: tuple[Substitute, ...] = Field(default=(), max_length=100)

    def references(self) -> Iterator[Subject]:
        """The component, the items that may stand in for it, and the plants that are named."""
        yield Subject("Item", self.item)
        yield from self.effectivity.references()
        for substitute in self.substitutes:
            yield Subject("Item", substitute.item)
            yield from substitute.effectivity.references()

    @model_validator(mode="after")
    def _substitutes_are_sound(self) -> Self:
        if any(it.item == self.item for it in self.substitutes):
            raise PydanticCustomError("substitute_self", "a component cannot be its own substitute")
        if any(meet(self.effectivity, it.effectivity) is None for it in self.substitutes):
            raise PydanticCustomError("substitute_effectivity", "a substitute never applies while its line does")
        for one, other in combinations(self.substitutes, 2):
            _check_rivals(one, other)
        return self


def _check_rivals(one: Substitute, other: Substitute) -> None:
    """Two of one set, or two of none, that meet somewhere must be told apart there."""
    if one.set_name != other.set_name or meet(one.effectivity, other.effectivity) is None:
        return
    if one.item == other.item:
        raise PydanticCustomError("substitute_twice", "a substitute is listed twice for one plant and time")
    if one.priority == other.priority:
        raise PydanticCustomError("substitute_priority", "two substitutes have one priority for one plant and time")


def meet(one: Effectivity, other: Effectivity) -> Effectivity | None:
    """Where and when both apply; none if they never do."""
    since, until = max(one.since, other.since), min(one.until, other.until)
    plants = _common(one.plants, other.plants)
    if since >= until or not plants:
        return None
    return one.model_copy(update={"plants": plants, "since": since, "until": until})


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    if one == (ALL_PLANTS,):
        return other
    return one if other == (ALL_PLANTS,) else tuple(plant for plant in one if plant in other)
