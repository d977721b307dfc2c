"""Events into the test graph as a load of files would bring them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.demo import StoryFile, story_files
from graph.database import Graph
from ingest.pipeline import settle_texts
from ingest.receipts import Channel, Sender, keep, new_upload, receipt_row
from ingest.splitting import EventText
from tests.graph.door.looking import Outside


async def empty(outside: Outside) -> None:
    """Delete everything but the schema and its bookkeeping."""
    await outside.run(
        "MATCH (n) WHERE NOT n:Migration AND NOT n:MigrationLock "
        "CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
    )


async def send(graph: Graph, source: str, lines: Sequence[bytes]) -> str:
    """Keep and settle lines of one source as one receipt; the outcomes, one letter an event."""
    texts = [EventText(number, line) for number, line in enumerate(lines, 1)]
    receipt = await keep(graph, receipt_row(Sender(source, "test", Channel.FILE), new_upload(), 0, texts))
    return await settle_texts(graph, receipt, source, texts)


async def load_story(graph: Graph, files: Iterable[StoryFile] | None = None) -> None:
    """Load files of the demo story, all of them if nothing else is said, in order."""
    for file in story_files() if files is None else files:
        outcomes = await send(graph, file.source, file.path.read_bytes().splitlines())
        assert set(outcomes) <= set("ASH"), (file.path.name, outcomes)
