"""`revtrace timeline` on the demo story, as a person asks it."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from app.cli._story import ASKED_AT
from app.demo import story_files
from app.engines import Endpoints
from graph.database import Graph
from tests.cli.running import addresses, revtrace
from tests.graph.door.looking import Outside
from tests.loading import empty, load_story


@pytest.fixture(scope="module")
async def settings(outside: Outside, migrated_graph: Graph, endpoints: Endpoints) -> Mapping[str, str]:
    await empty(outside)
    await load_story(migrated_graph, story_files())
    return {**addresses(endpoints), "COLUMNS": "80"}


@pytest.mark.capability(39)
def test_a_revision_that_one_plant_gets_first_shows_in_the_table_of_that_plant(settings: Mapping[str, str]) -> None:
    ran = revtrace("timeline", "CK-2510", "--as-of", ASKED_AT, settings=settings)
    lyon, _, others = ran.stdout.partition("\nall other plants\n")
    assert "plant LYON\n" in lyon
    assert "  ● applies  C         2026-10-25 23:00  open" in lyon
    assert "  ● applies  B         always  open" in others
    assert (ran.stderr, max(map(len, ran.stdout.splitlines())) <= 80) == ("", True)


@pytest.mark.capability(53)
def test_for_one_plant_the_withdrawn_revision_is_explained(settings: Mapping[str, str]) -> None:
    ran = revtrace("timeline", "GR-3140", "--plant", "LYON", "--as-of", ASKED_AT, settings=settings)
    assert "  ● applies    B  it applies from 2026-10-16 12:30 UTC\n" in ran.stdout
    assert "  ✕ withdrawn  C  its release was withdrawn on 2026-10-16 12:30 UTC\n" in ran.stdout


def test_the_json_holds_the_timeline_and_the_explanation(settings: Mapping[str, str]) -> None:
    ran = revtrace("timeline", "CK-2510", "--plant", "LYON", "--as-of", ASKED_AT, "--json", settings=settings)
    told = json.loads(ran.stdout)
    (row,) = (it for it in told["timeline"]["rows"] if it["revision"] == "C")
    assert (row["plants"], row["effective"]) == (["LYON"], {"since": "2026-10-25T23:00:00.000000Z", "until": None})
    assert row["known"]["since"].startswith("20")
    assert [it["applicability"] for it in told["effectiveRevision"]["candidates"]] == ["APPLIES", "OVERRIDDEN"]
    assert told["effectiveRevision"]["envelope"]["clocks"] == told["timeline"]["envelope"]["clocks"]


def test_an_unknown_item_is_refused(settings: Mapping[str, str]) -> None:
    ran = revtrace("timeline", "NOPE", settings=settings)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("revtrace: nothing of the name NOPE is known\n")
