"""What is special about a BOM line, and what may stand in for its component, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model.bom_line import QuantityKind, SubstituteKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from graph.answers.line import LineTraits, SubstituteRule


def trait_words(traits: LineTraits) -> str:
    """The traits of a line, separated by commas; nothing for a usual one."""
    return ", ".join(_words(traits))


def rule_words(rule: SubstituteRule) -> str:
    """How much of a substitute is taken, and when it comes in question."""
    in_set = f", set {rule.set_name}" if rule.set_name else ""
    way = ", two-way" if rule.kind is SubstituteKind.TWO_WAY else ""
    return f"{rule.quantity:f} {rule.uom}, substitute for {rule.component}{in_set}, priority {rule.priority}{way}"


def _words(traits: LineTraits) -> Iterator[str]:
    if traits.quantity_kind is QuantityKind.FIXED:
        yield "per order"
    yield from (name for name in ("phantom", "consumable", "optional") if getattr(traits, name))
    if traits.scrap is not None:
        yield f"scrap {_percent(traits.scrap)} %"


def _percent(share: Decimal) -> str:
    """A share of one in percent, without zeros at its end."""
    text = f"{share * 100:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
