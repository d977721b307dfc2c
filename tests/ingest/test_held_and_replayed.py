"""Events that miss a mapping wait for it, and come through by themselves when it arrives."""

from __future__ import annotations

import orjson
import pytest

from graph.database import Graph
from ingest.interpretation import draft
from ingest.pipeline import replay, replay_ready, retry, settle
from ingest.replay import take_ready
from ingest.settling import settle_drafts
from ingest.splitting import EventText
from tests.graph.door.looking import Outside
from tests.ingest.asking import exceptions, kept, letters, receipt
from tests.ingest.events import event, item, mapping, order
from tests.loading import send

LOCAL = {"value": "4711"}


@pytest.mark.capability(17, 97)
async def test_an_event_with_an_unmapped_name_is_held_for_the_mapping_queue_and_guesses_nothing(
    graph: Graph, outside: Outside
) -> None:
    await send(graph, "PLM", [item("4711")])
    assert await send(graph, "ERP", [order("1", LOCAL)]) == "H"
    (held,) = await exceptions(graph)
    assert (held["queue"], held["outcome"], held["state"]) == ("MAPPING", "HELD", "OPEN")
    assert held["waits_for"] == ["ERP|item|4711"]
    assert orjson.loads(held["problems"][0])["code"] == "IDENTIFIER_UNMAPPED"
    assert await outside.run("MATCH (o:Order) RETURN o") == []


@pytest.mark.capability(17, 95)
async def test_a_held_event_comes_through_when_its_mapping_arrives(graph: Graph, outside: Outside) -> None:
    assert await send(graph, "ERP", [item("CAP", source="ERP"), order("1", LOCAL)]) == "AH"
    assert await send(graph, "ERP", [mapping("4711", "PUMP")]) == "A"
    assert await letters(graph) == ["AA", "A"]
    (resolved,) = await exceptions(graph)
    assert resolved["state"] == "RESOLVED"
    assert resolved["closed_at"] is not None
    made = await outside.run("MATCH (o:Order)-[:MAKES]->(i:Item) RETURN o.number AS number, i.number AS item")
    assert made == [{"number": "1", "item": "PUMP"}]


async def test_a_mapping_in_the_same_receipt_counts_wherever_it_stands(graph: Graph) -> None:
    assert await send(graph, "ERP", [order("1", LOCAL), mapping("4711", "PUMP"), order("2", LOCAL)]) == "AAA"
    assert await exceptions(graph) == []


async def test_a_mapping_that_is_not_accepted_maps_nothing(graph: Graph) -> None:
    await send(graph, "ERP", [mapping("815", "CAP", event_id="m")])
    assert await send(graph, "ERP", [mapping("4711", "PUMP", event_id="m"), order("1", LOCAL)]) == "CH"


async def test_an_event_that_misses_two_names_waits_for_both(graph: Graph) -> None:
    await send(graph, "ERP", [order("1", LOCAL, plant={"value": "0001"})])
    await send(graph, "ERP", [mapping("4711", "PUMP")])
    assert (await exceptions(graph))[0]["state"] == "OPEN"
    named = {"system": "ERP", "kind": "plant", "value": "0001", "canonical": "LYON"}
    await send(graph, "ERP", [event("ERP", "map-plant", "master.identifier.mapped", named)])
    assert (await exceptions(graph))[0]["state"] == "RESOLVED"


async def test_a_replay_that_is_rejected_is_not_replayed_again_by_itself(graph: Graph) -> None:
    line = {"line": "10", "item": LOCAL, "quantity": {"value": "1", "uom": "C62"}}
    of_itself = {"bom": {"item": "PUMP", "revision": "A"}, "lines": [line]}
    assert await send(graph, "ERP", [event("ERP", "b", "structure.bom.defined", of_itself)]) == "H"
    await send(graph, "ERP", [mapping("4711", "PUMP")])
    assert await letters(graph) == ["R", "A"]
    (refused,) = await exceptions(graph)
    assert (refused["queue"], refused["state"]) == ("REJECTED", "OPEN")
    assert await replay_ready(graph) == 0


async def test_held_events_of_one_receipt_come_through_each_at_its_place(graph: Graph) -> None:
    lines = [order("1", LOCAL), b"{}", order("2", {"value": "4712"}), order("3", LOCAL), order("1", LOCAL)]
    assert await send(graph, "ERP", lines) == "HRHHH"
    await send(graph, "ERP", [mapping("4711", "PUMP")])
    assert await letters(graph) == ["ARHAD", "A"]
    await send(graph, "ERP", [mapping("4712", "SEAL")])
    assert (await letters(graph))[0] == "ARAAD"


async def test_events_that_span_several_lines_are_replayed_as_they_were_sent(graph: Graph) -> None:
    spread = orjson.dumps(orjson.loads(order("1", LOCAL)), option=orjson.OPT_INDENT_2)
    await send(graph, "ERP", [spread, order("2", LOCAL)])
    await send(graph, "ERP", [mapping("4711", "PUMP")])
    assert await letters(graph) == ["AA", "A"]


async def test_a_person_replays_what_a_newer_release_may_read(graph: Graph) -> None:
    newer = event("PLM", "e-9", "master.item.defined", {"item": "SEAL"}, type="master.item.defined.v2")
    await send(graph, "PLM", [newer])
    (held,) = await exceptions(graph)
    assert await replay(graph, [held["id"]], "anna") == 1
    (still,) = await exceptions(graph)
    assert (still["id"], still["state"]) == (held["id"], "OPEN")


async def test_a_replay_whose_worker_died_is_finished_by_the_next(graph: Graph) -> None:
    await send(graph, "ERP", [order("1", LOCAL)])
    identifier = await kept(graph, "ERP", mapping("4711", "PUMP"))
    with_dead_worker = await _map_without_replay(graph, identifier)
    (replaying,) = await exceptions(graph)
    assert (replaying["state"], await replay_ready(graph)) == ("REPLAYING", 0)
    waiting = (await graph.read("receipts_waiting", idle=0, limit=10))[0]["ids"]
    assert waiting == with_dead_worker
    assert await settle(graph, waiting[0]) == "A"
    assert (await exceptions(graph))[0]["state"] == "RESOLVED"


async def test_a_replay_that_was_put_aside_is_tried_again_with_its_exception(graph: Graph) -> None:
    await send(graph, "ERP", [order("1", LOCAL)])
    (taken,) = await _map_without_replay(graph, await kept(graph, "ERP", mapping("4711", "PUMP")))
    await graph.execute("receipt_quarantine", id=taken, reason="for the test")
    (stuck,) = await exceptions(graph)
    assert stuck["state"] == "REPLAYING"
    assert await replay(graph, [stuck["id"]], "anna") == 1
    assert (await exceptions(graph))[0]["state"] == "RESOLVED"
    assert (await receipt(graph, taken))["state"] == "SETTLED"
    assert await retry(graph, [taken]) == 0


async def _map_without_replay(graph: Graph, identity: str) -> list[str]:
    """Settle a receipt with a mapping as a worker does that dies after it has taken up the events held for it."""
    await settle_drafts(graph, identity, "ERP", draft("ERP", [EventText(1, mapping("4711", "PUMP"))]))
    return await take_ready(graph)
