"""A worker inside of the test's own process, and waiting for what it does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from graph.database import Graph
from ingest.queue import Queue
from ingest.tasks import end
from ingest.worker import Chore, Pace, Worker

BRISK = Pace(sweep_every=0.2, sweep_after=0.5, chore_every=0.2, stop_within=5.0)
NEVER_SWEEPING = Pace(sweep_every=3600.0, chore_every=3600.0, stop_within=5.0)


@asynccontextmanager
async def working(
    graph: Graph, queue: Queue, pace: Pace = BRISK, chores: Mapping[str, Chore] | None = None
) -> AsyncIterator[asyncio.Task[None]]:
    """A worker that runs for the length of a block."""
    task = asyncio.create_task(Worker(graph, queue, pace, chores).run())
    try:
        yield task
    finally:
        await end(task)
        if not task.cancelled():
            task.result()


async def until(condition: Callable[[], Awaitable[bool]], *, seconds: float = 20.0) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + seconds
    while not await condition():
        assert time.monotonic() < end, f"not within {seconds:g} s"
        await asyncio.sleep(0.02)


async def until_settled(graph: Graph, *, seconds: float = 20.0) -> None:
    """Wait until no receipt waits."""

    async def settled() -> bool:
        return not (await graph.read("receipts_waiting", idle=-60_000_000, limit=1))[0]["ids"]

    await until(settled, seconds=seconds)
