"""Whether the service lives, is ready, and how it runs."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from httpx import ASGITransport, AsyncClient

from app import keys
from app.access import Role
from app.asgi import create_app
from app.engines import Endpoints
from graph.database import Graph
from ingest.queue import Queue
from tests.api.conftest import QUICK, Caller
from tests.api.intake.sending import EVENT, is_problem
from tests.conftest import open_graph
from tests.graph.door.looking import Outside
from tests.ingest.events import item, order
from tests.loading import send


async def test_a_live_process_says_so_to_anyone(anyone: AsyncClient) -> None:
    answer = await anyone.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


async def test_the_service_is_ready_when_database_schema_and_warm_up_are(anyone: AsyncClient) -> None:
    answer = await anyone.get("/health/ready")
    while answer.json()["checks"]["warmUp"] != "ok":
        await asyncio.sleep(0.01)
        answer = await anyone.get("/health/ready")
    assert answer.status_code == 200
    assert set(answer.json()["checks"].values()) == {"ok"}


async def test_without_a_queue_the_service_is_ready_all_the_same_and_takes_events(graph: Graph) -> None:
    async with Queue.open("redis://127.0.0.1:1") as nowhere:
        app = create_app(graph, nowhere, QUICK)
        issued = await keys.create(graph, Role.INGESTER, sources=["PLM"])
        client = AsyncClient(transport=ASGITransport(app), base_url="http://revtrace")
        async with app.router.lifespan_context(app), client:
            await asyncio.sleep(0.1)
            ready = await client.get("/health/ready")
            assert (ready.status_code, ready.json()["status"]) == (200, "ready")
            assert "queue does not answer" in ready.json()["checks"]["queue"]
            headers = EVENT | {"X-API-Key": issued.token}
            assert (await client.post("/ingest/PLM", content=item("PUMP"), headers=headers)).status_code == 202


async def test_without_a_database_nothing_is_taken_and_the_service_is_not_ready(
    graph: Graph, endpoints: Endpoints, queue: Queue
) -> None:
    issued = await keys.create(graph, Role.INGESTER, sources=["PLM"])
    async with await open_graph(replace(endpoints, neo4j_uri="bolt://127.0.0.1:1")) as away:
        app = create_app(away, queue, QUICK)
        client = AsyncClient(transport=ASGITransport(app), base_url="http://revtrace")
        async with app.router.lifespan_context(app), client:
            ready = await client.get("/health/ready")
            assert (ready.status_code, ready.json()["status"]) == (503, "not ready")
            headers = EVENT | {"X-API-Key": issued.token}
            refused = await client.post("/ingest/PLM", content=item("PUMP"), headers=headers)
            is_problem(refused, 503, "UNAVAILABLE")
            assert refused.headers["Retry-After"] == "5"


async def test_a_database_without_our_schema_is_not_ready(anyone: AsyncClient, outside: Outside) -> None:
    taken = "MATCH (m:Migration {version: 1}) WITH m, properties(m) AS kept DELETE m RETURN kept"
    (record,) = await outside.run(taken)
    try:
        answer = await anyone.get("/health/ready")
        assert (answer.status_code, answer.json()["checks"]["migrations"]) == (503, "pending")
    finally:
        await outside.run("CREATE (m:Migration) SET m = $kept", **record)


@pytest.mark.capability(112)
async def test_metrics_are_for_auditors_and_tell_what_waits(as_role: Caller, anyone: AsyncClient, graph: Graph) -> None:
    is_problem(await anyone.get("/metrics"), 401, "UNAUTHENTICATED")
    is_problem(await (await as_role(Role.READER)).get("/metrics"), 403, "FORBIDDEN")
    await send(graph, "ERP", [order("1", {"value": "4711"}), b"{}"])
    answer = await (await as_role(Role.AUDITOR)).get("/metrics")
    assert answer.status_code == 200
    lines = answer.text.splitlines()
    assert 'revtrace_exceptions_unresolved{queue="MAPPING"} 1.0' in lines
    assert 'revtrace_exceptions_unresolved{queue="REJECTED"} 1.0' in lines
    assert 'revtrace_receipts_unsettled{state="RECEIVED"} 0.0' in lines
    assert any(line.startswith('revtrace_http_answers_total{endpoint="metrics",status="401"}') for line in lines)
    assert any(line.startswith("revtrace_statement_seconds_count") for line in lines)


@pytest.mark.capability(128)
async def test_a_key_that_sends_too_often_is_told_when_to_come_again(graph: Graph, queue: Queue) -> None:
    app = create_app(graph, queue, QUICK.model_copy(update={"rate": "3/minute"}))
    one, two = [await keys.create(graph, Role.INGESTER, sources=["*"]) for _ in range(2)]
    client = AsyncClient(transport=ASGITransport(app), base_url="http://revtrace")
    async with app.router.lifespan_context(app), client:

        async def sent_by(token: str) -> int:
            headers = EVENT | {"X-API-Key": token}
            answer = await client.post("/ingest/PLM", content=item("PUMP"), headers=headers)
            if answer.status_code == 429:
                is_problem(answer, 429, "TOO_MANY_REQUESTS")
                assert 0 < int(answer.headers["Retry-After"]) <= 60
            return answer.status_code

        assert [await sent_by(one.token) for _ in range(5)] == [202, 202, 202, 429, 429]
        assert await sent_by(two.token) == 202
