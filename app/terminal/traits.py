"""What is special about a BOM line, and what may stand in for its component, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model.bom_line import QuantityKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from graph.answers.line import LineTraits


def trait_words(traits: LineTraits) -> str:
    """The traits of a line, separated by commas; nothing for a usual one."""
    return ", ".join(_words(traits))


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
