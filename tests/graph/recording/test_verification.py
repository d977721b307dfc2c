"""Whoever edits the log from outside is found, and so is the entry that was edited."""

from __future__ import annotations

from typing import Any

import pytest

from graph.database import Graph
from graph.sealing import seal
from graph.verification import Flaw, Verification, verify
from ingest.payloads import read_payload
from tests.graph.door.looking import Outside
from tests.graph.recording.arrivals import receive, shuffled, story_events
from tests.ingest.events import bom, item, mapping, order, void
from tests.loading import send

EDITED = "ERP|order-2"
EDITS: dict[str, Any] = {
    "key": "ERP|order-99",
    "source": "PLM",
    "event": "order-99",
    "contract": "execution.order.changed.v2",
    "subject": "Order:ERP|9",
    "structure": "PUMP",
    "occurred_at": 5,
    "occurred_text": "1970-01-01T00:00:00Z",
    "recorded_at": 5,
    "digest": "0" * 64,
    "receipt": "another.0",
    "position": 0,
    "order_key": "1",
    "body": "{}",
    "outcome": "SUPERSEDED",
}


@pytest.fixture
async def log(graph: Graph) -> Graph:
    """A small log: eight entries, the last two not sealed; the edited one has sequence number 3."""
    await send(graph, "PLM", [item("PUMP"), item("SEAL")])
    await send(graph, "ERP", [order("1", "PUMP"), order("2", "PUMP"), order("3", "SEAL")])
    await send(graph, "MES", [bom("PUMP", "A", ["SEAL"])])
    await seal(graph)
    await send(graph, "ERP", [void("order-1"), order("4", {"value": "unknown"})])
    await send(graph, "ERP", [order("5", "PUMP")])
    return graph


async def verified(graph: Graph) -> Verification:
    return await verify(graph, read_payload)


async def flaw(graph: Graph) -> Flaw:
    found = (await verified(graph)).flaw
    assert found is not None
    return found


@pytest.mark.capability(99, 100, 101)
async def test_an_untouched_log_fits(log: Graph) -> None:
    before = await verified(log)
    assert (before.size, before.unsealed, before.flaw) == (6, 2, None)
    await seal(log)
    after = await verified(log)
    assert (after.size, after.unsealed, after.flaw) == (8, 0, None)
    assert after.root != before.root


async def test_the_log_of_the_whole_story_fits_sealed_and_unsealed(graph: Graph) -> None:
    await receive(graph, shuffled(story_events(), seed=2, sizes=(20, 200)))
    assert (await verified(graph)).unsealed == len(story_events())
    await seal(graph)
    found = await verified(graph)
    assert (found.size, found.unsealed, found.flaw) == (len(story_events()), 0, None)


async def test_an_empty_log_fits(graph: Graph) -> None:
    assert (await verified(graph)).flaw is None


@pytest.mark.capability(99, 100, 101)
@pytest.mark.parametrize("name", EDITS)
async def test_an_edited_property_of_a_sealed_fact_names_the_entry(log: Graph, outside: Outside, name: str) -> None:
    await outside.run(f"MATCH (f:Fact {{key: $key}}) SET f.{name} = $value", key=EDITED, value=EDITS[name])
    found = await flaw(log)
    assert (found.sequence, found.entry) == (3, EDITS[name] if name == "key" else EDITED)
    assert name in found.what


@pytest.mark.parametrize("name", EDITS)
async def test_an_edited_property_of_a_fact_that_waits_for_sealing_names_it_too(
    log: Graph, outside: Outside, name: str
) -> None:
    key = "ERP|order-5"
    value = 7 if name == "position" else EDITS[name]
    await outside.run(f"MATCH (f:Fact {{key: $key}}) SET f.{name} = $value", key=key, value=value)
    found = await flaw(log)
    assert (found.sequence, found.entry) == (None, value if name == "key" else key)


@pytest.mark.parametrize("name", [name for name in EDITS if name != "structure"])
async def test_a_removed_property_names_the_entry(log: Graph, outside: Outside, name: str) -> None:
    await outside.run(f"MATCH (f:Fact {{key: $key}}) REMOVE f.{name}", key=EDITED)
    assert (await flaw(log)).sequence == 3


@pytest.mark.parametrize(
    ("key", "value"), [("ERP|order-1", None), ("ERP|order-1", 253402214400000000), (EDITED, 5), (EDITED, None)]
)
async def test_a_moment_of_voiding_that_no_void_says_names_the_entry(
    log: Graph, outside: Outside, key: str, value: int | None
) -> None:
    await outside.run("MATCH (f:Fact {key: $key}) SET f.voided_at = $value", key=key, value=value)
    found = await flaw(log)
    assert (found.sequence, found.entry) == (2 if key == "ERP|order-1" else 3, key)
    assert "voided_at" in found.what


