"""Receipts of requests that come together are committed together, and each request is answered for itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from app.engines import Endpoints
from app.keeper import Keeper
from graph.bookmarks import tracking_bookmarks
from graph.database import Graph
from graph.errors import DatabaseError, UnavailableError
from ingest.receipts import Channel, Sender, new_upload, receipt_row
from ingest.splitting import EventText
from ingest.tasks import end
from tests.conftest import open_graph
from tests.graph.door.looking import Outside
from tests.ingest.events import item

SENDER = Sender("PLM", "test", Channel.HTTP)


def request(number: int, chunks: int = 1) -> list[dict[str, object]]:
    """The receipts of one request."""
    upload = new_upload()
    return [receipt_row(SENDER, upload, chunk, [EventText(1, item(f"P-{number}"))]) for chunk in range(chunks)]


@pytest.fixture
async def keeper(graph: Graph) -> AsyncIterator[Keeper]:
    made = Keeper(graph)
    task = asyncio.create_task(made.run())
    yield made
    await end(task)


@pytest.mark.capability(126)
async def test_a_burst_of_requests_takes_few_transactions_and_every_receipt_is_there(
    keeper: Keeper, outside: Outside, recorded_statements: list[str]
) -> None:
    await asyncio.gather(*(keeper.keep(request(number, chunks=2)) for number in range(150)))
    assert recorded_statements.count("receipt_create") <= 10
    (row,) = await outside.run("MATCH (r:Receipt) RETURN count(r) AS receipts, count(DISTINCT r.upload) AS uploads")
    assert row == {"receipts": 300, "uploads": 150}


async def test_a_request_that_is_refused_does_not_take_its_neighbours_with_it(keeper: Keeper, outside: Outside) -> None:
    bad = request(7)
    bad[0]["number"] = {"not": "a property"}
    sent = [request(number) for number in range(7)]
    answers = await asyncio.gather(*map(keeper.keep, [*sent[:3], bad, *sent[3:]]), return_exceptions=True)
    assert [type(answer) for answer in answers] == [type(None)] * 3 + [DatabaseError] + [type(None)] * 4
    assert await outside.run("MATCH (r:Receipt) RETURN count(r) AS receipts") == [{"receipts": 7}]


async def test_each_request_learns_the_bookmark_of_the_commit_that_it_was_part_of(keeper: Keeper) -> None:
    async def one(number: int) -> str:
        with tracking_bookmarks() as holder:
            await keeper.keep(request(number))
            return holder.token()

    tokens = await asyncio.gather(*map(one, range(5)))
    assert all(tokens)


async def test_a_request_that_nobody_waits_for_any_more_is_not_committed(graph: Graph, outside: Outside) -> None:
    keeper = Keeper(graph)
    gone = asyncio.create_task(keeper.keep(request(1)))
    await asyncio.sleep(0)
    await end(gone)
    task = asyncio.create_task(keeper.run())
    await keeper.keep(request(2))
    await end(task)
    assert await outside.run("MATCH (r:Receipt) RETURN count(r) AS receipts") == [{"receipts": 1}]


async def test_without_a_database_every_request_is_told_so(endpoints: Endpoints) -> None:
    async with await open_graph(replace(endpoints, neo4j_uri="bolt://127.0.0.1:1")) as away:
        keeper = Keeper(away)
        task = asyncio.create_task(keeper.run())
        answers = await asyncio.gather(*(keeper.keep(request(number)) for number in range(3)), return_exceptions=True)
        await end(task)
    assert all(isinstance(answer, UnavailableError) for answer in answers)
