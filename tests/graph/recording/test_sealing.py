"""What is recorded gets its sequence numbers and its place in the tree in a step of its own."""

from __future__ import annotations

import asyncio
from hashlib import sha256

import pytest

from graph.database import Graph
from graph.merkle import EMPTY_ROOT, Frontier
from graph.recording.leaves import leaf, receipt_digest
from graph.sealing import seal
from tests.graph.door.looking import Outside
from tests.graph.recording.arrivals import receive, shuffled, story_events
from tests.ingest.events import item, mapping, order, void
from tests.loading import send


async def leaves_by_hand(outside: Outside) -> list[bytes]:
    """The leaves of the log as its facts give them, in the order of the sequence numbers."""
    rows = await outside.run(
        "MATCH (f:Fact) MATCH (r:Receipt {id: f.receipt}) WHERE r.sealed_from IS NOT NULL "
        "RETURN properties(f) AS fact, properties(r) AS receipt "
        "ORDER BY r.sealed_from, f.recorded_at, f.position"
    )
    return [leaf(row["fact"], receipt_digest(row["receipt"])) for row in rows]


async def head(graph: Graph) -> tuple[int, str]:
    row = await graph.read_one("log_head_in_full")
    return (row["size"], row["root"]) if row else (0, "")


@pytest.mark.capability(99)
async def test_the_root_is_that_of_the_facts_in_their_order(graph: Graph, outside: Outside) -> None:
    await receive(graph, shuffled(story_events(), seed=1, sizes=(40, 200)))
    assert await seal(graph) == len(story_events())
    frontier = Frontier().extended(await leaves_by_hand(outside))
    assert await head(graph) == (len(story_events()), frontier.root.hex())


async def test_sequence_numbers_leave_no_gap_and_begin_with_the_first_receipt(graph: Graph, outside: Outside) -> None:
    for lines in ([item("A"), item("B")], [item("A")], [item("C")]):
        await send(graph, "PLM", lines)
    assert await seal(graph) == 3
    receipts = await outside.run(
        "MATCH (r:Receipt) RETURN r.sealed_from AS start, r.state AS state, r.leaves AS leaves ORDER BY r.recorded_at"
    )
    assert [row["start"] for row in receipts] == [0, None, 2]
    assert {(row["state"], row["leaves"]) for row in receipts} == {("SEALED", None)}


async def test_a_tree_that_grew_by_many_sealings_is_the_one_that_grew_at_once(graph: Graph, outside: Outside) -> None:
    for number in range(0, 600, 100):
        await send(graph, "PLM", [item(f"I-{each}") for each in range(number, number + 100)])
        await seal(graph)
    checkpoints = await outside.run("MATCH (c:LogCheckpoint) RETURN c.size AS size, c.root AS root ORDER BY size")
    leaves = await leaves_by_hand(outside)
    expected = [(size, Frontier().extended(leaves[:size]).root.hex()) for size in range(100, 700, 100)]
    assert [(row["size"], row["root"]) for row in checkpoints] == expected
    tiles = await outside.run("MATCH (t:LogTile) RETURN t.key AS key, size(t.hashes) / 32 AS width ORDER BY key")
    assert [(row["key"], row["width"]) for row in tiles] == [("0/0", 256), ("0/1", 256), ("0/2", 88), ("1/0", 2)]


async def test_several_sealers_at_once_seal_every_entry_once(graph: Graph, outside: Outside) -> None:
    for number in range(30):
        await send(graph, "PLM", [item(f"I-{number}")])
    sealed = await asyncio.gather(*(seal(graph) for _ in range(5)))
    assert sum(sealed) == 30
    assert await head(graph) == (30, Frontier().extended(await leaves_by_hand(outside)).root.hex())


async def test_nothing_to_seal_changes_nothing(graph: Graph) -> None:
    assert await seal(graph) == 0
    await send(graph, "PLM", [item("A")])
    assert await seal(graph) == 1
    before = await head(graph)
    assert await seal(graph) == 0
    assert await head(graph) == before != (0, EMPTY_ROOT.hex())


async def test_a_void_later_on_leaves_the_leaf_of_what_it_voids(graph: Graph, outside: Outside) -> None:
    await send(graph, "ERP", [order("1", "PUMP")])
    await seal(graph)
    await send(graph, "ERP", [void("order-1")])
    await seal(graph)
    assert await head(graph) == (2, Frontier().extended(await leaves_by_hand(outside)).root.hex())


async def test_a_receipt_recorded_in_several_transactions_is_one_stretch_of_the_log(
    graph: Graph, outside: Outside
) -> None:
    await send(graph, "ERP", [order("1", {"value": "4711"}), mapping("4711", "PUMP"), order("2", "PUMP")])
    moments = await outside.run("MATCH (f:Fact) RETURN f.event AS event, f.recorded_at AS at ORDER BY at, f.position")
    assert [row["event"] for row in moments] == ["map-4711", "order-1", "order-2"]
    assert await seal(graph) == 3
    assert await head(graph) == (3, Frontier().extended(await leaves_by_hand(outside)).root.hex())


def test_the_root_of_no_entries_is_the_hash_of_nothing() -> None:
    assert sha256(b"").digest() == EMPTY_ROOT
