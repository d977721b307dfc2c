"""Twenty thousand events, and how to see that none of them got lost or doubled."""

from __future__ import annotations

from collections import Counter

from graph.clock import FAR_FUTURE
from graph.database import Graph
from ingest.queue import Queue
from tests.graph.door.looking import Outside
from tests.ingest.asking import kept
from tests.ingest.events import factory

EVENTS = 20_000
CHUNK = 500


async def keep_day(graph: Graph, hints: Queue) -> list[str]:
    """Commit the day as an intake would, and tell the workers; the receipts."""
    receipts = []
    for first in range(0, EVENTS, CHUNK):
        receipts.append(await kept(graph, "MES", *factory(CHUNK, first=first)))
        await hints.hint(receipts[-1:])
    return receipts


async def settled(graph: Graph) -> int:
    """How many receipts are settled, sealed or not."""
    rows = await graph.read("receipts_page", source=None, state=None, before=FAR_FUTURE, limit=10_000)
    return sum("?" not in row["outcomes"] for row in rows)


async def outcomes(graph: Graph) -> Counter[str]:
    """The letters of all events."""
    rows = await graph.read("receipts_page", source=None, state=None, before=FAR_FUTURE, limit=10_000)
    return Counter("".join(row["outcomes"] for row in rows))


async def facts(around: Outside) -> int:
    """How many entries the log has."""
    (row,) = await around.run("MATCH (f:Fact) RETURN count(f) AS facts")
    count: int = row["facts"]
    return count


async def leaves(around: Outside) -> int:
    """How many entries the tree of the log has taken in."""
    rows = await around.run("MATCH (h:LogHead) RETURN h.size AS size")
    return sum(row["size"] for row in rows)
