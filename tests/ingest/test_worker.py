"""A worker on the real database and the real queue."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from redis.asyncio import Redis

from app.engines import Endpoints
from graph.database import Graph
from graph.errors import ConfigurationError, DatabaseError, UnavailableError
from ingest.queue import HEALTH, NAME, Queue
from tests.conftest import open_graph
from tests.graph.door.looking import Outside, Proxy
from tests.ingest.asking import exceptions, kept, letters, receipt
from tests.ingest.events import factory, item, mapping, order
from tests.ingest.working import BRISK, NEVER_SWEEPING, until, until_settled, working
from tests.loading import send

NOWHERE = "redis://127.0.0.1:1"


@pytest.mark.capability(127)
async def test_a_receipt_that_the_worker_is_told_of_is_settled(graph: Graph, queue: Queue, valkey: Redis) -> None:
    identity = await kept(graph, "PLM", item("PUMP"))
    async with working(graph, queue, NEVER_SWEEPING):
        await queue.hint([identity])
        await until_settled(graph)
        assert (await receipt(graph, identity))["outcomes"] == "A"

        async def done() -> bool:
            return await queue.depth() == 0

        await until(done)
    left = {key.decode() for key in await valkey.keys("*")}
    assert left <= {HEALTH}, "a job leaves nothing behind"


async def test_a_receipt_is_told_of_once_however_often_and_again_after_it_was_done(graph: Graph, queue: Queue) -> None:
    identity = await kept(graph, "PLM", item("PUMP"))
    await queue.hint([identity, identity])
    await queue.hint([identity])
    assert await queue.depth() == 1
    async with working(graph, queue, NEVER_SWEEPING):
        await until_settled(graph)
    await queue.hint([identity])
    assert await queue.depth() == 1


@pytest.mark.capability(95)
async def test_a_receipt_that_nobody_tells_of_is_swept_up(graph: Graph, queue: Queue) -> None:
    identity = await kept(graph, "PLM", item("PUMP"))
    async with working(graph, queue):
        await until_settled(graph)
    assert (await receipt(graph, identity))["outcomes"] == "A"


@pytest.mark.capability(95)
async def test_receipts_are_settled_while_there_is_no_queue_at_all(graph: Graph) -> None:
    await kept(graph, "PLM", item("PUMP"))
    async with Queue.open(NOWHERE) as nowhere, working(graph, nowhere):
        await until_settled(graph)
        await kept(graph, "PLM", item("SEAL"))
        await until_settled(graph)
    assert await letters(graph) == ["A", "A"]


@pytest.mark.capability(95)
async def test_a_queue_that_loses_everything_loses_no_event(graph: Graph, queue: Queue, valkey: Redis) -> None:
    receipts = [await kept(graph, "MES", *factory(40, first=40 * number)) for number in range(12)]
    await queue.hint(receipts)
    async with working(graph, queue):

        async def begun() -> bool:
            return await queue.depth() < len(receipts)

        await until(begun)
        await valkey.flushall()
        await until_settled(graph)
    assert await letters(graph) == ["A" * 40] * 12


@pytest.mark.capability(127)
async def test_several_workers_at_once_share_the_receipts_and_double_nothing(
    graph: Graph, queue: Queue, outside: Outside
) -> None:
    receipts = [await kept(graph, "MES", *factory(60, first=60 * number)) for number in range(12)]
    await queue.hint(receipts[::2])
    async with working(graph, queue), working(graph, queue), working(graph, queue):
        await until_settled(graph)
    assert await letters(graph) == ["A" * 60] * 12
    assert await outside.run("MATCH (f:Fact) RETURN count(f) AS facts") == [{"facts": 720}]


async def test_a_hint_that_nobody_understands_does_no_harm(graph: Graph, queue: Queue, valkey: Redis) -> None:
    await valkey.zadd(NAME, {"bogus": 1})
    await valkey.set("arq:job:bogus", b"\x80not json")
    await queue.hint(["nowhere.0"])
    identity = await kept(graph, "PLM", item("PUMP"))
    async with working(graph, queue, NEVER_SWEEPING):
        await queue.hint([identity])
        await until_settled(graph)


@pytest.mark.capability(98)
async def test_a_lost_connection_to_the_database_is_tried_again_after_a_pause(
    graph: Graph, queue: Queue, endpoints: Endpoints
) -> None:
    receipts = [await kept(graph, "MES", *factory(200, first=200 * number)) for number in range(6)]
    async with (
        Proxy(endpoints.neo4j_uri).open() as proxy,
        await open_graph(replace(endpoints, neo4j_uri=proxy.uri)) as shaky,
        working(shaky, queue),
    ):
        await queue.hint(receipts)
        for _ in range(6):
            await asyncio.sleep(0.3)
            proxy.cut()
        await until_settled(graph)
    assert await letters(graph) == ["A" * 200] * 6


async def test_what_is_begun_when_the_worker_stops_comes_to_its_end(graph: Graph, queue: Queue) -> None:
    receipts = [await kept(graph, "MES", *factory(200, first=200 * number)) for number in range(4)]
    await queue.hint(receipts)
    async with working(graph, queue, NEVER_SWEEPING):

        async def begun() -> bool:
            rows = [await receipt(graph, identity) for identity in receipts]
            return any(row["tries"] for row in rows)

        await until(begun)
    rows = [await receipt(graph, identity) for identity in receipts]
    assert {row["state"] for row in rows if row["tries"]} == {"SETTLED"}
    assert {row["outcomes"] for row in rows if not row["tries"]} <= {"?" * 200}


@pytest.mark.capability(97)
async def test_held_events_are_replayed_even_if_whoever_mapped_them_could_not(
    graph: Graph, queue: Queue, outside: Outside
) -> None:
    assert await send(graph, "ERP", [order("1", {"value": "4711"})]) == "H"
    await send(graph, "ERP", [mapping("4711", "PUMP")])
    await outside.run(
        "MATCH (e:Exception) SET e.state = 'OPEN' WITH e MATCH (r:Receipt {id: e.receipt}) SET r.outcomes = 'H'"
    )
    async with working(graph, queue):

        async def resolved() -> bool:
            return [row["state"] for row in await exceptions(graph)] == ["RESOLVED"]

        await until(resolved)


async def test_a_chore_that_fails_stops_nobody(graph: Graph, queue: Queue) -> None:
    failures = iter([DatabaseError("refused"), UnavailableError("away"), RuntimeError("broken"), KeyError("odd")])
    done = asyncio.Event()

    async def chore(_: Graph) -> int:
        for failure in failures:
            raise failure
        done.set()
        return 0

    async with working(graph, queue, BRISK, {"odd jobs": chore}) as worker:
        await asyncio.wait_for(done.wait(), 10)
        assert not worker.done()


def test_an_address_that_cannot_be_read_is_said_to_be_wrong() -> None:
    with pytest.raises(ConfigurationError, match="address of the queue"):
        Queue.open("http://127.0.0.1")


async def test_a_queue_that_is_away_says_so() -> None:
    async with Queue.open(NOWHERE) as nowhere:
        with pytest.raises(UnavailableError, match="queue does not answer"):
            await nowhere.hint(["x.0"])
        with pytest.raises(UnavailableError):
            await nowhere.depth()
