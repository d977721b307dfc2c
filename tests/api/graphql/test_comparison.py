"""`compareBoms` over HTTP: typed rows page by page, clocks for each side, few statements however many rows."""

from __future__ import annotations

from typing import Any

import pytest
from httpx import AsyncClient

from tests.api.graphql.conftest import AS_OF, Ask, Statements, Story
from tests.api.graphql.documents import example

FOUND = [
    "bom_revisions_by_key",
    "facts_current",
    "windows_of_items",
    "releases_of_items",
    "facts_current",
    "withdrawals_of_releases",
]
"""What it takes to find one revision and how far it has come."""

SIDES = """query Sides(
  $before: BomSideInput, $after: BomSideInput, $first: Int! = 50, $cursor: String, $by: MatchBy! = IN_TURN
) {
  compareBoms(before: $before, after: $after, matchBy: $by, asOf: "2026-11-20T12:00:00Z") {
    before { revisionKey itemNumber state asOf asKnownAt }
    after { revisionKey itemNumber asOf asKnownAt }
    matchBy
    difference {
      rows(first: $first, after: $cursor) {
        totalCount
        nodes { kind before { itemNumber } after { itemNumber } changes { field before after added removed } }
        pageInfo { hasNextPage endCursor }
      }
    }
    envelope { asOf asKnownAt completeness { complete gaps { ref reason } } }
  }
}"""


LYON = {"item": "BP-2210", "revision": "01", "view": "MANUFACTURING", "plant": "LYON"}


def revision(name: str, **more: Any) -> dict[str, Any]:
    return {"revision": {"item": "BP-2210", "revision": name}, **more}


async def test_the_example_tells_what_the_change_of_the_battery_pack_brings(ask: Ask) -> None:
    asked = example("compareBoms")
    found = (await ask(asked.query, **asked.variables))["compareBoms"]
    assert (found["before"]["state"], found["after"]["state"]) == ("SUPERSEDED", "EFFECTIVE")
    rows = found["difference"]["rows"]["nodes"]
    assert [
        (row["kind"], (row["before"] or {}).get("itemNumber"), (row["after"] or {}).get("itemNumber")) for row in rows
    ] == [
        ("REPLACED", "EC-4028", "EC-4029"),
        ("CHANGED", "CE-4105", "CE-4105"),
        ("ADDED", None, "CE-4106"),
    ]
    assert rows[0]["after"]["name"] == "Fuse 30 A, slow"
    assert rows[1]["after"]["quantity"] == {"value": "0.18", "uom": "KGM"}
    assert rows[1]["changes"] == [
        {"field": "quantity", "before": "0.12 KGM", "after": "0.18 KGM", "added": [], "removed": []}
    ]
    counts = {it["kind"]: it["rows"] for it in found["difference"]["counts"]}
    assert counts == {"ADDED": 1, "REMOVED": 0, "CHANGED": 1, "MOVED": 0, "REPLACED": 1}
    assert found["difference"]["unchanged"] == 5
    assert found["envelope"]["completeness"]["complete"] is True


async def test_rows_come_page_by_page(ask: Ask) -> None:
    sides = {"before": revision("B"), "after": revision("C")}
    rows: list[Any] = []
    cursor = None
    while len(rows) < 3:
        page = (await ask(SIDES, **sides, first=1, cursor=cursor))["compareBoms"]["difference"]["rows"]
        assert (page["totalCount"], len(page["nodes"]), page["pageInfo"]["hasNextPage"]) == (3, 1, len(rows) < 2)
        rows, cursor = rows + page["nodes"], page["pageInfo"]["endCursor"]
    whole = (await ask(SIDES, **sides))["compareBoms"]["difference"]["rows"]
    assert rows == whole["nodes"]


async def test_each_side_has_clocks_of_its_own_and_those_of_the_question_where_it_has_none(
    ask: Ask, story: Story
) -> None:
    september = "2026-09-20T12:00:00.000000Z"
    before = {"item": "BP-2210", "asOf": september, "asKnownAt": story.before}
    found = (await ask(SIDES, before=before, after={"item": "BP-2210"}))["compareBoms"]
    assert (found["before"]["asOf"], found["before"]["asKnownAt"]) == (september, story.before)
    assert found["after"]["asOf"] == found["envelope"]["asOf"] == "2026-11-20T12:00:00.000000Z"
    assert found["after"]["asKnownAt"] == found["envelope"]["asKnownAt"] > story.before
    assert (found["before"]["revisionKey"], found["after"]["revisionKey"]) == (
        "BP-2210|B|ENGINEERING|*",
        "BP-2210|C|ENGINEERING|*",
    )
    assert found["difference"]["rows"]["totalCount"] == 3


async def test_lines_are_found_again_by_what_is_asked(ask: Ask) -> None:
    sides = {"before": revision("B"), "after": {"revision": LYON}}
    kinds = {}
    for by in ("IN_TURN", "DESIGNATOR", "ITEM"):
        found = (await ask(SIDES, **sides, by=by))["compareBoms"]
        assert found["matchBy"] == by
        kinds[by] = [row["kind"] for row in found["difference"]["rows"]["nodes"]]
    assert kinds["IN_TURN"] == kinds["ITEM"] == ["MOVED", "CHANGED"]
    assert kinds["DESIGNATOR"] == ["REMOVED", "ADDED", "CHANGED"], "Lyon states no designator for the fuse"


async def test_a_side_that_nothing_names_is_null_with_a_gap(ask: Ask) -> None:
    found = (await ask(SIDES, before=revision("X"), after=revision("C")))["compareBoms"]
    assert found["difference"] is None
    assert found["before"]["itemNumber"] is None
    assert found["envelope"]["completeness"] == {
        "complete": False,
        "gaps": [{"ref": "BomRevision:BP-2210|X|ENGINEERING|*", "reason": "nothing that is known names it"}],
    }


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        'after: {item: "A"}',
        'before: {item: "A"}, after: {item: "A"}, revision: {item: "A", revision: "1"}',
        'before: {}, after: {item: "A"}',
        'before: {item: "A", revision: {item: "A", revision: "1"}}, after: {item: "A"}',
    ],
)
async def test_a_comparison_of_other_than_two_sides_or_one_revision_is_refused(
    reader: AsyncClient, arguments: str
) -> None:
    query = f"{{ compareBoms{f'({arguments})' if arguments else ''} {{ envelope {{ asOf }} }} }}"
    (error,) = (await reader.post("/graphql", json={"query": query})).json()["errors"]
    assert error["extensions"]["code"] == "INPUT"


async def test_the_example_takes_these_statements_and_no_others(ask: Ask, asked: Statements) -> None:
    query = example("compareBoms")
    await ask(query.query, **query.variables)
    assert sorted(asked.take()) == sorted(["answer_frame", *FOUND, *FOUND, "items_by_key"])


async def test_many_rows_take_as_many_statements_as_few(ask: Ask, asked: Statements) -> None:
    same = {"before": revision("C"), "after": revision("B")}
    other = {"before": {"item": "EB-1010"}, "after": revision("B")}
    counts = []
    for sides, least in ((same, 3), (other, 11)):
        found = (await ask(SIDES, **sides))["compareBoms"]
        assert found["difference"]["rows"]["totalCount"] >= least
        counts.append(len(asked.take()))
    assert counts[1] <= counts[0] + 1, "an item takes one more to find what applies, however many rows there are"


def test_the_moment_of_the_question_is_that_of_the_story() -> None:
    assert AS_OF in SIDES
