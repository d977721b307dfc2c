"""Exact fractions as text."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def exact_text(value: Fraction) -> str:
    """Decimal digits where these end (`0.028349523125`), and a ratio in lowest terms where they do not (`-5/9`).

    Never an exponent, never a trailing zero; `Fraction` reads both forms back.
    """
    places = _places(value.denominator)
    if places is None:
        return f"{_digits(value.numerator)}/{_digits(value.denominator)}"
    digits = _digits(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    return f"{'-' if value < 0 else ''}{whole}{'.' if part else ''}{part}"


def _digits(number: int) -> str:
    """All digits: an amount multiplied down many levels may have more than the 4,300 that `str` gives of an integer."""
    return str(Decimal(number))


def _places(denominator: int) -> int | None:
    """How many decimals a fraction in lowest terms has; none if they do not end."""
    counts = []
    for prime in (2, 5):
        count = 0
        while denominator % prime == 0:
            denominator //= prime
            count += 1
        counts.append(count)
    return max(counts) if denominator == 1 else None
