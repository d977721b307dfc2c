"""Deadlines, cancellation, deadlocks and broken connections; nothing is left open on the server."""

from __future__ import annotations

import asyncio
import gc
import time
from typing import TYPE_CHECKING

import pytest

from graph.database import Graph
from graph.errors import DeadlineError, UnavailableError
from tests.graph.door.conftest import open_graph
from tests.graph.door.looking import Outside, Proxy

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from app.engines import Endpoints
    from graph.transaction import Writing

pytestmark = pytest.mark.usefixtures("items")

AGES = 10_000_000
"""Rounds of door_slow that take minutes."""


async def test_a_read_ends_at_its_deadline_and_on_the_server_too(graph: Graph, outside: Outside) -> None:
    start = time.monotonic()
    with pytest.raises(DeadlineError, match=r"door_slow did not end within 0\.3 s"):
        await graph.read("door_slow", rounds=AGES, deadline=0.3)
    assert time.monotonic() - start < 1.5
    await outside.until_quiet("door_slow")


async def test_the_server_ends_a_transaction_whose_client_does_not(graph: Graph, outside: Outside) -> None:
    statement = graph.statements["door_slow"]
    with pytest.raises(DeadlineError, match="stuck did not end in time"):
        async with graph.connection.transaction("read", "stuck", 0.5) as transaction:
            await (await transaction.run(statement.text, {"rounds": AGES})).consume()
    await outside.until_quiet("stuck")


async def test_a_deadline_covers_all_statements_of_a_transaction(graph: Graph, outside: Outside) -> None:
    async def read_both() -> None:
        async with graph.reading("pair", deadline=0.4) as reading:
            await reading.read("door_items")
            await reading.read("door_slow", rounds=AGES)

    with pytest.raises(DeadlineError, match="pair did not end"):
        await read_both()

    async def work(transaction: Writing) -> None:
        await transaction.run("door_item_put", key="late", name="late")
        await transaction.run("door_slow", rounds=AGES)

    with pytest.raises(DeadlineError, match="late did not end"):
        await graph.write(work, label="late", deadline=0.4)
    await outside.until_quiet("pair", "late")
    assert await graph.read_one("door_item", key="late") is None


async def test_a_timeout_of_the_caller_is_not_taken_for_ours(graph: Graph) -> None:
    async def work(_: Writing) -> None:
        raise TimeoutError("of the caller")

    with pytest.raises(TimeoutError, match="of the caller"):
        await graph.write(work, label="own_timeout")


async def read_slowly(graph: Graph) -> object:
    return await graph.read("door_slow", rounds=AGES, deadline=60)


async def read_in_transaction(graph: Graph) -> object:
    async with graph.reading("door_slow", deadline=60) as reading:
        return await reading.read("door_slow", rounds=AGES)


async def write_slowly(graph: Graph) -> object:
    async def work(transaction: Writing) -> object:
        await transaction.run("door_item_put", key="cancelled", name="never")
        return await transaction.run("door_slow", rounds=AGES)

    return await graph.write(work, label="door_slow", deadline=60)


async def write_and_ponder(graph: Graph) -> object:
    async def work(transaction: Writing) -> None:
        await transaction.run("door_item_put", key="cancelled", name="never")
        await asyncio.Event().wait()

    return await graph.write(work, label="door_slow", deadline=60)


@pytest.mark.parametrize("call", [read_slowly, read_in_transaction, write_slowly, write_and_ponder])
async def test_a_cancelled_call_leaves_nothing_open(
    endpoints: Endpoints, outside: Outside, call: Callable[[Graph], Awaitable[object]]
) -> None:
    async with await open_graph(endpoints, pool_size=1, acquisition=1) as single:
        task = asyncio.ensure_future(call(single))
        await outside.until_open("door_slow")
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await outside.until_quiet("door_slow")
        assert await single.read_one("door_item", key="cancelled") is None


