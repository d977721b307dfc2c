"""What the roots answer about the demo story, through GraphQL."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.api.graphql.conftest import AS_OF, Ask, Story

TRACE = """query T($known: DateTime, $asOf: DateTime) {
  releaseTrace(changeOrder: "ECO-1051", asOf: $asOf, asKnownAt: $known) {
    traces { verdict blockingStep steps { nodes { key verdict } } envelope { asKnownAt } }
    envelope { asOf asKnownAt }
  }
}"""

BOARD = """query B($where: ReleaseFilter, $known: DateTime, $asOf: DateTime) {
  releases(where: $where, asOf: $asOf, asKnownAt: $known) {
    nodes { number verdict overdue systems { systemCode verdict } }
  }
}"""

OWED = """query O($where: AcknowledgmentFilter, $asOf: DateTime) { acknowledgments(where: $where, asOf: $asOf) {
  nodes { step { key } faults } } }"""


@pytest.mark.capability(101, 102)
async def test_before_a_late_acknowledgment_arrived_the_trace_was_another(ask: Ask, story: Story) -> None:
    (then,) = (await ask(TRACE, known=story.before, asOf=AS_OF))["releaseTrace"]["traces"]
    (now,) = (await ask(TRACE, asOf=AS_OF))["releaseTrace"]["traces"]
    assert (then["verdict"], then["blockingStep"]) == ("IN_PROGRESS", "REL-1051|MES-LYON|BOM")
    assert (now["verdict"], now["blockingStep"]) == ("COMPLETE", None)
    assert then["envelope"]["asKnownAt"] == story.before


async def test_the_clocks_of_an_answer_give_it_again(ask: Ask) -> None:
    first = await ask(TRACE)
    clocks = first["releaseTrace"]["envelope"]
    assert await ask(TRACE, asOf=clocks["asOf"], known=clocks["asKnownAt"]) == first


@pytest.mark.capability(76, 79, 117)
async def test_the_board_tells_each_release_as_its_trace_does(ask: Ask, story: Story) -> None:
    rows = (await ask(BOARD, asOf=AS_OF))["releases"]["nodes"]
    assert {row["number"]: row["verdict"] for row in rows} == {
        "REL-1042": "COMPLETE",
        "REL-1043": "PARTIAL",
        "REL-1044": "PARTIAL",
        "REL-1046": "COMPLETE",
        "REL-1047": "WITHDRAWN",
        "REL-1049": "HELD",
        "REL-1051": "COMPLETE",
    }
    late = (await ask(BOARD, where={"system": "MES-LYON", "overdue": True}, asOf=AS_OF))["releases"]["nodes"]
    assert {row["number"] for row in late} == {"REL-1043", "REL-1049"}
    then = (await ask(BOARD, where={"verdict": "IN_PROGRESS"}, asOf=AS_OF, known=story.before))["releases"]["nodes"]
    assert [row["number"] for row in then] == ["REL-1051"]


@pytest.mark.capability(78, 79)
@pytest.mark.parametrize(
    ("where", "steps"),
    [
        ({"fault": "MISSING"}, {"REL-1043|MES-LYON|BOM"}),
        ({"fault": "STALE"}, {"REL-1044|ERP|BOM"}),
        ({"fault": "ALTERED"}, {"REL-1044|MES-MONTERREY|BOM"}),
        ({"fault": "REJECTED"}, {"REL-1043|PORTAL-BRUNNHILT|SUPPLIER_DEMAND", "REL-1047|MES-MONTERREY|BOM"}),
        ({"fault": "LATE", "system": "QMS"}, {"REL-1049|QMS|COMPLIANCE_DOCUMENT"}),
        ({"fault": "LATE", "olderThan": "2026-09-01T00:00:00Z"}, set()),
    ],
)
async def test_what_targets_owe_is_found_by_what_is_wrong(ask: Ask, where: dict[str, Any], steps: set[str]) -> None:
    rows = (await ask(OWED, where=where, asOf=AS_OF))["acknowledgments"]["nodes"]
    assert {row["step"]["key"] for row in rows} == steps


@pytest.mark.capability(15)
async def test_what_a_thing_is_called_in_a_system_is_answered_both_ways(ask: Ask) -> None:
    query = 'query N($s: String) { identifiers(kind: ITEM, key: "EL-3510", system: $s) { nodes { system value } } }'
    (name,) = (await ask(query, s="ERP"))["identifiers"]["nodes"]
    query = 'query R($v: String!) { resolveIdentifier(system: "ERP", kind: ITEM, value: $v) { state canonical } }'
    assert (await ask(query, v=name["value"]))["resolveIdentifier"] == {"state": "MAPPED", "canonical": "EL-3510"}


@pytest.mark.capability(20, 36)
async def test_an_explosion_follows_what_applies_on_the_day(ask: Ask) -> None:
    query = """query E($d: DateTime) {
      explode(item: "BP-2210", levels: 1, asOf: $d) { useColumns { revisions children quantities } } }"""
    before = (await ask(query, d="2026-10-01T00:00:00Z"))["explode"]["useColumns"]
    after = (await ask(query, d="2026-10-10T00:00:00Z"))["explode"]["useColumns"]
    assert set(before["revisions"]) == {"BP-2210|B|ENGINEERING|*"}
    assert set(after["revisions"]) == {"BP-2210|C|ENGINEERING|*"}
    assert "CE-4106" in after["children"]
    assert "CE-4106" not in before["children"]
    assert all(str(Decimal(amount)) == amount for amount in after["quantities"])


@pytest.mark.capability(39)
async def test_a_revision_may_apply_in_one_plant_first(ask: Ask) -> None:
    query = """query E($p: String) {
      explode(item: "CK-2510", levels: 1, plant: $p, asOf: "2026-11-20T12:00:00Z") { useColumns { revisions } } }"""
    revisions = {
        plant: set((await ask(query, p=plant))["explode"]["useColumns"]["revisions"]) for plant in ("LYON", "MONTERREY")
    }
    assert revisions == {"LYON": {"CK-2510|C|ENGINEERING|*"}, "MONTERREY": {"CK-2510|B|ENGINEERING|*"}}


@pytest.mark.capability(21)
async def test_the_views_of_one_product_are_apart_and_linked(ask: Ask) -> None:
    query = """{ item(number: "BP-2210", asOf: "2026-11-20T12:00:00Z") { item {
      revisions { nodes { view revision derivedFrom { key } } } } } }"""
    found = (await ask(query))["item"]["item"]["revisions"]["nodes"]
    told = {(it["view"], it["revision"]) for it in found}
    assert told == {("MANUFACTURING", "01"), ("ENGINEERING", "B"), ("ENGINEERING", "C")}
    (made,) = [it["derivedFrom"] for it in found if it["view"] == "MANUFACTURING"]
    assert made == {"key": "BP-2210|B|ENGINEERING|*"}


async def test_rows_and_columns_of_a_walk_are_the_same_uses(ask: Ask) -> None:
    query = """{ whereUsed(item: "EC-4029", asOf: "2026-11-20T12:00:00Z") {
      uses(first: 200) { totalCount nodes { parentNumber revisionKey line childNumber quantity { value uom } } }
      useColumns { parents revisions lines children quantities uoms }
      nodes(first: 200) { nodes { itemNumber depth } } nodeColumns { items depths } } }"""
    walk = (await ask(query))["whereUsed"]
    rows = [(*list(it.values())[:4], *it["quantity"].values()) for it in walk["uses"]["nodes"]]
    assert rows == list(zip(*walk["useColumns"].values(), strict=True))
    nodes = [tuple(it.values()) for it in walk["nodes"]["nodes"]]
    assert nodes == list(zip(*walk["nodeColumns"].values(), strict=True))


async def test_the_pages_of_a_list_are_the_list(ask: Ask) -> None:
    query = """query P($n: Int!, $a: String) { items(first: $n, after: $a) {
      nodes { number } edges { cursor } pageInfo { hasNextPage endCursor } } }"""
    whole = [it["number"] for it in (await ask(query, n=200))["items"]["nodes"]]
    found, after, more = list[str](), None, True
    while more:
        page = (await ask(query, n=40, a=after))["items"]
        found += [it["number"] for it in page["nodes"]]
        assert [it["cursor"] for it in page["edges"]][-1] == page["pageInfo"]["endCursor"]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert found == whole == sorted(whole)
    assert len(whole) > 140


async def test_two_questions_at_different_moments_do_not_mix(ask: Ask) -> None:
    query = """query M($d: DateTime!, $e: DateTime!) {
      before: item(number: "BP-2210", asOf: $d) { item { revisions { nodes { key state } } } }
      after: item(number: "BP-2210", asOf: $e) { item { revisions { nodes { key state } } } } }"""
    data = await ask(query, d="2026-10-01T00:00:00Z", e="2026-10-10T00:00:00Z")
    states = {name: {it["key"]: it["state"] for it in data[name]["item"]["revisions"]["nodes"]} for name in data}
    assert states["before"]["BP-2210|C|ENGINEERING|*"] == "RELEASED"
    assert states["after"]["BP-2210|C|ENGINEERING|*"] == "EFFECTIVE"
    assert states["after"]["BP-2210|B|ENGINEERING|*"] == "SUPERSEDED"
