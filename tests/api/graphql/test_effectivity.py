"""Effectivity in GraphQL on the demo story: a pilot in one plant, a withdrawal, and how many statements it takes."""

from __future__ import annotations

import pytest

from tests.api.graphql.conftest import AS_OF, Ask, Statements
from tests.api.graphql.documents import example

ENTRIES = ["answer_frame", "facts_by_structure", "facts_by_subject", "items_by_key"]
EXPECTED = {
    "effectiveRevision": [
        *ENTRIES,
        "bom_revisions_by_key",
        "change_evidence",
        "facts_current",
        "facts_current",
        "releases_of_items",
        "windows_of_items",
        "withdrawals_of_releases",
    ],
    "effectivityConflicts": [*ENTRIES, "facts_current"],
    "timeline": [*ENTRIES, "windows_known", "bom_revisions_by_key"],
}


@pytest.mark.parametrize("name", EXPECTED)
async def test_an_example_takes_these_statements_and_no_others(ask: Ask, asked: Statements, name: str) -> None:
    query = example(name)
    await ask(query.query, **query.variables)
    assert sorted(asked.take()) == sorted(EXPECTED[name])


CANDIDATES = """query Asked($item: ID!, $plant: String, $asOf: DateTime) {
  effectiveRevision(item: $item, plant: $plant, asOf: $asOf) {
    revisionKey ambiguous candidates { nodes { revision applicability since by reason bomRevision { key } } }
  }
}"""


@pytest.mark.capability(39)
@pytest.mark.parametrize(
    ("plant", "told"),
    [
        ("LYON", [("C", "APPLIES"), ("B", "OVERRIDDEN")]),
        ("MONTERREY", [("B", "APPLIES"), ("C", "OTHER_PLANT")]),
        (None, [("B", "APPLIES"), ("C", "OTHER_PLANT")]),
    ],
)
async def test_a_revision_of_one_plant_first_applies_there_and_is_not_for_the_others(
    ask: Ask, plant: str | None, told: list[tuple[str, str]]
) -> None:
    found = (await ask(CANDIDATES, item="CK-2510", plant=plant, asOf=AS_OF))["effectiveRevision"]
    assert [(it["revision"], it["applicability"]) for it in found["candidates"]["nodes"]] == told
    assert found["candidates"]["nodes"][0]["bomRevision"]["key"] == found["revisionKey"]
    assert found["ambiguous"] is False


@pytest.mark.capability(53)
async def test_a_withdrawn_revision_says_since_when(ask: Ask) -> None:
    found = (await ask(CANDIDATES, item="GR-3140", asOf=AS_OF))["effectiveRevision"]
    assert found["candidates"]["nodes"][1] == {
        "revision": "C",
        "applicability": "WITHDRAWN",
        "since": "2026-10-16T12:30:32.000000Z",
        "by": None,
        "reason": "its release was withdrawn on 2026-10-16 12:30 UTC",
        "bomRevision": {"key": "GR-3140|C|ENGINEERING|*"},
    }


ROWS = """query Asked($first: Int!, $after: String, $asOf: DateTime) {
  timeline(item: "GR-3140", asOf: $asOf) { rows(first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { revision effectiveFrom effectiveTo knownFrom knownTo }
  } }
}"""


async def test_a_timeline_comes_in_pages(ask: Ask) -> None:
    whole = (await ask(ROWS, first=50, asOf=AS_OF))["timeline"]["rows"]
    first = (await ask(ROWS, first=2, asOf=AS_OF))["timeline"]["rows"]
    rest = (await ask(ROWS, first=50, after=first["pageInfo"]["endCursor"], asOf=AS_OF))["timeline"]["rows"]
    assert first["pageInfo"]["hasNextPage"]
    assert [*first["nodes"], *rest["nodes"]] == whole["nodes"]
    assert len(whole["nodes"]) == whole["totalCount"]
    current = [(it["revision"], it["effectiveTo"]) for it in whole["nodes"] if it["knownTo"] is None]
    assert current == [("B", "2026-10-04T22:00:00.000000Z"), ("C", "2026-10-16T12:30:32.000000Z"), ("B", None)]


async def test_an_unknown_item_is_a_hole_and_no_error(ask: Ask) -> None:
    query = '{ timeline(item: "NOPE") { itemNumber rows { totalCount } envelope { completeness { gaps { ref } } } } }'
    found = (await ask(query))["timeline"]
    assert found == {
        "itemNumber": None,
        "rows": {"totalCount": 0},
        "envelope": {"completeness": {"gaps": [{"ref": "Item:NOPE"}]}},
    }
