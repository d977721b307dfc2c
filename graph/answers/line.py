"""BOM lines: how they count, and what may stand in for their components."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

from graph.answers.envelope import Row
from graph.model.bom_line import QuantityKind, SubstituteKind


class LineTraits(NamedTuple):
    """What is special about a line; nothing is, unless it is said.

    Attributes:
        quantity_kind: whether the quantity is for each piece of the parent, or for an order of any size.
        scrap: the share of what is taken that is expected to be lost; none if it is not stated.

    """

    quantity_kind: QuantityKind = QuantityKind.PER_UNIT
    scrap: Decimal | None = None
    phantom: bool = False
    consumable: bool = False
    optional: bool = False


USUAL: Final = LineTraits()
"""The traits of a line about which nothing special is said."""


class SubstituteRule(Row):
    """One item that may stand in for the component of a line, as its source states it.

    Attributes:
        bom: key of the revision that states it.
        line: id of the line within that revision.
        component: what that line asks for.
        item: what may stand in for it.
        quantity: how much of the item takes the place of the line's quantity.
        set_name: the set that replaces the component together; none for an item that does so by itself.
        plants: where both line and rule apply, `*` for everywhere.
        eff_from: first moment, epoch microseconds; none when open.
        eff_to: first moment after, epoch microseconds; none when open.

    """

    bom: str
    line: str
    component: str
    item: str
    quantity: Decimal
    uom: str
    priority: int
    kind: SubstituteKind
    set_name: str | None
    plants: tuple[str, ...]
    eff_from: int | None
    eff_to: int | None
