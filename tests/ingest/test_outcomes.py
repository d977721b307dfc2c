"""Every event gets exactly one outcome, on the real database."""

from __future__ import annotations

import re

import orjson
import pytest

from graph.database import Graph
from graph.model.contract import CONTRACTS
from ingest.pipeline import settle
from ingest.receipts import texts_of
from tests.graph.door.looking import Outside
from tests.ingest.asking import exceptions, kept, receipt
from tests.ingest.events import event, item, order, unit
from tests.loading import send


async def test_a_new_event_is_accepted_and_stands_in_the_log_with_its_receipt(graph: Graph, outside: Outside) -> None:
    assert await send(graph, "PLM", [item("PUMP")]) == "A"
    facts = await outside.run(
        "MATCH (f:Fact) MATCH (r:Receipt {id: f.receipt}) "
        "RETURN f.source AS source, f.event AS event, f.contract AS contract, f.position AS position, r.state AS state"
    )
    contract = "master.item.defined.v1"
    assert facts == [{"source": "PLM", "event": "item-PUMP", "contract": contract, "position": 0, "state": "SETTLED"}]


@pytest.mark.capability(94, 106)
async def test_the_same_event_again_is_a_duplicate_and_changes_nothing(graph: Graph, outside: Outside) -> None:
    await send(graph, "MES", [unit("S-1", "PUMP")])
    before = await outside.run("MATCH (n) WHERE NOT n:Receipt RETURN count(n) AS nodes")
    assert await send(graph, "MES", [unit("S-1", "PUMP")]) == "D"
    assert await outside.run("MATCH (n) WHERE NOT n:Receipt RETURN count(n) AS nodes") == before
    assert await exceptions(graph) == []


async def test_the_same_event_spelt_otherwise_is_still_a_duplicate(graph: Graph) -> None:
    await send(graph, "PLM", [item("PUMP")])
    turned = orjson.loads(item("PUMP"))
    spelt = orjson.dumps(dict(reversed(turned.items())) | {"traceparent": f"00-{'1' * 32}-{'2' * 16}-01"})
    assert await send(graph, "PLM", [b"  " + spelt]) == "D"


async def test_an_event_twice_in_one_receipt_is_accepted_once(graph: Graph) -> None:
    assert await send(graph, "PLM", [item("PUMP"), item("PUMP"), item("SEAL")]) == "ADA"


async def test_the_same_id_from_another_system_is_another_event(graph: Graph) -> None:
    assert await send(graph, "PLM", [item("PUMP", event_id="1")]) == "A"
    assert await send(graph, "ERP", [item("SEAL", source="ERP", event_id="1")]) == "A"


@pytest.mark.capability(106)
@pytest.mark.parametrize("together", [True, False])
async def test_other_content_under_a_known_id_is_a_conflict_and_both_are_kept(
    graph: Graph, outside: Outside, *, together: bool
) -> None:
    first, second = item("PUMP", "Pump"), item("PUMP", "Piston")
    if together:
        assert await send(graph, "PLM", [first, second]) == "AC"
    else:
        assert await send(graph, "PLM", [first]) + await send(graph, "PLM", [second]) == "AC"
    (raised,) = await exceptions(graph, queue="CONFLICT")
    assert (raised["event"], raised["outcome"], raised["state"]) == ("item-PUMP", "CONFLICT", "OPEN")
    assert "CONFLICT" in raised["problems"][0]
    assert await outside.run("MATCH (i:Item) RETURN i.name AS name") == [{"name": "Pump"}]


@pytest.mark.capability(96)
async def test_an_older_statement_that_comes_late_is_superseded_and_does_not_win(
    graph: Graph, outside: Outside
) -> None:
    assert await send(graph, "ERP", [order("1", "PUMP", event_id="b", at=60, status="STARTED")]) == "A"
    assert await send(graph, "ERP", [order("1", "PUMP", event_id="a", at=0, status="OPEN")]) == "S"
    assert await outside.run("MATCH (o:Order) RETURN o.status AS status") == [{"status": "STARTED"}]


