"""What a walk over product structure amounts to, item by item."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Undefined(StrEnum):
    """Why a quantity is not told; where there are several reasons, the last of these."""

    UNITS = "UNITS"
    FIXED = "FIXED"
    REVISIONS = "REVISIONS"
    CIRCLE = "CIRCLE"


class TotalQuantity(NamedTuple):
    """An exact amount, as far as it is stated in one unit."""

    quantity: Decimal
    uom: str


@dataclass(frozen=True, slots=True)
class ItemTotal:
    """One item of a walk, over all paths between it and the start together.

    Attributes:
        item: its number.
        quantities: how much of the item one piece of the start takes; of a walk upwards, how much of the start one
            piece of the item takes. One amount for each unit that the lines of the component use, by unit; empty where
            it is undefined.
        least: levels of the shortest path.
        greatest: levels of the longest path; none where a circle makes it endless.
        paths: how many paths lead there; none where a circle makes them endless.
        on_circle: whether the item uses itself over others.
        undefined: why quantities are not told. Units: a path leads through an item that is used in several units, of
            which its own structure can be for one only. Fixed: a line on a path takes its quantity once for an order
            of any size, so that there is none for one piece. Revisions: several revisions of an item were followed,
            of which one piece is made by one only. A circle: on it and behind it nothing adds up.

    """

    item: str
    quantities: tuple[TotalQuantity, ...]
    least: int
    greatest: int | None
    paths: int | None
    on_circle: bool
    undefined: Undefined | None
