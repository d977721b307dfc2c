"""AdventureWorks: walks over its real bills of material give the answers that were computed independently."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest

from graph.answers.structure import Walk
from graph.clock import parse_instant
from graph.database import Graph
from graph.queries.structure import Context, explode, where_used
from tests.graph.door.looking import Outside
from tests.loading import empty, send
from tests.real.adventureworks import SOURCE, events, events_by_file, finished_goods, item_numbers

EVER = "None"
"""The date by which the expected answers mean all dates together."""


@pytest.fixture(scope="module")
def folder(real_data: Path) -> Path:
    return real_data / "adventureworks"


@pytest.fixture(scope="module")
async def adventureworks(outside: Outside, migrated_graph: Graph, folder: Path) -> Graph:
    await empty(outside)
    outcomes = await send(migrated_graph, SOURCE, list(events(folder)))
    assert set(outcomes) == {"A"}
    return migrated_graph


@cache
def answers(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "expected_answers.json").read_text(encoding="utf-8"))
    return content


def asked(day: str) -> dict[str, Any]:
    if day == EVER:
        return {"context": Context(any_time=True)}
    return {"as_of": parse_instant(f"{day}T12:00:00Z")}


def paths(walk: Walk) -> Iterator[tuple[str, int, Decimal, str]]:
    """Every path down from the start: the item at its end, its length, the quantity along it, the unit of the last."""
    below: defaultdict[str, list[tuple[str, Decimal, str]]] = defaultdict(list)
    uses = walk.uses
    for parent, child, quantity, uom in zip(uses.parents, uses.children, uses.quantities, uses.uoms, strict=True):
        below[parent].append((child, quantity, uom))

    def down(item: str, depth: int, amount: Decimal) -> Iterator[tuple[str, int, Decimal, str]]:
        for child, quantity, uom in below[item]:
            yield child, depth, amount * quantity, uom
            yield from down(child, depth + 1, amount * quantity)

    assert walk.item is not None
    return down(walk.item, 1, Decimal(1))


@pytest.mark.capability(20, 36)
async def test_explosions_have_the_expected_components_on_every_date(adventureworks: Graph, folder: Path) -> None:
    numbers, compared = item_numbers(folder), 0
    for product, expected in answers(folder)["explosion"].items():
        for day, told in expected["by_date"].items():
            walk = await explode(adventureworks, item=numbers[product], **asked(day))
            rows = list(paths(walk))
            found = {
                "distinct_components": len(walk.nodes.items),
                "rows": len(rows),
                "depth": max((depth for _, depth, _, _ in rows), default=0),
                "total_EA": str(sum((amount for _, _, amount, uom in rows if uom == "C62"), Decimal(0)).normalize()),
            }
            assert found == told | {"total_EA": str(Decimal(told["total_EA"]).normalize())}, (product, day)
            assert set(walk.nodes.items) == {item for item, _, _, _ in rows}
            compared += 1
    assert compared == 24


@pytest.mark.capability(20)
async def test_one_explosion_has_exactly_the_expected_components_and_quantities(
    adventureworks: Graph, folder: Path
) -> None:
    expected = answers(folder)["extended_quantity_775_on_2021-12-31"]
    walk = await explode(adventureworks, item=item_numbers(folder)["775"], **asked("2021-12-31"))
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for item, _, amount, _ in paths(walk):
        found[item] += amount
    assert found == {row["number"]: Decimal(row["quantity"]) for row in expected}
    assert set(walk.nodes.items) == set(found)


@pytest.mark.capability(20, 36)
async def test_uses_have_the_expected_assemblies_on_every_date(adventureworks: Graph, folder: Path) -> None:
    numbers, goods, compared = item_numbers(folder), finished_goods(folder), 0
    for component, expected in answers(folder)["where_used"].items():
        for day, count in expected["by_date"].items():
            walk = await where_used(adventureworks, numbers[component], **asked(day))
            assert len(walk.nodes.items) == len(set(walk.nodes.items)) == count, (component, day)
            compared += 1
        last = await where_used(adventureworks, numbers[component], **asked("2021-12-31"))
        wanted = {numbers[str(product)] for product in expected["finished_goods_on_2021_12_31"]}
        assert set(last.nodes.items) & goods == wanted
    assert compared == 48


async def test_loading_again_changes_nothing(adventureworks: Graph, folder: Path) -> None:
    assert set(await send(adventureworks, SOURCE, list(events(folder)))) == {"D"}


def test_mappings_take_every_row_and_make_one_revision_of_each_assembly(folder: Path) -> None:
    items, names, structures = events_by_file(folder)
    lines = [orjson.loads(text)["data"]["lines"] for text in structures]
    assert (len(items), len(names), len(lines), sum(map(len, lines))) == (504, 504, 238, 2576)
    assert sum("toExclusive" in line["effectivity"] for revision in lines for line in revision) == 193


def test_the_day_after_an_inclusive_end_is_the_day_on_which_the_next_line_begins(folder: Path) -> None:
    *_, structures = events_by_file(folder)
    told = [line for text in structures for line in orjson.loads(text)["data"]["lines"]]
    ends = {line["effectivity"]["toExclusive"] for line in told if "toExclusive" in line["effectivity"]}
    assert {"2021-08-08T00:00:00Z", "2021-11-14T00:00:00Z"} <= ends
