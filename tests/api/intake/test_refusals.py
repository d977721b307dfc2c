"""What is refused as a whole leaves nothing behind."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient

from app.access import Role
from ingest.receipts import CHUNK_EVENTS
from tests.api.conftest import Caller
from tests.api.intake.sending import BATCH, EVENT, LINES, WAIT, blocks, is_problem
from tests.ingest.events import factory, item

REFUSED: list[tuple[bytes, dict[str, str], int, str]] = [
    (b"{not json", EVENT, 400, "MALFORMED"),
    (b"\xff\xfe", EVENT, 400, "MALFORMED"),
    (b"[" * 5000, EVENT, 400, "MALFORMED"),
    (b"[]", EVENT, 400, "MALFORMED"),
    (b"", EVENT, 400, "MALFORMED"),
    (b"", LINES, 400, "MALFORMED"),
    (b"\n \n", LINES, 400, "MALFORMED"),
    (b"[]", BATCH, 400, "MALFORMED"),
    (item("PUMP"), BATCH, 400, "MALFORMED"),
    (b"[" + item("PUMP"), BATCH, 400, "MALFORMED"),
    (b"x" * 200_001, LINES, 413, "TOO_LARGE"),
    (b"1\n" * 1501, LINES, 413, "TOO_LARGE"),
    (b"[" + b"1," * 1500 + b"1]", BATCH, 413, "TOO_LARGE"),
    (item("PUMP"), {"Content-Type": "application/json"}, 415, "UNSUPPORTED_MEDIA_TYPE"),
    (item("PUMP"), {}, 415, "UNSUPPORTED_MEDIA_TYPE"),
    (item("PUMP"), {"Content-Type": "application/x-ndjson; charset=latin-1"}, 415, "UNSUPPORTED_MEDIA_TYPE"),
    (gzip.compress(item("PUMP")), LINES | {"Content-Encoding": "gzip"}, 415, "UNSUPPORTED_MEDIA_TYPE"),
]


@pytest.mark.usefixtures("nothing_is_left")
@pytest.mark.parametrize(("body", "headers", "status", "code"), REFUSED)
async def test_a_body_that_is_refused_is_refused_as_a_whole(
    plm: AsyncClient, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    is_problem(await plm.post("/ingest/PLM", content=body, headers=headers), status, code)


@pytest.mark.usefixtures("nothing_is_left")
async def test_a_stream_that_turns_out_too_long_in_a_later_chunk_leaves_nothing_of_the_earlier_ones(
    plm: AsyncClient,
) -> None:
    lines = b"\n".join(factory(CHUNK_EVENTS + 10)) + b"\n" + b"1\n" * 1000
    is_problem(await plm.post("/ingest/PLM", content=blocks(lines), headers=LINES), 413, "TOO_LARGE")


@pytest.mark.usefixtures("nothing_is_left")
async def test_an_event_that_cannot_be_read_is_refused_with_its_problem(plm: AsyncClient) -> None:
    told = is_problem(await plm.post("/ingest/PLM", content=b'{"id": "a",}', headers=EVENT), 400, "MALFORMED")
    assert told["problems"][0]["code"] == "MALFORMED"
    assert "line 1" in told["problems"][0]["detail"]


@pytest.mark.capability(129)
@pytest.mark.usefixtures("nothing_is_left")
@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer nobody"}, {"Authorization": "Basic dXNlcjpwYXNz"}, {"X-API-Key": "rvt_x"}],
)
async def test_who_is_not_known_is_refused_before_the_body_is_read(
    anyone: AsyncClient, headers: dict[str, str]
) -> None:
    read: list[int] = []

    async def body() -> AsyncIterator[bytes]:
        for number in range(3):
            read.append(number)
            yield item("PUMP")

    answer = await anyone.post("/ingest/PLM", content=body(), headers=EVENT | headers)
    is_problem(answer, 401, "UNAUTHENTICATED")
    assert read == []
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.usefixtures("nothing_is_left")
async def test_a_body_that_does_not_arrive_in_time_is_refused(plm: AsyncClient) -> None:
    async def slow() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield item("PUMP") + b"\n"
            await asyncio.sleep(0.1)

    is_problem(await plm.post("/ingest/PLM", content=slow(), headers=LINES), 408, "TIMEOUT")


@pytest.mark.usefixtures("nothing_is_left")
@pytest.mark.parametrize("source", ["a%20b", "x" * 201, "%C3%BC"])
async def test_a_path_that_can_name_no_source_is_refused(as_role: Caller, source: str) -> None:
    anything = await as_role(Role.INGESTER, "*")
    is_problem(await anything.post(f"/ingest/{source}", content=item("PUMP"), headers=EVENT), 400, "MALFORMED")


@pytest.mark.capability(129)
@pytest.mark.usefixtures("nothing_is_left")
async def test_a_key_sends_for_the_sources_that_it_names_and_for_no_other(as_role: Caller) -> None:
    erp, reader = await as_role(Role.INGESTER, "ERP"), await as_role(Role.READER)
    administrator = await as_role(Role.ADMINISTRATOR)
    for client, code in ((erp, "SOURCE_NOT_ALLOWED"), (reader, "FORBIDDEN"), (administrator, "SOURCE_NOT_ALLOWED")):
        is_problem(await client.post("/ingest/PLM", content=item("PUMP"), headers=EVENT), 403, code)


@pytest.mark.usefixtures("worker")
async def test_an_event_that_speaks_for_another_system_than_its_path_is_rejected(plm: AsyncClient) -> None:
    answer = await plm.post("/ingest/PLM", content=item("PUMP", source="ERP"), headers=EVENT | WAIT)
    (told,) = answer.json()["items"]
    assert (told["outcome"], told["problems"][0]["code"]) == ("REJECTED", "SOURCE_NOT_ALLOWED")


async def test_what_does_not_exist_is_a_problem_too(plm: AsyncClient, anyone: AsyncClient) -> None:
    is_problem(await plm.get("/receipts/nowhere"), 404, "NOT_FOUND")
    is_problem(await anyone.get("/nowhere"), 404, "NOT_FOUND")
    is_problem(await anyone.get("/ingest/PLM"), 405, "METHOD_NOT_ALLOWED")


# receipts
