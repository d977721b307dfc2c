"""A database that hangs, and one that is killed, while events come in and are settled."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from httpx import AsyncClient, Response

from app import keys
from app.access import Role
from app.engines import Endpoints
from graph.database import Graph
from graph.digest import digest
from graph.errors import UnavailableError
from ingest.queue import Queue
from ingest.receipts import CHUNK_EVENTS
from tests.engines.clients import neo4j_of
from tests.faults.day import CHUNK, EVENTS, facts, keep_day, outcomes, settled
from tests.faults.processes import free_port, running, until_ready
from tests.graph.door.looking import Outside
from tests.ingest.events import factory
from tests.ingest.working import until, until_settled

LINES = {"Content-Type": "application/x-ndjson"}
PER_REQUEST = CHUNK_EVENTS + 200
"""Events of one request: two chunks, so that half of it could be there."""

Trouble = Callable[[Path, float], Awaitable[None]]


async def hang(home: Path, seconds: float) -> None:
    """The database stands still for a while and goes on."""
    process = neo4j_of(home)
    os.kill(process, signal.SIGSTOP)
    await asyncio.sleep(seconds)
    os.kill(process, signal.SIGCONT)


async def crash(home: Path, _: float) -> None:
    """The database is killed; its supervisor starts it again, which takes some seconds."""
    os.kill(neo4j_of(home), signal.SIGKILL)
    await asyncio.sleep(1)


@pytest.mark.capability(95, 98)
@pytest.mark.parametrize("trouble", [hang, crash])
async def test_a_worker_outlives_its_database_and_settles_everything_when_it_is_back(
    fragile: Endpoints,
    fragile_home: Path,
    fragile_graph: Graph,
    around: Outside,
    hints: Queue,
    day: str,
    outage: float,
    trouble: Trouble,
) -> None:
    await keep_day(fragile_graph, hints)
    with running("work", fragile) as worker:

        async def begun() -> bool:
            return await settled(fragile_graph) >= EVENTS // CHUNK // 4

        await until(begun, seconds=120)
        await trouble(fragile_home, outage)
        await _until_it_answers(fragile_graph)
        await until_settled(fragile_graph, seconds=180)
        assert worker.poll() is None
    assert await outcomes(fragile_graph) == {"A": EVENTS}
    assert await facts(around) == EVENTS
    assert await digest(fragile_graph, knowledge=False) == day


@pytest.mark.capability(95)
@pytest.mark.parametrize("trouble", [hang, crash])
@pytest.mark.usefixtures("day")
async def test_what_was_answered_is_there_and_what_was_refused_is_not_half_there(
    fragile: Endpoints, fragile_home: Path, fragile_graph: Graph, around: Outside, outage: float, trouble: Trouble
) -> None:
    async with _api(fragile, fragile_graph) as client:
        sending = asyncio.create_task(_send_until_cancelled(client))
        await asyncio.sleep(1.5)
        await trouble(fragile_home, outage)
        await _until_it_answers(fragile_graph)
        await asyncio.sleep(1.5)
        sending.cancel()
        taken, refused = await sending
    there = await around.run("MATCH (r:Receipt) RETURN r.upload AS upload, sum(r.events) AS events")
    assert {row["events"] for row in there} == {PER_REQUEST}
    uploads = {row["upload"] for row in there}
    assert {answer.json()["receipt"] for answer in taken} <= uploads
    assert len(taken) > 2
    assert refused
    assert {answer.status_code for answer in refused} == {503}
    assert all(answer.headers["Retry-After"] for answer in refused)
    assert len(uploads) <= len(taken) + len(refused) + 1


@asynccontextmanager
async def _api(fragile: Endpoints, graph: Graph) -> AsyncIterator[AsyncClient]:
    issued = await keys.create(graph, Role.INGESTER, sources=["MES"])
    port = free_port()
    settings = {"REVTRACE_PORT": str(port), "REVTRACE_WARM_UP": "0.1", "REVTRACE_RATE": "1000/second"}
    headers = {"Authorization": f"Bearer {issued.token}"}
    with running("serve", fragile, settings):
        async with AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=60) as client:
            await until_ready(client)
            yield client


async def _send_until_cancelled(client: AsyncClient) -> tuple[list[Response], list[Response]]:
    """One request after the other; those that were taken, and those that were refused."""
    taken: list[Response] = []
    refused: list[Response] = []
    try:
        while True:
            body = b"\n".join(factory(PER_REQUEST, first=PER_REQUEST * (len(taken) + len(refused))))
            answer = await client.post("/ingest/MES", content=body, headers=LINES)
            (taken if answer.status_code == 202 else refused).append(answer)
            await asyncio.sleep(0.05)
    except asyncio.CancelledError:
        return taken, refused


async def _until_it_answers(graph: Graph) -> None:
    async def answers() -> bool:
        try:
            await graph.verify(deadline=2)
        except UnavailableError:
            return False
        return True

    await until(answers, seconds=60)
