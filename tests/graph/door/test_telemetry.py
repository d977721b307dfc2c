"""Each statement is known by its name: in the transaction list of the database, in metrics, in tests."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from prometheus_client import REGISTRY

from graph.database import Graph
from graph.errors import DatabaseError, DeadlineError
from graph.telemetry import recording_statements, request_id
from graph.warmup import warm_up

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from graph.transaction import Writing
    from tests.graph.door.looking import Outside

pytestmark = pytest.mark.usefixtures("items")


def sample(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def read(graph: Graph) -> None:
    await graph.read("door_slow", rounds=10_000_000)


async def read_in_transaction(graph: Graph) -> None:
    async with graph.reading("door_slow") as reading:
        await reading.read("door_slow", rounds=10_000_000)


async def write(graph: Graph) -> None:
    async def work(transaction: Writing) -> None:
        await transaction.run("door_slow", rounds=10_000_000)

    await graph.write(work, label="door_slow")


@pytest.mark.parametrize("call", [read, read_in_transaction, write])
async def test_the_transaction_list_shows_the_statement_and_the_request(
    graph: Graph, outside: Outside, call: Callable[[Graph], Awaitable[None]]
) -> None:
    reset = request_id.set("request-7")
    task = asyncio.ensure_future(call(graph))
    request_id.reset(reset)
    row = await outside.until_open("door_slow")
    assert row["metaData"] == {"app": "revtrace", "statement": "door_slow", "request": "request-7"}
    task.cancel()
    await asyncio.wait([task])
    await outside.until_quiet("door_slow")


async def test_duration_and_rows_are_counted_by_statement(graph: Graph) -> None:
    before = sample("revtrace_statement_seconds_count", statement="door_items")
    rows = sample("revtrace_statement_rows_total", statement="door_items")
    await graph.read("door_items")
    assert sample("revtrace_statement_seconds_count", statement="door_items") == before + 1
    assert sample("revtrace_statement_rows_total", statement="door_items") == rows + 2


async def test_failures_are_counted_by_statement_and_code(graph: Graph) -> None:
    refused = {"statement": "door_divide", "code": "DATABASE"}
    late = {"statement": "door_slow", "code": "DEADLINE"}
    before = sample("revtrace_statement_errors_total", **refused), sample("revtrace_statement_errors_total", **late)
    with pytest.raises(DatabaseError):
        await graph.read("door_divide", divisor=0)
    with pytest.raises(DeadlineError):
        await graph.read("door_slow", rounds=10_000_000, deadline=0.1)
    assert sample("revtrace_statement_errors_total", **refused) == before[0] + 1
    assert sample("revtrace_statement_errors_total", **late) == before[1] + 1


async def test_a_repeated_transaction_is_counted(graph: Graph) -> None:
    meeting = asyncio.Barrier(2)
    before = sample("revtrace_transaction_retries_total", transaction="clash")
    tries: list[str] = []

    async def lock(first: str, second: str) -> None:
        async def work(transaction: Writing) -> None:
            tries.append(first)
            await transaction.run("door_item_lock", key=first)
            if tries.count(first) == 1:
                await meeting.wait()
            await transaction.run("door_item_lock", key=second)

        await graph.write(work, label="clash")

    await asyncio.gather(lock("A", "B"), lock("B", "A"))
    assert sample("revtrace_transaction_retries_total", transaction="clash") - before == len(tries) - 2 >= 1


async def test_recordings_give_the_names_in_order_and_end_with_their_block(graph: Graph) -> None:
    with recording_statements() as outer:
        await graph.read("door_items")
        with recording_statements() as inner:
            await graph.read("door_item", key="A")
        await graph.execute("door_item_put", key="A", name="axle")
    await graph.read("door_items")
    assert (outer, inner) == (["door_items", "door_item", "door_item_put"], ["door_item"])


async def test_warming_up_runs_each_statement_in_rounds(graph: Graph, recorded_statements: list[str]) -> None:
    assert await warm_up(graph, {"door_items": {}, "door_item": {"key": "A"}}, rounds=3) == 3
    assert recorded_statements == ["door_items", "door_item"] * 3


async def test_warming_up_ends_at_its_bound(graph: Graph, outside: Outside) -> None:
    assert await warm_up(graph, {"door_slow": {"rounds": 10_000_000}}, rounds=3, bound=0.2) == 0
    assert await warm_up(graph, {"door_items": {}}, rounds=1_000_000, bound=0.2) > 0
    await outside.until_quiet("door_slow", "door_items")