async def test_of_two_statements_of_one_moment_the_higher_sequence_is_the_later(graph: Graph, outside: Outside) -> None:
    later = event("ERP", "a", "master.item.defined", {"item": "PUMP", "name": "new"}, sequence="10")
    earlier = event("ERP", "b", "master.item.defined", {"item": "PUMP", "name": "old"}, sequence="9")
    assert await send(graph, "ERP", [later, earlier]) == "AS"
    assert await outside.run("MATCH (i:Item) RETURN i.name AS name") == [{"name": "new"}]


@pytest.mark.capability(97)
async def test_what_cannot_be_read_is_rejected_with_code_and_place_and_spoils_nothing_else(graph: Graph) -> None:
    lines = [
        item("PUMP"),
        b"{not json",
        b"[1]",
        event("PLM", "e-1", "master.item.defined", {"item": "SEAL"}),
        event("ERP", "e-2", "master.item.defined", {"item": "SEAL", "name": "Seal"}),
        event("PLM", "e-3", "log.event.voided", {"source": "ERP", "event": "x", "reason": "r"}),
        item("CAP"),
    ]
    assert await send(graph, "PLM", lines) == "ARRRRRA"
    raised = sorted(await exceptions(graph, queue="REJECTED"), key=lambda row: row["position"])
    found = [(row["position"], row["event"], *orjson.loads(row["problems"][0]).values()) for row in raised]
    assert [(position, name, code, pointer) for position, name, code, pointer, *_ in found] == [
        (1, "", "MALFORMED", ""),
        (2, "", "FIELD_INVALID", ""),
        (3, "e-1", "FIELD_MISSING", "/data/name"),
        (4, "e-2", "SOURCE_NOT_ALLOWED", "/source"),
        (5, "e-3", "AUTHORITY", "/data/source"),
    ]


async def test_an_event_of_a_version_that_is_not_known_yet_is_held_beside_those_that_are(graph: Graph) -> None:
    newer = event("PLM", "e-9", "master.item.defined", {"item": "SEAL"}, type="master.item.defined.v2")
    assert await send(graph, "PLM", [newer, item("PUMP")]) == "HA"
    (held,) = await exceptions(graph, queue="CONTRACT")
    assert (held["event"], held["state"]) == ("e-9", "OPEN")
    assert "master.item.defined.v2" in held["problems"][0]


async def test_a_receipt_that_was_settled_is_left_alone(graph: Graph, recorded_statements: list[str]) -> None:
    identity = await kept(graph, "PLM", item("PUMP"), b"{}")
    assert await settle(graph, identity) == "AR"
    recorded_statements.clear()
    assert await settle(graph, identity) == "AR"
    assert recorded_statements == ["receipt_take"]
    assert (await receipt(graph, identity))["tries"] == 1


@pytest.mark.capability(13)
async def test_events_have_names_of_one_convention_and_rows_of_tables_are_not_taken(graph: Graph) -> None:
    assert all(re.fullmatch(r"[a-z]+(\.[a-z]+){2}\.v[1-9]", contract) for contract in CONTRACTS)
    row = event("ERP", "row", "erp.mara.updated", {"MATNR": "4711", "MEINS": "ST"})
    odd = event("ERP", "odd", "x", {}, type="MARA_UPDATE")
    assert await send(graph, "ERP", [row, odd]) == "HR"


@pytest.mark.capability(128)
async def test_what_a_source_adds_under_ext_is_taken_and_kept_as_it_was_sent(graph: Graph, outside: Outside) -> None:
    data = {"item": "PUMP", "name": "Pump", "ext": {"mara:BRGEW": 12.5, "notes": ["a", None]}}
    sent = event("ERP", "e-1", "master.item.defined", data)
    assert await send(graph, "ERP", [sent]) == "A"
    (kept_there,) = await outside.run("MATCH (r:Receipt) RETURN r.media_type AS media_type, r.payload AS payload")
    assert [text.text for text in texts_of(**kept_there)] == [sent]
