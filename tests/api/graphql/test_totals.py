"""Totals and witness paths of walks over the demo story, through GraphQL."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from tests.api.graphql.conftest import AS_OF, Ask, Statements

TOTALS = """query T($item: ID!, $asOf: DateTime, $first: Int = 200, $after: String) {
  explode(item: $item, asOf: $asOf) {
    totals(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes {
      itemNumber item { name } quantities { value uom canonicalValue } leastDepth greatestDepth paths onCircle undefined
    } }
    useColumns { parents revisions lines children quantities uoms }
    nodeColumns { items depths }
  } }"""

WITNESS = """query W($item: ID!, $to: ID!, $asOf: DateTime) {
  explode(item: $item, asOf: $asOf) { witness(item: $to) { parentNumber revisionKey line childNumber } }
  whereUsed(item: $to, asOf: $asOf) { witness(item: $item) { parentNumber line childNumber } } }"""


def enumerated(walk: dict[str, Any], start: str) -> dict[str, list[tuple[int, Decimal, str]]]:
    """Every path down from the start, by its end: its levels, the quantity along it, the unit of its last line."""
    columns = walk["useColumns"]
    below = defaultdict(list)
    for parent, child, amount, uom in zip(
        columns["parents"], columns["children"], columns["quantities"], columns["uoms"], strict=True
    ):
        below[parent].append((child, Decimal(amount), uom))
    found: defaultdict[str, list[tuple[int, Decimal, str]]] = defaultdict(list)
    ahead = [(start, 0, Decimal(1))]
    while ahead:
        item, depth, amount = ahead.pop()
        for child, factor, uom in below[item]:
            found[child].append((depth + 1, amount * factor, uom))
            ahead.append((child, depth + 1, amount * factor))
    return found


@pytest.mark.parametrize("item", ["EB-1020", "EB-1050", "BP-2210"])
async def test_totals_are_those_of_every_path_one_by_one(ask: Ask, item: str) -> None:
    walk = (await ask(TOTALS, item=item, asOf=AS_OF))["explode"]
    paths = enumerated(walk, item)
    told = walk["totals"]["nodes"]
    assert walk["totals"]["totalCount"] == len(told) == len(paths) > 20
    assert [it["itemNumber"] for it in told] == sorted(paths, key=lambda it: (min(paths[it])[0], it))
    compared = 0
    for it in told:
        ends = paths[it["itemNumber"]]
        assert it["paths"] == str(len(ends))
        assert (it["leastDepth"], it["greatestDepth"]) == (min(ends)[0], max(ends)[0])
        if it["undefined"] is None:
            assert {row["uom"]: Decimal(row["value"]) for row in it["quantities"]} == {
                uom: sum((amount for _, amount, unit in ends if unit == uom), Decimal(0)) for _, _, uom in ends
            }
            compared += 1
    assert compared > 20


async def test_revisions_of_different_plants_are_not_added_up(ask: Ask) -> None:
    """The cockpit is made by another revision in Lyon than in Monterrey."""
    query = """query P($plant: String, $asOf: DateTime) { explode(item: "CK-2510", plant: $plant, asOf: $asOf) {
      totals(first: 200) { nodes { itemNumber undefined quantities { value } } } } }"""
    everywhere = (await ask(query, asOf=AS_OF))["explode"]["totals"]["nodes"]
    assert {(it["undefined"], bool(it["quantities"])) for it in everywhere} == {("REVISIONS", False)}
    for plant in ("LYON", "MONTERREY"):
        here = (await ask(query, plant=plant, asOf=AS_OF))["explode"]["totals"]["nodes"]
        assert {(it["undefined"], bool(it["quantities"])) for it in here} == {(None, True)}


async def test_pages_of_totals_are_all_of_them(ask: Ask, asked: Statements) -> None:
    whole = (await ask(TOTALS, item="EB-1050", asOf=AS_OF))["explode"]["totals"]["nodes"]
    found, after, more = list[dict[str, Any]](), None, True
    asked.take()
    while more:
        page = (await ask(TOTALS, item="EB-1050", asOf=AS_OF, first=30, after=after))["explode"]["totals"]
        found += page["nodes"]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        assert len(asked.take()) <= 6
    assert found == whole


async def test_a_witness_is_a_shortest_chain_of_lines_both_ways(ask: Ask) -> None:
    walk = (await ask(TOTALS, item="EB-1050", asOf=AS_OF))["explode"]
    depths = dict(zip(*walk["nodeColumns"].values(), strict=True))
    furthest = max(depths, key=lambda it: (depths[it], it))
    data = await ask(WITNESS, item="EB-1050", to=furthest, asOf=AS_OF)
    down, up = data["explode"]["witness"], data["whereUsed"]["witness"]
    assert len(down) == len(up) == depths[furthest] > 1
    assert [it["parentNumber"] for it in down] == ["EB-1050", *(it["childNumber"] for it in down[:-1])]
    assert down[-1]["childNumber"] == up[0]["childNumber"] == furthest
    assert [it["childNumber"] for it in up] == [furthest, *(it["parentNumber"] for it in up[:-1])]
    assert up[-1]["parentNumber"] == "EB-1050"


async def test_there_is_no_witness_to_what_was_not_reached(ask: Ask) -> None:
    data = await ask(WITNESS, item="BP-2210", to="EB-1050", asOf=AS_OF)
    assert (data["explode"]["witness"], data["whereUsed"]["witness"]) == (None, None)
