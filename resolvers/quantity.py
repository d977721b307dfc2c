"""Exact amounts with their unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

import strawberry

from graph.units import canonical_unit, find
from resolvers.scalars import Exact, Rational
from resolvers.shown import resolved, shows


class Amount(Protocol):
    """Any row with a quantity and its unit."""

    quantity: Decimal
    uom: str


def _canonical_value(root: Amount) -> Rational | None:
    known = find(root.uom)
    return Rational(known.to_canonical(root.quantity)) if known else None


def _canonical_uom(root: Amount) -> str | None:
    known = find(root.uom)
    return canonical_unit(known.dimension).code if known else None


@shows(Amount, description="An exact amount and its unit, as its source tells it and in the canonical unit.")
class Quantity:
    """The amount of a line or an order."""

    quantity: Exact = strawberry.field(name="value", description="The exact amount.")
    uom: str = strawberry.field(description="The unit, code of UN/ECE Recommendation 20: C62 is pieces, KGM kilograms.")
    canonical_value: Rational | None = resolved(
        _canonical_value, "The same amount in the canonical unit, exactly; null if the unit is unknown."
    )
    canonical_uom: str | None = resolved(
        _canonical_uom,
        "The canonical unit of what the unit measures: C62 for counts, KGM for masses, MTR for lengths, MTQ for"
        " volumes; null if the unit is unknown.",
    )
