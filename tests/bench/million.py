"""A load of many events by `revtrace load` as a process of its own: its rate, its peak memory, and what it leaves."""

from __future__ import annotations

import asyncio
import sys
import time
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from tests.bench.events import BLOCK_EVENTS, SOURCE, Feed
from tests.bench.measured import Measure, measure
from tests.bench.memory import AIM, MIB, peak, waiting
from tests.bench.site import Site
from tests.bench.vitals import cpu_seconds, memory, neo4j_process, peak_memory, process_of

_SPACE: Final = "LOAD"
_POLL_SECONDS: Final = 0.25
_SAMPLE_SECONDS: Final = 10.0
_SEAL_SECONDS: Final = 300.0
_FACTS: Final = "MATCH (f:Fact) RETURN count(f) AS events"


async def million(site: Site, events: int) -> list[Measure]:
    """Load a file of so many events of the mix into the empty database, then seal the log."""
    path = site.folder / "events.ndjson"
    site.report(f"writing a file of {events} events")
    write_events(path, events)
    size = path.stat().st_size
    site.report(f"loading it ({size / MIB:.0f} MiB)")
    neo4j, before = neo4j_process(), cpu_seconds(neo4j_process())
    seconds, highest, course = await _load(site, path)
    path.unlink()
    loaded = (await site.bolt.run(_FACTS))[0]["events"]
    details = {
        "events": loaded,
        "seconds": seconds,
        "file_mib": size / MIB,
        "course": course,
        "neo4j_cpu_us_per_event": _per_event(neo4j, before, loaded),
    }
    measures = [measure(f"load of {events} events", "events/s", [loaded / seconds], details=details)]
    if highest is not None:
        measures.append(measure("peak memory: the load", "MiB", [highest / MIB], aim=AIM))
    measures += [*peak("Neo4j", neo4j), *_disk(site, "after the load")]
    return [*measures, *await _sealed(site), *_disk(site, "after sealing")]


def write_events(path: Path, events: int) -> None:
    """A file of events, one a line; only a few of them are in memory at a time."""
    feed = Feed(_SPACE)
    lines = chain(feed.foundation(), feed.mix(events // BLOCK_EVENTS + 1))
    with path.open("wb") as file:
        file.writelines(line + b"\n" for line in islice(lines, events))


async def _load(site: Site, path: Path) -> tuple[float, int | None, list[dict[str, Any]]]:
    """Seconds, the peak of its memory in bytes, and how it went meanwhile."""
    begun = time.perf_counter()
    arguments = ("-m", "app.cli", "load", str(path), "--source", SOURCE)
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=site.environment(), cwd=site.folder, stdout=asyncio.subprocess.DEVNULL
    )
    ended = asyncio.create_task(process.wait())
    course: list[dict[str, Any]] = []
    highest: int | None = None
    try:
        while not ended.done():
            highest = peak_memory(process.pid) or highest
            seconds = time.perf_counter() - begun
            if seconds > (len(course) + 1) * _SAMPLE_SECONDS:
                course.append({"seconds": seconds, **await _look(site, process.pid)})
            await asyncio.wait({ended}, timeout=_POLL_SECONDS)
    finally:
        if process.returncode is None:
            process.terminate()
            await ended
    if process.returncode:
        raise RuntimeError(f"the load ended with status {process.returncode}")
    return time.perf_counter() - begun, highest, course


async def _look(site: Site, pid: int) -> dict[str, Any]:
    events = (await site.bolt.run(_FACTS))[0]["events"]
    return {"events": events, "load_mib": _mib(memory(pid)), "neo4j_mib": _mib(memory(neo4j_process()))}


async def _sealed(site: Site) -> list[Measure]:
    """Let a worker put all entries into the tree of the log."""
    site.report("sealing the log")
    begun, before = time.monotonic(), await waiting(site, "SETTLED")
    await site.start_worker()
    left = before
    while left["receipts"] and time.monotonic() - begun < _SEAL_SECONDS:
        await asyncio.sleep(_POLL_SECONDS)
        left = await waiting(site, "SETTLED")
    rate = (before["events"] - left["events"]) / (time.monotonic() - begun)
    sealed = measure("sealing the log", "events/s", [rate], details={"receipts_left": left["receipts"]})
    return [sealed, *peak("worker", process_of("app.cli\0work"), AIM)]


def _disk(site: Site, when: str) -> list[Measure]:
    """How much disk the data of the embedded Neo4j take, and of that its transaction logs."""
    if not site.embedded:
        return []
    data = site.folder / "home" / "neo4j" / "data"
    sizes = {name: _size(data / name) / MIB for name in ("databases", "transactions")}
    return [measure(f"disk of Neo4j {when}", "MiB", [sum(sizes.values())], details=sizes)]


def _size(folder: Path) -> int:
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())


def _mib(size: int | None) -> float | None:
    return None if size is None else size / MIB


def _per_event(pid: int | None, before: float | None, events: int) -> float | None:
    now = cpu_seconds(pid)
    return None if now is None or before is None else (now - before) / events * 1e6
