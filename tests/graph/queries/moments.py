"""Moments of the tests' time, and of the database."""

from __future__ import annotations

from graph.clock import format_instant
from graph.database import Graph
from tests.ingest.events import START
from tests.loading import send

HOUR = 3_600_000_000


def hour(number: int) -> int:
    """An hour after the start of the tests' time, epoch microseconds."""
    return START + number * HOUR


def at(number: int) -> str:
    """The same, as events carry it."""
    return format_instant(hour(number))


async def now(graph: Graph) -> int:
    """The knowledge clock."""
    moment: int = (await graph.read("database_time"))[0]["now"]
    return moment


async def tell(graph: Graph, source: str, *lines: bytes) -> None:
    """Send events that are all accepted."""
    assert set(await send(graph, source, lines)) <= set("AS")