async def cancel_after(delay: float, call: Coroutine[None, None, object]) -> None:
    task = asyncio.ensure_future(call)
    await asyncio.sleep(delay)
    task.cancel()
    await asyncio.wait([task])


# Driver 6.4.1 leaves the socket of a cancelled connect to the garbage collector, which closes it and says so.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning")
async def test_many_cancelled_calls_do_not_use_up_the_pool(endpoints: Endpoints, outside: Outside) -> None:
    async with await open_graph(endpoints, pool_size=2, acquisition=1) as narrow:
        for delay in range(30):
            await cancel_after(delay * 0.0002, narrow.execute("door_item_put", key="C", name="cap"))
        gc.collect()
        assert len(await asyncio.gather(*(narrow.read("door_items") for _ in range(4)))) == 4
    await outside.until_quiet("door_item_put", "door_items")


async def test_a_full_pool_is_said_to_be_full(endpoints: Endpoints) -> None:
    async with await open_graph(endpoints, pool_size=1, acquisition=0.2) as single, single.reading("hold"):
        with pytest.raises(UnavailableError, match="no connection to the database became free for door_items"):
            await single.read("door_items")


async def test_a_deadlock_is_tried_again_and_both_writers_succeed(graph: Graph) -> None:
    meeting = asyncio.Barrier(2)
    tries: list[str] = []

    async def lock(first: str, second: str) -> None:
        async def work(transaction: Writing) -> None:
            tries.append(first)
            await transaction.run("door_item_lock", key=first)
            if tries.count(first) == 1:
                await meeting.wait()
            await transaction.run("door_item_lock", key=second)
            await transaction.run("door_item_put", key=first, name=f"by {first}")

        await graph.write(work, label="cross")

    await asyncio.gather(lock("A", "B"), lock("B", "A"))
    assert len(tries) >= 3
    assert [row["name"] for row in await graph.read("door_items")] == ["by A", "by B"]
    assert [row["seq"] for row in await graph.read("door_items")] == [2, 3]


async def test_a_connection_that_broke_is_replaced_without_the_caller_noticing(endpoints: Endpoints) -> None:
    async with Proxy(endpoints.neo4j_uri).open() as proxy, await open_graph(endpoints, uri=proxy.uri) as far:
        await far.verify()
        for call in (read_once, write_once, read_both):
            proxy.cut()
            await asyncio.sleep(0.05)
            await call(far)
        assert proxy.connections >= 4


async def read_once(graph: Graph) -> None:
    assert await graph.read_one("door_item", key="A") is not None


async def write_once(graph: Graph) -> None:
    assert await graph.execute("door_item_put", key="C", name="cap") == [{"seq": 1}]


async def read_both(graph: Graph) -> None:
    async with graph.reading("both") as reading:
        assert len(await reading.read("door_items")) == 3


async def test_a_read_that_is_cut_in_the_middle_is_asked_again(endpoints: Endpoints, outside: Outside) -> None:
    async with Proxy(endpoints.neo4j_uri).open() as proxy, await open_graph(endpoints, uri=proxy.uri) as far:
        task = asyncio.ensure_future(far.read("door_slow", rounds=20_000, deadline=60))
        await outside.until_open("door_slow")
        proxy.cut()
        assert (await task)[0]["count"] > 0
        assert proxy.connections == 2


async def test_a_commit_without_an_answer_is_not_repeated(endpoints: Endpoints, graph: Graph) -> None:
    async with Proxy(endpoints.neo4j_uri).open() as proxy, await open_graph(endpoints, uri=proxy.uri) as far:

        async def work(transaction: Writing) -> None:
            await transaction.run("door_item_put", key="C", name="cap")
            proxy.silent_after = b"\xb0\x12"  # the Bolt message COMMIT

        with pytest.raises(UnavailableError, match="the connection broke while unsure committed"):
            await far.write(work, label="unsure")
    assert await graph.read_one("door_item", key="C") == {"key": "C", "name": "cap", "seq": 1}
