"""The words for what is special about a line."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from app.terminal.traits import trait_words
from app.terminal.walk import walk
from graph.answers.line import USUAL, LineTraits, SubstituteRule
from graph.model.bom import BomReference
from graph.model.bom_line import QuantityKind, SubstituteKind
from tests.terminal.pages import piped
from tests.terminal.test_walk_page import walked

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


def stand_in(item: str, line: str, priority: int, kind: SubstituteKind, set_name: str | None = None) -> SubstituteRule:
    return SubstituteRule(
        bom=BomReference(item="A", revision="B").key,
        line=line,
        component="B",
        item=item,
        quantity=Decimal("1.50"),
        uom="KGM",
        priority=priority,
        kind=kind,
        set_name=set_name,
        plants=("*",),
        eff_from=None,
        eff_to=None,
    )


def test_a_tree_tells_what_is_special_and_what_may_stand_in() -> None:
    found = walked(("A", "10", "B", "1"), ("A", "20", "C", "2"), ("B", "10", "D", "0.50"))
    special = replace(found, uses=replace(found.uses, traits=(LineTraits(phantom=True), USUAL, USUAL)))
    rules = [
        stand_in("X", "10", 1, SubstituteKind.TWO_WAY),
        stand_in("Y", "10", 2, SubstituteKind.ONE_WAY, set_name="S"),
    ]
    assert piped(walk(special, rules)).split("\n\n")[1].splitlines() == [
        "A",
        "├── B  1 C62, phantom  line 10 of revision B",
        "│   ├── or X  1.50 KGM, substitute for B, priority 1, two-way",
        "│   ├── or Y  1.50 KGM, substitute for B, set S, priority 2",
        "│   └── D  0.50 C62  line 10 of revision B",
        "└── C  2 C62  line 20 of revision B",
    ]
