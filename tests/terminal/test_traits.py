"""The words for what is special about a line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.terminal.traits import trait_words
from graph.answers.line import USUAL, LineTraits
from graph.model.bom_line import QuantityKind

SAID = {
    "": USUAL,
    "phantom": LineTraits(phantom=True),
    "per order": LineTraits(QuantityKind.FIXED),
    "scrap 2 %": LineTraits(scrap=Decimal("0.02")),
    "scrap 20 %": LineTraits(scrap=Decimal("0.2")),
    "scrap 2.5 %": LineTraits(scrap=Decimal("0.0250")),
    "scrap 0 %": LineTraits(scrap=Decimal(0)),
    "scrap 0.0000000001 %": LineTraits(scrap=Decimal("0.000000000001")),
    "per order, phantom, consumable, optional, scrap 99 %": LineTraits(
        QuantityKind.FIXED, Decimal("0.99"), phantom=True, consumable=True, optional=True
    ),
}


@pytest.mark.parametrize("words", SAID)
def test_traits_are_told_in_words(words: str) -> None:
    assert trait_words(SAID[words]) == words
