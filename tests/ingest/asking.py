"""What tests ask the database about receipts and exceptions."""

from __future__ import annotations

from typing import Any

from graph.clock import FAR_FUTURE
from graph.database import Graph
from ingest.receipts import Channel, Sender, keep, new_upload, receipt_row
from ingest.splitting import EventText

SENDER = "test"


async def kept(graph: Graph, source: str, *lines: bytes) -> str:
    """A committed receipt that nobody has settled; its id."""
    texts = [EventText(number, line) for number, line in enumerate(lines, 1)]
    return await keep(graph, receipt_row(Sender(source, SENDER, Channel.HTTP), new_upload(), 0, texts))


async def exceptions(graph: Graph, *, queue: str | None = None) -> list[dict[str, Any]]:
    """The exceptions of one queue, or all of them, the latest first."""
    return await graph.read("exceptions_page", queue=queue, source=None, state=None, before=FAR_FUTURE, limit=100)


async def receipt(graph: Graph, identity: str) -> dict[str, Any]:
    """One receipt, without its payload."""
    rows = await graph.read("receipts_by_upload", upload=identity.rpartition(".")[0])
    return next(row for row in rows if row["id"] == identity)


async def letters(graph: Graph) -> list[str]:
    """The outcomes of all receipts but replays, the earliest first."""
    rows = await graph.read("receipts_page", source=None, state=None, before=FAR_FUTURE, limit=1000)
    return [row["outcomes"] for row in reversed(rows) if row["channel"] != "REPLAY"]
