"""AdventureWorks: totals over all paths equal the extended quantities that were computed independently."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from graph.answers.structure import Walk
from graph.answers.totals import ItemTotal
from graph.database import Graph
from graph.derivation.closure import closure_of
from graph.derivation.rollup import roll_up
from graph.derivation.witness import shortest
from graph.queries.structure import explode, where_used
from tests.real import test_adventureworks as loaded
from tests.real.adventureworks import item_numbers

UNITS = {"EA": "C62", "OZ": "ONZ", "IN": "INH"}
"""What the source's unit codes mean in UN/ECE Rec 20."""

folder, adventureworks = loaded.folder, loaded.adventureworks
answers, asked = loaded.answers, loaded.asked


def totals(walk: Walk) -> dict[str, ItemTotal]:
    found = {total.item: total for total in roll_up(closure_of(walk))}
    assert {total.undefined for total in found.values()} <= {None}
    return found


@pytest.mark.capability(20, 36)
async def test_totals_of_explosions_are_the_expected_ones_on_every_date(adventureworks: Graph, folder: Path) -> None:
    """By all dates together, lines that follow each other in time count side by side, as the expected answers do."""
    numbers, compared, quantities = item_numbers(folder), 0, 0
    for product, expected in answers(folder)["explosion"].items():
        for day, told in expected["by_date"].items():
            found = totals(await explode(adventureworks, item=numbers[product], **asked(day)))
            pieces = [it.quantity for total in found.values() for it in total.quantities if it.uom == "C62"]
            assert {
                "distinct_components": len(found),
                "rows": sum(total.paths or 0 for total in found.values()),
                "depth": max((total.greatest or 0 for total in found.values()), default=0),
            } == {name: told[name] for name in ("distinct_components", "rows", "depth")}, (product, day)
            assert sum(pieces, Decimal(0)) == Decimal(told["total_EA"]), (product, day)
            compared, quantities = compared + 1, quantities + len(pieces)
    assert (compared, quantities) == (24, 815)


@pytest.mark.capability(20, 36)
async def test_every_extended_quantity_is_exactly_the_expected_one(adventureworks: Graph, folder: Path) -> None:
    expected = answers(folder)["extended_quantity_775_on_2021-12-31"]
    walk = await explode(adventureworks, item=item_numbers(folder)["775"], **asked("2021-12-31"))
    found = {total.item: [(it.uom, it.quantity) for it in total.quantities] for total in totals(walk).values()}
    assert found == {row["number"]: [(UNITS[row["unit"]], Decimal(row["quantity"]))] for row in expected}
    assert len(expected) == 74


async def test_what_an_assembly_takes_is_the_same_from_below(adventureworks: Graph, folder: Path) -> None:
    """Where-used tells of product 775 for each of its components what its explosion tells."""
    product, compared = item_numbers(folder)["775"], 0
    down = totals(await explode(adventureworks, item=product, **asked("2021-12-31")))
    for item, total in down.items():
        above = await where_used(adventureworks, item, **asked("2021-12-31"))
        told = totals(above)[product]
        assert (told.quantities, told.paths, told.greatest) == (total.quantities, total.paths, total.greatest), item
        assert len(shortest(closure_of(above), product) or ()) == total.least
        compared += 1
    assert compared == 74
