"""Texts through the pipeline as `revtrace load` sends them, and what that took."""

from __future__ import annotations

import gc
import time
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import TypeVar

from graph.model.entry import Outcome
from ingest.loading import Load
from ingest.receipts import CHUNK_BYTES, CHUNK_EVENTS, Channel, Sender
from ingest.splitting import split_stream
from tests.bench.events import SOURCE
from tests.bench.site import Site
from tests.bench.vitals import cpu_seconds, neo4j_process

T = TypeVar("T")


@dataclass(frozen=True)
class Taken:
    """What some work took, in seconds.

    Attributes:
        wall: by the clock.
        python: CPU time of this process.
        server: CPU time of the embedded Neo4j; None when it is not ours.

    """

    wall: float
    python: float
    server: float | None


async def timed(work: Awaitable[T]) -> tuple[T, Taken]:
    """Do work, and tell what it took."""
    gc.collect()
    neo4j = neo4j_process()
    server, python, begun = cpu_seconds(neo4j), time.process_time(), time.perf_counter()
    done = await work
    wall, python = time.perf_counter() - begun, time.process_time() - python
    now = cpu_seconds(neo4j)
    return done, Taken(wall, python, None if server is None or now is None else now - server)


async def load(site: Site, texts: Iterable[bytes]) -> str:
    """Load texts; the id of the upload.

    Raises:
        RuntimeError: an event was not accepted, so that something else would be measured.
    """
    whole = Load(site.graph, Sender(SOURCE, "bench", Channel.FILE))
    stream = BytesIO(b"\n".join(texts))
    letters: set[str] = set()
    async for judged in whole.run(split_stream(stream, most_lines=CHUNK_EVENTS, most_bytes=CHUNK_BYTES)):
        letters.update(judged.letters)
    if letters != {Outcome.ACCEPTED.letter}:
        raise RuntimeError(f"events of the benchmark were not all accepted: {sorted(letters)}")
    return whole.upload
