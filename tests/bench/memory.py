"""The most memory that API and worker take for what the other measures leave them to do."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any, Final

from tests.bench.measured import Aim, Measure, measure
from tests.bench.site import Site
from tests.bench.vitals import neo4j_process, peak_memory, process_of

MIB: Final = 1024 * 1024
AIM: Final = Aim("ours", most=300.0)
_WORK_SECONDS: Final = 15.0
_POLL_SECONDS: Final = 0.5

_WAITING: Final = "MATCH (r:Receipt {state: $state}) RETURN count(r) AS receipts, sum(r.events) AS events"


async def memory(site: Site) -> list[Measure]:
    """Peaks so far, after a worker has worked for a while on the receipts that the intake left."""
    site.report("a worker on what the intake has left")
    before, begun = await waiting(site, "RECEIVED"), time.monotonic()
    await site.start_worker()
    after = before
    while after["receipts"] and time.monotonic() - begun < _WORK_SECONDS:
        await asyncio.sleep(_POLL_SECONDS)
        after = await waiting(site, "RECEIVED")
    work = {
        "receipts": before["receipts"] - after["receipts"],
        "events": before["events"] - after["events"],
        "seconds": time.monotonic() - begun,
    }
    return [
        *peak("API", process_of("app.cli\0serve"), AIM),
        *peak("worker", process_of("app.cli\0work"), AIM, work),
        *peak("Neo4j", neo4j_process()),
    ]


def peak(name: str, pid: int | None, aim: Aim | None = None, details: Mapping[str, Any] | None = None) -> list[Measure]:
    """The peak memory of one process as a measure; nothing where it cannot be told."""
    found = peak_memory(pid)
    return [] if found is None else [measure(f"peak memory: {name}", "MiB", [found / MIB], aim=aim, details=details)]


async def waiting(site: Site, state: str) -> dict[str, int]:
    """How many receipts are in a state, and with how many events."""
    return (await site.bolt.run(_WAITING, state=state))[0]
