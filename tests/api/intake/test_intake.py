"""Events over HTTP: what is taken, and what becomes of it."""

from __future__ import annotations

import zlib

import orjson
import pytest
from httpx import AsyncClient

from app.access import Role
from graph.database import Graph
from ingest.receipts import CHUNK_EVENTS
from tests.api.conftest import Caller
from tests.api.intake.sending import BATCH, EVENT, LINES, WAIT, blocks, is_problem
from tests.graph.door.looking import Outside
from tests.ingest.asking import letters
from tests.ingest.events import factory, item, mapping, order
from tests.ingest.working import until, until_settled


@pytest.mark.capability(9)
async def test_an_event_is_committed_before_it_is_answered(plm: AsyncClient, graph: Graph, outside: Outside) -> None:
    answer = await plm.post("/ingest/PLM", content=item("PUMP"), headers=EVENT)
    assert answer.status_code == 202
    told = answer.json()
    assert told == {"receipt": told["receipt"], "source": "PLM", "state": "RECEIVED", "events": 1}
    assert answer.headers["Location"] == f"/receipts/{told['receipt']}"
    (kept,) = await outside.run(
        "MATCH (r:Receipt) MATCH (k:ApiKey {id: r.principal}) "
        "RETURN r.upload AS upload, r.channel AS channel, r.state AS state, k.role AS role"
    )
    assert kept == {"upload": told["receipt"], "channel": "HTTP", "state": "RECEIVED", "role": "INGESTER"}


@pytest.mark.capability(10)
@pytest.mark.usefixtures("worker")
async def test_a_sender_that_waits_is_told_the_outcome_of_its_event_then_of_its_copy_then_of_its_contradiction(
    plm: AsyncClient,
) -> None:
    first = await plm.post("/ingest/PLM", content=item("PUMP", "Pump"), headers=EVENT | WAIT)
    assert (first.status_code, first.headers["Preference-Applied"]) == (200, "wait=10")
    assert first.json()["items"] == [{"index": 0, "id": "item-PUMP", "outcome": "ACCEPTED"}]
    again = await plm.post("/ingest/PLM", content=item("PUMP", "Pump"), headers=EVENT | WAIT)
    (copy,) = again.json()["items"]
    assert (again.status_code, copy["outcome"]) == (200, "DUPLICATE")
    assert copy["duplicateOf"]["receipt"] == first.json()["receipt"]
    other = await plm.post("/ingest/PLM", content=item("PUMP", "Piston"), headers=EVENT | WAIT)
    (contradiction,) = other.json()["items"]
    assert (other.status_code, contradiction["outcome"]) == (200, "CONFLICT")
    assert contradiction["problems"][0]["code"] == "CONFLICT"
    assert contradiction["exception"]


@pytest.mark.usefixtures("worker")
async def test_each_event_of_a_batch_has_its_own_outcome(as_role: Caller) -> None:
    erp = await as_role(Role.INGESTER, "ERP")
    events = [item("PUMP", source="ERP"), order("1", {"value": "4711"}), b'{"id": "e-9"}', item("PUMP", source="ERP")]
    answer = await erp.post("/ingest/ERP", content=b"[" + b",\n".join(events) + b"]", headers=BATCH | WAIT)
    told = answer.json()
    assert told["counts"] == {"ACCEPTED": 1, "DUPLICATE": 1, "HELD": 1, "REJECTED": 1}
    outcomes = [(it["index"], it["id"], it["outcome"]) for it in told["items"]]
    assert outcomes == [
        (0, "item-PUMP", "ACCEPTED"),
        (1, "order-1", "HELD"),
        (2, "e-9", "REJECTED"),
        (3, "item-PUMP", "DUPLICATE"),
    ]
    assert {(it["code"], it["pointer"]) for it in told["items"][2]["problems"]} >= {("FIELD_MISSING", "/source")}
    await erp.post("/ingest/ERP", content=mapping("4711", "PUMP"), headers=EVENT | WAIT)

    async def replayed() -> bool:
        return "HELD" not in (await erp.get(answer.headers["Location"])).json()["counts"]

    await until(replayed)
    later = (await erp.get(answer.headers["Location"])).json()
    assert later["counts"] == {"ACCEPTED": 2, "DUPLICATE": 1, "REJECTED": 1}
    assert [it["index"] for it in later["items"]] == [2, 3]


@pytest.mark.capability(127)
async def test_a_stream_of_lines_is_taken_in_chunks_under_one_receipt(
    as_role: Caller, graph: Graph, outside: Outside
) -> None:
    mes = await as_role(Role.INGESTER, "MES")
    lines = [*factory(500), *(b"{}" for _ in range(700))]
    answer = await mes.post("/ingest/MES", content=blocks(b"\n".join(lines)), headers=LINES)
    assert (answer.status_code, answer.json()["events"]) == (202, 1200)
    kept = await outside.run("MATCH (r:Receipt) RETURN r.number AS number, r.events AS events ORDER BY number")
    assert kept == [{"number": 0, "events": CHUNK_EVENTS}, {"number": 1, "events": 200}]


