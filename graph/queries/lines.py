"""Lines and the rules of substitution as statements return them, made into rows of answers: pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from graph.answers.line import LineTraits, SubstituteRule
from graph.clock import FAR_FUTURE, FAR_PAST
from graph.model.bom_line import QuantityKind


def interval(eff_from: int, eff_to: int) -> dict[str, int | None]:
    """A span of valid time, none where it is open."""
    return {
        "eff_from": eff_from if eff_from > FAR_PAST else None,
        "eff_to": eff_to if eff_to < FAR_FUTURE else None,
    }


def traits_of(told: Mapping[str, Any]) -> LineTraits:
    """What is special about a line; what is usual is null."""
    scrap = told["scrap"]
    return LineTraits(
        quantity_kind=QuantityKind(told["quantity_kind"] or QuantityKind.PER_UNIT),
        scrap=None if scrap is None else Decimal(scrap),
        phantom=bool(told["phantom"]),
        consumable=bool(told["consumable"]),
        optional=bool(told["optional"]),
    )


def rule_of(told: Mapping[str, Any]) -> SubstituteRule:
    """One rule."""
    exact = {"quantity": Decimal(told["quantity"])}
    return SubstituteRule(**{**told, **exact, **interval(told["eff_from"], told["eff_to"])})
