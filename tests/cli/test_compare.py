"""`revtrace compare` on the demo story, as a person asks it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from app.cli._story import ASKED_AT
from app.cli.compare import read_side
from app.demo import story_files
from app.engines import Endpoints
from graph.database import Graph
from graph.errors import InputError
from graph.model.bom import View
from graph.queries.comparison import Side
from tests.cli.running import addresses, revtrace
from tests.graph.door.looking import Outside
from tests.loading import empty, load_story

AT_THE_END = ("--as-of", ASKED_AT)
LYON = "BP-2210/01@MANUFACTURING:LYON"


class Told(NamedTuple):
    """The story in the database: where that is."""

    settings: Mapping[str, str]

    def ask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return revtrace("compare", *arguments, settings={**self.settings, "COLUMNS": "80"})

    def page(self, *arguments: str) -> str:
        ran = self.ask(*arguments, *AT_THE_END)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def rows(self, *arguments: str) -> list[tuple[str, str, str]]:
        """Kind, item before and item after of each row."""
        answer: dict[str, Any] = json.loads(self.page(*arguments, "--json"))
        rows = answer["comparison"]["difference"]["rows"]
        return [(it["kind"], *((it[side] or {"item": ""})["item"] for side in ("before", "after"))) for it in rows]


@pytest.fixture(scope="module")
async def told(outside: Outside, migrated_graph: Graph, endpoints: Endpoints) -> Told:
    await empty(outside)
    await load_story(migrated_graph, story_files())
    return Told(addresses(endpoints))


def test_two_revisions_are_shown_as_a_redline(told: Told) -> None:
    page = told.page("BP-2210/B", "BP-2210/C")
    assert page.startswith(
        "What changes from BP-2210 revision B to BP-2210 revision C\n"
        "1 added, 1 changed and 1 replaced; 5 lines unchanged\n"
    )
    assert (
        "lines\n"
        "% replaced  0040  EC-4028 Fuse 25 A -> EC-4029 Fuse 30 A, slow\n"
        "~ changed   0050  CE-4105 Potting compound, thermally conductive\n"
        "           ~  quantity  0.12 KGM -> 0.18 KGM\n"
        "+ added     0080  CE-4106 Mica barrier sheet 0.5 mm  6 C62\n"
    ) in page
    assert "           ~  state         SUPERSEDED -> EFFECTIVE\n" in page


def test_a_revision_alone_is_compared_with_the_one_that_it_follows(told: Told) -> None:
    assert told.rows("BP-2210/C") == told.rows("BP-2210/B", "BP-2210/C")
    page = told.page("BP-2210/B")
    assert "cannot be compared" in page
    assert "its source names no revision that it follows" in page


def test_the_other_way_round_what_was_added_is_removed(told: Told) -> None:
    assert told.rows("BP-2210/C", "BP-2210/B") == [
        ("REPLACED", "EC-4029", "EC-4028"),
        ("CHANGED", "CE-4105", "CE-4105"),
        ("REMOVED", "CE-4106", ""),
    ]


def test_by_item_a_replaced_component_is_one_removed_and_one_added(told: Told) -> None:
    assert told.rows("BP-2210/B", "BP-2210/C", "--match-by", "item") == [
        ("REMOVED", "EC-4028", ""),
        ("ADDED", "", "EC-4029"),
        ("CHANGED", "CE-4105", "CE-4105"),
        ("ADDED", "", "CE-4106"),
    ]


@pytest.mark.capability(21)
def test_the_manufacturing_structure_is_compared_with_the_engineering_one(told: Told) -> None:
    page = told.page("BP-2210/B", LYON)
    assert "1 changed and 1 moved; 5 lines unchanged" in page
    assert "           ~  quantity  0.12 KGM -> 0.125 KGM\n" in page


def test_an_item_on_two_dates_is_compared_by_the_revisions_that_applied(told: Told) -> None:
    before = ("--before-as-of", "2026-09-20T12:00:00Z")
    page = told.page("BP-2210", "BP-2210", *before)
    assert page.startswith("What changes from BP-2210 revision B to BP-2210 revision C\n")
    assert "before    true on 2026-09-20 12:00:00 UTC" in page
    assert told.rows("BP-2210", "BP-2210", *before) == told.rows("BP-2210/B", "BP-2210/C")
    assert told.rows("BP-2210@MANUFACTURING:LYON", LYON) == []


@pytest.mark.parametrize(("names", "unknown"), [(["NOPE"], "NOPE"), (["BP-2210/X", "BP-2210"], "BP-2210/X")])
def test_what_nothing_names_is_refused_with_the_forms_that_are_taken(
    told: Told, names: list[str], unknown: str
) -> None:
    ran = told.ask(*names, *AT_THE_END)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert f"nothing of the name {unknown} is known\n  hint: a revision is written ITEM/REV" in ran.stderr


def test_clocks_of_the_side_before_need_two_sides(told: Told) -> None:
    assert told.ask("BP-2210/C", "--before-as-of", ASKED_AT).returncode == 2


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("A/1", Side(bom="A|1|ENGINEERING|*")),
        ("A/1@service:LYON", Side(bom="A|1|SERVICE|LYON")),
        ("A", Side(item="A")),
        ("A@manufacturing", Side(item="A", view=View.MANUFACTURING)),
        ("A@MANUFACTURING:LYON", Side(item="A", view=View.MANUFACTURING, plant="LYON")),
        ("A@B", Side(item="A@B")),
    ],
)
def test_a_side_is_read_from_its_text(text: str, side: Side) -> None:
    assert read_side(text, None, None) == side


def test_a_view_of_a_revision_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InputError, match="there is no view LEGAL"):
        read_side("A/1@LEGAL", None, None)
