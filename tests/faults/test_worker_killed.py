"""Workers that are killed and a queue that forgets everything, in the middle of 20,000 events."""

from __future__ import annotations

import pytest
from redis.asyncio import Redis

from app.engines import Endpoints
from graph.database import Graph
from graph.digest import digest
from ingest.queue import Queue
from tests.faults.day import CHUNK, EVENTS, facts, keep_day, leaves, outcomes, settled
from tests.faults.processes import kill, running
from tests.graph.door.looking import Outside
from tests.ingest.working import until, until_settled


@pytest.mark.capability(94, 95, 127)
async def test_killing_the_worker_and_wiping_the_queue_loses_nothing_and_doubles_nothing(
    fragile: Endpoints, fragile_graph: Graph, around: Outside, hints: Queue, day: str
) -> None:
    await keep_day(fragile_graph, hints)
    for share in (4, 2):
        with running("work", fragile) as worker:
            enough = EVENTS // CHUNK // share

            async def so_far() -> bool:
                return await settled(fragile_graph) >= enough  # noqa: B023 - awaited within the turn

            await until(so_far, seconds=120)
            kill(worker)
        async with Redis.from_url(fragile.redis_url) as valkey:
            await valkey.flushall()
    assert await settled(fragile_graph) < EVENTS // CHUNK, "nothing was left to be lost"
    with running("work", fragile):
        await until_settled(fragile_graph, seconds=180)

        async def sealed() -> bool:
            return await leaves(around) == EVENTS

        await until(sealed, seconds=30)
    assert await outcomes(fragile_graph) == {"A": EVENTS}
    assert await facts(around) == EVENTS
    assert await digest(fragile_graph, knowledge=False) == day
