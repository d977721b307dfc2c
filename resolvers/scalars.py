"""The scalars: instants as RFC 3339 text with an offset, exact amounts as decimal text or as a ratio."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final, NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

from graph.clock import InstantError, format_instant, parse_instant
from graph.errors import InputError
from graph.units import exact_text

Instant = NewType("Instant", int)
"""Epoch microseconds."""

Exact = NewType("Exact", Decimal)
"""An exact amount."""

Rational = NewType("Rational", Fraction)
"""An exact amount that may be no decimal."""


_HINT: Final = "Write it as 2026-11-24T08:13:00+01:00"


def _read_instant(value: object) -> Instant:
    if not isinstance(value, str):
        raise InputError("a moment is text", hint=_HINT)
    try:
        return Instant(parse_instant(value))
    except InstantError as error:
        raise InputError(str(error), hint=_HINT) from None


def _show_exact(value: Decimal | str) -> str:
    """Plain digits, never an exponent."""
    return value if isinstance(value, str) else f"{value:f}"


SCALARS: Final[dict[object, ScalarDefinition]] = {
    Instant: strawberry.scalar(
        name="DateTime",
        description="A moment, as RFC 3339 text. On the way in its offset from UTC is required, for example"
        " `2026-11-24T08:13:00+01:00`; on the way out it is UTC with six decimals, `2026-11-24T07:13:00.000000Z`.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
        serialize=format_instant,
        parse_value=_read_instant,
    ),
    Exact: strawberry.scalar(
        name="Decimal",
        description="An exact amount as text of decimal digits, for example `0.412`. It is never rounded, and never a"
        " floating-point number; read it with a decimal type.",
        serialize=_show_exact,
    ),
    Rational: strawberry.scalar(
        name="Rational",
        description="An exact amount as text: decimal digits where these end, for example `0.028349523125`, and"
        " otherwise a ratio of two whole numbers in lowest terms, for example `-5/9`. It is never rounded.",
        serialize=exact_text,
    ),
}
