"""A quantity is shown as its source tells it, and beside that in the canonical unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

import pytest
import strawberry
from strawberry.schema.config import StrawberryConfig

from resolvers.quantity import Quantity
from resolvers.scalars import SCALARS


class Told(NamedTuple):
    quantity: Decimal
    uom: str


def _amount(value: str, uom: str) -> Any:
    return Told(Decimal(value), uom)


@strawberry.type
class Query:
    amount: Quantity = strawberry.field(resolver=_amount)


SCHEMA = strawberry.Schema(Query, config=StrawberryConfig(scalar_map=SCALARS))


@pytest.mark.capability(16)
@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (("2.50", "DZN"), ("30", "C62")),
        (("0.412", "KGM"), ("0.412", "KGM")),
        (("3", "ONZ"), ("0.085048569375", "KGM")),
        (("250", "MLT"), ("0.00025", "MTQ")),
        (("68", "FAH"), ("293.15", "KEL")),
        (("10", "L2"), ("1/6000", "MQS")),
        (("4", "SET"), ("4", "SET")),
        (("4", "RL"), (None, None)),
        (("-0.000000000001", "KGM"), ("-0.000000000001", "KGM")),
    ],
)
def test_both_quantities_are_shown_and_null_where_the_unit_is_unknown(
    told: tuple[str, str], shown: tuple[str | None, str | None]
) -> None:
    query = "query Q($v: String!, $u: String!) { amount(value: $v, uom: $u) { value uom canonicalValue canonicalUom } }"
    answer = SCHEMA.execute_sync(query, {"v": told[0], "u": told[1]})
    assert answer.errors is None
    assert answer.data is not None
    assert tuple(answer.data["amount"].values()) == (*told, *shown)
