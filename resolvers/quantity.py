"""Exact amounts with their unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

import strawberry

from resolvers.scalars import Exact
from resolvers.shown import shows


class Amount(Protocol):
    """Any row with a quantity and its unit."""

    quantity: Decimal
    uom: str


@shows(Amount, description="An exact amount and its unit.")
class Quantity:
    """The amount of a line or an order."""

    quantity: Exact = strawberry.field(name="value", description="The exact amount.")
    uom: str = strawberry.field(description="The unit, code of UN/ECE Recommendation 20: C62 is pieces, KGM kilograms.")