async def test_a_property_that_no_recording_writes_names_the_entry(log: Graph, outside: Outside) -> None:
    await outside.run("MATCH (f:Fact {key: $key}) SET f.note = 'looks fine'", key=EDITED)
    assert "note" in (await flaw(log)).what


@pytest.mark.parametrize(("key", "sequence"), [(EDITED, 3), ("PLM|item-PUMP", 0), ("MES|bom-PUMP-A", 5)])
async def test_a_deleted_fact_is_missed_by_its_key(log: Graph, outside: Outside, key: str, sequence: int) -> None:
    await outside.run("MATCH (f:Fact {key: $key}) DELETE f", key=key)
    found = await flaw(log)
    assert (found.sequence, found.entry, found.what) == (sequence, key, "its fact is gone from the log")


@pytest.mark.parametrize("receipt", ["f.receipt", "'nowhere'"])
async def test_an_inserted_fact_is_found(log: Graph, outside: Outside, receipt: str) -> None:
    await outside.run(
        f"MATCH (f:Fact {{key: $key}}) WITH f, properties(f) AS p, {receipt} AS receipt "
        "CREATE (g:Fact {key: 'ERP|forged'}) SET g += p {.*, key: 'ERP|forged', event: 'forged', receipt: receipt}",
        key=EDITED,
    )
    assert (await flaw(log)).entry == "ERP|forged"


@pytest.mark.parametrize(
    ("name", "value"),
    [("payload_digest", "0" * 64), ("payload", b"x\x9c"), ("principal", "nobody"), ("received_at", 5)],
)
async def test_an_edited_receipt_is_found_at_its_first_entry(
    log: Graph, outside: Outside, name: str, value: object
) -> None:
    await outside.run(
        f"MATCH (f:Fact {{key: $key}}) MATCH (r:Receipt {{id: f.receipt}}) SET r.{name} = $value",
        key=EDITED,
        value=value,
    )
    assert (await flaw(log)).sequence == 2


@pytest.mark.parametrize("change", ["r.sealed_from = 4", "r.sealed_from = null", "r.outcomes = 'ADA'"])
async def test_a_receipt_that_notes_something_else_is_found(log: Graph, outside: Outside, change: str) -> None:
    await outside.run(f"MATCH (f:Fact {{key: $key}}) MATCH (r:Receipt {{id: f.receipt}}) SET {change}", key=EDITED)
    assert (await flaw(log)).sequence == (3 if "outcomes" in change else 2)


async def test_a_deleted_receipt_leaves_a_hole(log: Graph, outside: Outside) -> None:
    await outside.run("MATCH (f:Fact {key: $key}) MATCH (r:Receipt {id: f.receipt}) DELETE r", key=EDITED)
    assert (await flaw(log)).sequence == 2


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("MATCH (h:LogHead) SET h.root = 'f' + substring(h.root, 1)", "root"),
        ("MATCH (h:LogHead) SET h.size = 5", "root"),
        ("MATCH (h:LogHead) SET h.frontier = null WITH h MATCH (c:LogCheckpoint) SET c.root = '00'", "once"),
        ("MATCH (t:LogTile) DELETE t", "0/0"),
    ],
)
async def test_an_edited_tree_is_told_from_an_edited_fact(log: Graph, outside: Outside, change: str, says: str) -> None:
    await outside.run(change)
    assert says in (await flaw(log)).what


async def test_an_edited_leaf_in_the_tree_names_its_entry(log: Graph, outside: Outside) -> None:
    tile = (await outside.run("MATCH (t:LogTile {key: '0/0'}) RETURN t.hashes AS hashes"))[0]["hashes"]
    edited = bytes(tile[: 3 * 32]) + b"\0" * 32 + bytes(tile[4 * 32 :])
    await outside.run("MATCH (t:LogTile {key: '0/0'}) SET t.hashes = $edited", edited=edited)
    assert (await flaw(log)).sequence == 3


async def test_an_upper_tile_is_held_against_those_below(graph: Graph, outside: Outside) -> None:
    await send(graph, "PLM", [item(f"I-{number}") for number in range(300)])
    await seal(graph)
    assert (await verified(graph)).flaw is None
    await outside.run("MATCH (t:LogTile {key: '1/0'}) SET t.hashes = $edited", edited=b"\0" * 32)
    assert "1/0" in (await flaw(graph)).what


async def test_replayed_events_fit_with_the_receipt_of_their_replay(graph: Graph) -> None:
    await send(graph, "ERP", [order("1", {"value": "4711"}), order("2", "PUMP")])
    await send(graph, "ERP", [mapping("4711", "PUMP")])
    await seal(graph)
    found = await verified(graph)
    assert (found.size, found.flaw) == (3, None)


async def test_verification_tells_how_far_it_has_come(log: Graph) -> None:
    told: list[tuple[int, int | None]] = []
    await verify(log, read_payload, lambda _, done, total: told.append((done, total)))
    assert told == [(0, 6), (6, 6)]
