"""The same events in any order: shuffled, cut into receipts of any size, some of them sent twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from random import Random

from app.demo import story_files
from graph.database import Graph
from ingest.pipeline import replay_ready
from tests.loading import send

Sent = tuple[str, bytes]
"""A source and the line that it sends."""

Arrival = tuple[str, list[bytes]]
"""A source and the lines of one receipt."""

SIZES = (1, 5, 20, 60, 200)


def story_events() -> list[Sent]:
    """All events of the demo story in its own order."""
    return [(file.source, line) for file in story_files() for line in file.path.read_bytes().splitlines()]


def shuffled(events: Sequence[Sent], seed: int, *, sizes: Sequence[int] = SIZES, twice: float = 0.1) -> list[Arrival]:
    """The events in another order, in receipts of one source each, a share of them twice."""
    random = Random(seed)
    queue = [*events, *(event for event in events if random.random() < twice)]
    random.shuffle(queue)
    receipts: list[Arrival] = []
    while queue:
        size = random.choice(sizes)
        receipts += by_source(queue[:size])
        del queue[:size]
    return receipts


def by_source(events: Iterable[Sent]) -> list[Arrival]:
    """Events as one receipt for each source."""
    lines: defaultdict[str, list[bytes]] = defaultdict(list)
    for source, line in events:
        lines[source].append(line)
    return list(lines.items())


async def receive(graph: Graph, arrivals: Iterable[Arrival]) -> None:
    """Settle receipts one after the other, and all that can be replayed after them."""
    for source, lines in arrivals:
        outcomes = await send(graph, source, lines)
        assert set(outcomes) <= set("ADSH"), (source, lines, outcomes)
    while await replay_ready(graph):
        pass