async def test_a_batch_of_more_than_one_chunk_keeps_every_event(
    as_role: Caller, graph: Graph, outside: Outside
) -> None:
    mes = await as_role(Role.INGESTER, "MES")
    batch = b"[" + b",\n ".join(b'{"id":\n "e-%d"}' % number for number in range(1100)) + b"]"
    answer = await mes.post("/ingest/MES", content=batch, headers=BATCH)
    told = (await mes.get(answer.headers["Location"], params={"verbose": "", "from": "990"})).json()
    assert [it["id"] for it in told["items"]] == [f"e-{number}" for number in range(990, 1100)]


async def test_nobody_has_to_wait_longer_than_is_asked_or_allowed(plm: AsyncClient) -> None:
    answer = await plm.post("/ingest/PLM", content=item("PUMP"), headers=EVENT | {"Prefer": "respond-async, wait=1"})
    assert (answer.status_code, answer.headers["Preference-Applied"]) == (202, "wait=1")
    told = answer.json()
    assert (told["state"], told["counts"]) == ("RECEIVED", {"PENDING": 1})
    assert told["items"] == [{"index": 0, "id": "item-PUMP"}]
    assert (await plm.post("/ingest/PLM", content=item("CAP"), headers=EVENT | {"Prefer": "wait"})).json()[
        "events"
    ] == 1


async def test_a_key_may_be_sent_in_a_header_of_its_own(as_role: Caller, anyone: AsyncClient) -> None:
    token = (await as_role(Role.INGESTER, "*")).headers["Authorization"].removeprefix("Bearer ")
    answer = await anyone.post("/ingest/any:system", content=item("P"), headers=EVENT | {"X-API-Key": token})
    assert (answer.status_code, answer.json()["source"]) == (202, "any:system")


@pytest.mark.usefixtures("worker")
async def test_a_receipt_lists_what_was_not_accepted_page_by_page_and_all_on_request(
    as_role: Caller, graph: Graph
) -> None:
    mes = await as_role(Role.INGESTER, "MES")
    lines = [*factory(150), *(b'{"id": "bad-%d"}' % number for number in range(1050))]
    answer = await mes.post("/ingest/MES", content=b"\n".join(lines), headers=LINES)
    await until_settled(graph)
    first = (await mes.get(answer.headers["Location"])).json()
    assert (first["state"], first["events"]) == ("SETTLED", 1200)
    assert first["counts"] == {"ACCEPTED": 150, "REJECTED": 1050}
    assert [it["id"] for it in first["items"]] == [f"bad-{number}" for number in range(1000)]
    assert first["next"] == f"{answer.headers['Location']}?from=1150"
    second = (await mes.get(first["next"])).json()
    assert [it["index"] for it in second["items"]] == list(range(1150, 1200))
    assert "next" not in second
    everything = (await mes.get(f"{answer.headers['Location']}?verbose")).json()
    assert [it["outcome"] for it in everything["items"][:151]] == ["ACCEPTED"] * 150 + ["REJECTED"]
    is_problem(await mes.get(f"{answer.headers['Location']}?from=-1"), 400, "MALFORMED")


@pytest.mark.capability(129)
async def test_a_receipt_is_seen_by_readers_and_by_those_who_may_send_for_its_source(
    plm: AsyncClient, as_role: Caller, anyone: AsyncClient
) -> None:
    place = (await plm.post("/ingest/PLM", content=item("PUMP"), headers=EVENT)).headers["Location"]
    for role in (Role.READER, Role.AUDITOR, Role.ADMINISTRATOR):
        assert (await (await as_role(role)).get(place)).status_code == 200
    is_problem(await (await as_role(Role.INGESTER, "ERP")).get(place), 404, "NOT_FOUND")
    is_problem(await anyone.get(place), 401, "UNAUTHENTICATED")


# around every request


async def test_a_request_has_the_id_that_its_client_gave_it_if_that_can_be_one(anyone: AsyncClient) -> None:
    given = await anyone.get("/health/live", headers={"X-Request-Id": "order-7.try:2"})
    assert given.headers["X-Request-Id"] == "order-7.try:2"
    odd = await anyone.get("/health/live", headers={"X-Request-Id": "a b\t<script>"})
    assert len(odd.headers["X-Request-Id"]) == 16


async def test_an_answer_carries_the_bookmark_by_which_the_next_request_sees_its_writes(plm: AsyncClient) -> None:
    answer = await plm.post("/ingest/PLM", content=item("PUMP"), headers=EVENT)
    token = answer.headers["Revtrace-Bookmark"]
    read = await plm.get(answer.headers["Location"], headers={"Revtrace-Bookmark": token})
    assert read.status_code == 200
    is_problem(await plm.get("/health/live", headers={"Revtrace-Bookmark": "!"}), 400, "MALFORMED")


async def test_the_body_reaches_the_log_as_it_was_sent(plm: AsyncClient, graph: Graph, outside: Outside) -> None:
    spelt = orjson.dumps(orjson.loads(item("PUMP")), option=orjson.OPT_INDENT_2)
    await plm.post("/ingest/PLM", content=spelt, headers=EVENT)
    (kept,) = await outside.run("MATCH (r:Receipt) RETURN r.payload AS payload, r.media_type AS media_type")
    assert zlib.decompress(kept["payload"]) == spelt
    assert kept["media_type"] == EVENT["Content-Type"]
    assert await letters(graph) == ["?"]
