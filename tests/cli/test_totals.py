"""`revtrace explode --totals` and `where-used --totals` on the demo story."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.cli._story import ASKED_AT
from app.engines import Endpoints
from graph.database import Graph
from tests.cli.running import addresses, revtrace
from tests.graph.door.looking import Outside
from tests.loading import empty, load_story


@pytest.fixture(scope="module")
async def story(outside: Outside, migrated_graph: Graph, endpoints: Endpoints) -> dict[str, str]:
    await empty(outside)
    await load_story(migrated_graph)
    return {**addresses(endpoints), "COLUMNS": "80"}


def page(story: dict[str, str], *arguments: str) -> str:
    ran = revtrace(*arguments, "--totals", "--as-of", ASKED_AT, settings=story)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_an_explosion_is_flattened_to_one_line_for_each_item(story: dict[str, str]) -> None:
    shown = page(story, "explode", "BP-2210/C").splitlines()
    assert shown[0] == "What is in BP-2210 revision C  engineering, all plants"
    assert "item     name                                      quantity  unit  levels  paths" in shown
    assert "FA-4801  Screw M4x12, A2                                 14  C62   1 to 2      2" in shown
    assert "CE-4103  Nickel strip 8 mm x 0.15 mm                    2.3  MTR   2           1" in shown


def test_where_used_tells_how_much_each_assembly_takes(story: dict[str, str]) -> None:
    shown = page(story, "where-used", "EC-4029").splitlines()
    assert "How much of EC-4029 one of each item takes, over all paths together:" in shown
    assert "EB-1050  Velmont Cargo 1000, two batteries         2  C62   2           1" in shown


def test_revisions_of_several_plants_are_told_apart_by_the_plant(story: dict[str, str]) -> None:
    assert "◆ by revision: several revisions of one item apply on the way" in page(story, "explode", "CK-2510")
    assert "◆" not in page(story, "explode", "CK-2510", "--plant", "LYON")


def test_totals_for_machines_have_exact_numbers_as_text(story: dict[str, str]) -> None:
    told: dict[str, Any] = json.loads(page(story, "explode", "BP-2210/C", "--json"))
    screw = next(it for it in told["totals"] if it["item"] == "FA-4801")
    assert screw == {
        "item": "FA-4801",
        "name": "Screw M4x12, A2",
        "quantities": [{"quantity": "14", "uom": "C62"}],
        "least": 1,
        "greatest": 2,
        "paths": "2",
        "onCircle": False,
        "undefined": None,
    }
    assert told["envelope"]["clocks"]["asOf"] == "2026-11-20T12:00:00.000000Z"


def test_totals_of_nothing_are_refused(story: dict[str, str]) -> None:
    ran = revtrace("explode", "NOPE", "--totals", settings=story)
    assert ran.returncode == 1
    assert "nothing of the name NOPE is known" in ran.stderr
