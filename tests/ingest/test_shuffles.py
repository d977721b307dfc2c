"""Any order and any repetition of the same events: one outcome each, and the same graph in the end."""

from __future__ import annotations

import json
import random
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.database import Graph
from tests.graph.door.looking import Outside
from tests.ingest.events import bom, factory, item, mapping, order, unit, void
from tests.loading import empty, send

LOCAL = {"value": "4711"}
EVENTS = [
    mapping("4711", "P-1"),
    item("P-1", "old", source="ERP", event_id="i-1"),
    item("P-1", "new", source="ERP", event_id="i-2", at=60),
    bom("P-1", "A", ["P-2", "P-3"], source="ERP"),
    bom("P-1", "B", ["P-3"], source="ERP", at=30),
    order("1", LOCAL, event_id="o-1", at=10, revision="A"),
    order("1", LOCAL, event_id="o-2", at=20, revision="B", status="STARTED"),
    order("1", LOCAL, event_id="o-3", at=40, revision="A", status="CANCELLED"),
    void("o-3", at=50),
    unit("S-1", "P-1", source="ERP", revision="B"),
]

NOUNS = """
MATCH (n) WHERE NOT n:Receipt AND NOT n:Fact AND NOT n:Exception AND NOT n:Migration AND NOT n:MigrationLock
WITH labels(n)[0] AS label, properties(n) AS p
RETURN label, p {.*, known_from: null, known_to: null} AS noun
"""
USES = """
MATCH (b:BomRevision)-[u:USES]->(i:Item) WHERE u.known_to > 253402214399999999
RETURN b.key AS bom, u.line AS line, i.number AS item
"""


async def picture(outside: Outside) -> Counter[str]:
    """What holds now, the knowledge clock left aside."""
    rows = [*await outside.run(NOUNS), *await outside.run(USES)]
    return Counter(json.dumps(row, sort_keys=True) for row in rows)


@pytest.mark.capability(94, 95, 96)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=st.permutations([*range(len(EVENTS)), *range(len(EVENTS))]),
    cuts=st.lists(st.integers(1, 2 * len(EVENTS) - 1), max_size=4),
)
async def test_any_order_and_any_cut_into_receipts_gives_the_same_graph(
    graph: Graph, outside: Outside, order: list[int], cuts: list[int]
) -> None:
    await empty(outside)
    assert set(await send(graph, "ERP", EVENTS)) <= set("AS")
    straight = await picture(outside)
    await empty(outside)
    bounds = [0, *sorted(set(cuts)), len(order)]
    for start, end in pairwise(bounds):
        await send(graph, "ERP", [EVENTS[place] for place in order[start:end]])
    assert await picture(outside) == straight
    outcomes = await outside.run("MATCH (r:Receipt) WHERE r.channel <> 'REPLAY' RETURN r.outcomes AS letters")
    counted = Counter("".join(row["letters"] for row in outcomes))
    assert counted["D"] == len(EVENTS)
    assert counted["A"] + counted["S"] == len(EVENTS)


async def test_a_shuffled_day_of_a_plant_gives_the_same_graph(graph: Graph, outside: Outside) -> None:
    day = list(factory(400))
    await send(graph, "MES", day)
    straight = await picture(outside)
    await empty(outside)
    random.Random(7).shuffle(day)
    for start in range(0, len(day), 70):
        await send(graph, "MES", day[max(start - 20, 0) : start + 70])
    assert await picture(outside) == straight
