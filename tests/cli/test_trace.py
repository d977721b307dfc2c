"""`revtrace trace`, `board`, `explode` and `where-used` on the demo story, as a person asks them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from app.cli._story import ASKED_AT
from app.cli.trace import read_revision
from app.demo import LATE, story_files
from app.engines import Endpoints
from graph.clock import format_instant
from graph.database import Graph
from graph.errors import InputError
from tests.cli.running import ROOT, addresses, revtrace
from tests.graph.door.looking import Outside
from tests.loading import empty, load_story
from tests.project.readme import commands, first_difference, of_revtrace

AT_THE_END = ("--as-of", ASKED_AT)
ASKING = {"trace", "board", "explode", "where-used"}


class Told(NamedTuple):
    """The story in the database.

    Attributes:
        settings: where the database is.
        before: the moment before the late acknowledgment arrived.

    """

    settings: Mapping[str, str]
    before: str

    def ask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return revtrace(*arguments, settings=self.settings)

    def page(self, *arguments: str) -> str:
        ran = self.ask(*arguments, *AT_THE_END)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def answer(self, *arguments: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.page(*arguments, "--json"))
        return told


@pytest.fixture(scope="module")
async def told(outside: Outside, migrated_graph: Graph, endpoints: Endpoints) -> Told:
    await empty(outside)
    await load_story(migrated_graph, [file for file in story_files() if file.path.name != LATE])
    before = (await migrated_graph.read("database_time"))[0]["now"]
    await load_story(migrated_graph, [file for file in story_files() if file.path.name == LATE])
    return Told(addresses(endpoints), format_instant(before))


def without_foot(page: str) -> str:
    """A page up to the line that tells the clocks."""
    return page.partition("\nasked ")[0]


def test_a_revision_a_change_order_and_a_release_lead_to_the_same_trace(told: Told) -> None:
    pages = {without_foot(told.page("trace", name)) for name in ("BP-2210/C", "ECO-1043", "REL-1043")}
    (page,) = pages
    assert page.startswith("✕ PARTIAL  BP-2210 revision C, engineering  REL-1043\nIt hangs at step 8, PORTAL-BRUNNHILT")


def test_a_pipe_gets_the_answer_and_nothing_else(told: Told) -> None:
    ran = told.ask("trace", "ECO-1042", *AT_THE_END)
    assert ran.stderr == ""
    assert "\x1b" not in ran.stdout


@pytest.mark.capability(101)
def test_asked_as_known_before_a_late_acknowledgment_the_release_was_in_progress(told: Told) -> None:
    then = told.page("trace", "ECO-1051", "--as-known-at", told.before)
    now = told.page("trace", "ECO-1051")
    assert then.startswith("◷ IN PROGRESS  CK-2510 revision C")
    assert "It hangs at step 3, MES-LYON BOM: sent 2026-10-13 06:00 UTC, no decision came back" in then
    assert f"as known on {told.before[:10]} {told.before[11:26]} UTC" in then
    assert now.startswith("○ COMPLETE, not proven  CK-2510 revision C")


@pytest.mark.capability(79, 81)
def test_the_json_holds_the_whole_answer(told: Told) -> None:
    (trace,) = told.answer("trace", "BP-2210/C")["traces"]
    assert (trace["release"], trace["verdict"], trace["proven"]) == ("REL-1043", "PARTIAL", False)
    assert {step["verdict"] for step in trace["steps"]} == {
        *("ACCEPTED_CORRECT", "ACCEPTED_UNPROVEN", "WAITING", "BLOCKED", "REJECTED"),
    }
    assert [order["key"] for order in trace["usage"]["orders"]] == ["ERP|100536"]
    assert trace["envelope"]["clocks"]["asOf"] == "2026-11-20T12:00:00.000000Z"


def test_an_unknown_revision_is_refused_with_those_that_there_are(told: Told) -> None:
    ran = told.ask("trace", "BP-2210/X")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == (
        "revtrace: no release of BP-2210/X is known\n  hint: BP-2210 has the revisions B, C in this view\n"
    )


def test_an_unknown_number_is_refused_with_the_forms_that_are_taken(told: Told) -> None:
    ran = told.ask("trace", "ECO-9")
    assert ran.returncode == 1
    assert "no release of ECO-9 is known" in ran.stderr
    assert "a revision is written ITEM/REV" in ran.stderr


def test_a_time_without_an_offset_is_wrong_usage(told: Told) -> None:
    ran = told.ask("trace", "ECO-1042", "--as-of", "2026-11-20T12:00:00")
    assert ran.returncode == 2
    assert "the offset from UTC is missing" in " ".join(ran.stderr.replace("│", "").split())


@pytest.mark.capability(117)
def test_the_board_shows_every_release_with_its_targets_and_where_it_hangs(told: Told) -> None:
    page = told.page("board")
    assert page.index("REL-1049") < page.index("REL-1042")
    assert "● ERP  ◷ MES-LYON waiting  ● MES-MONTERREY  ✕ PORTAL-BRUNNHILT rejected" in page
    assert "it hangs at QMS compliance document: held by h.lindqvist" in page


def test_the_board_goes_on_where_a_page_ends(told: Told) -> None:
    names = [release["release"] for release in told.answer("board")["releases"]]
    first = told.answer("board", "--first", "3")
    then = told.answer("board", "--after", first["endCursor"])
    assert [release["release"] for release in (*first["releases"], *then["releases"])] == names
    assert f"there are more: --after {first['endCursor']}" in told.page("board", "--first", "3")


def test_the_board_narrows_to_a_verdict_and_a_target(told: Told) -> None:
    found = told.answer("board", "--verdict", "partial", "--system", "PORTAL-BRUNNHILT")["releases"]
    assert [release["release"] for release in found] == ["REL-1043"]


def test_an_explosion_shows_quantities_and_lines_level_by_level(told: Told) -> None:
    page = told.page("explode", "BP-2210/C", "--levels", "2")
    assert "25 items on 2 levels, 26 uses" in page
    assert "├── EL-3110  1 C62  line 20 of revision C\n│   ├── EC-4032  1 C62  line 10 of revision D" in page
    assert "EB-1010" not in page


def test_an_explosion_as_json_has_rows_with_exact_quantities(told: Told) -> None:
    walk = told.answer("explode", "BP-2210/C", "--levels", "1")["walk"]
    assert {"parent", "bom", "line", "child", "quantity", "uom", "traits"} == set(walk["uses"][0])
    assert walk["uses"][0]["traits"] == {
        "quantityKind": "PER_UNIT",
        "scrap": None,
        "phantom": False,
        "consumable": False,
        "optional": False,
    }
    assert {use["child"]: use["quantity"] for use in walk["uses"]}["CE-4105"] == "0.18"


def test_substitutes_are_told_only_where_they_are_asked_for(told: Told) -> None:
    assert told.answer("explode", "BP-2210/C", "--levels", "1", "--substitutes")["substitutes"] == []
    assert "substitutes" not in told.answer("explode", "BP-2210/C", "--levels", "1")


def test_where_used_goes_up_to_the_bikes(told: Told) -> None:
    page = told.page("where-used", "EL-3110")
    assert page.startswith("Where used: EL-3110  engineering, all plants\n")
    assert "├── BP-2210  1 C62  line 20 of revision C\n│   ├── EB-1010  1 C62  line 30 of revision B" in page


@pytest.mark.parametrize("command", ["explode", "where-used"])
def test_a_walk_from_nowhere_is_refused(told: Told, command: str) -> None:
    ran = told.ask(command, "NOPE")
    assert ran.returncode == 1
    assert "nothing of the name NOPE is known" in ran.stderr


def test_the_answers_that_the_readme_shows_are_the_answers(told: Told) -> None:
    for shown in commands((ROOT / "README.md").read_text("utf-8")):
        arguments = of_revtrace(shown)
        if arguments and arguments[0] in ASKING and "--help" not in arguments:
            ran = revtrace(*arguments, settings={**told.settings, "COLUMNS": "80"})
            assert ran.returncode == 0, (arguments, ran.stderr)
            assert first_difference(shown.output, ran.stdout) is None, arguments


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("A/1", "A|1|ENGINEERING|*"),
        ("A/B/1", "A/B|1|ENGINEERING|*"),
        ("A@B/1", "A@B|1|ENGINEERING|*"),
        ("A/1@manufacturing", "A|1|MANUFACTURING|*"),
        ("A/1@SERVICE:LYON", "A|1|SERVICE|LYON"),
        ("ECO-1", None),
        ("/1", None),
        ("A/", None),
    ],
)
def test_a_revision_is_read_from_its_text(text: str, key: str | None) -> None:
    bom = read_revision(text)
    assert (bom.key if bom else None) == key


def test_a_view_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(InputError, match="there is no view LEGAL") as refused:
        read_revision("A/1@LEGAL")
    assert refused.value.hint == "the views are ENGINEERING, MANUFACTURING, SERVICE"
