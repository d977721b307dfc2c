"""The demo story on its way into the graph, by the pipeline that every file takes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from app.demo import StoryFile, story_files
from graph.clock import FAR_FUTURE, parse_instant
from graph.database import Graph
from graph.errors import ConfigurationError
from graph.model.base import compose_key
from graph.model.entry import OUTCOMES, Outcome
from ingest.pipeline import settle_texts
from ingest.receipts import CHUNK_EVENTS, Channel, Sender, keep, new_upload, receipt_row
from ingest.splitting import EventText, MediaType, split_body

ASKED_AT: Final = "2026-11-20T12:00:00Z"
"""The moment that the demo asks for: after the last event and the last due time of the story.

The story has its own time. Asked by the clock of the machine, its events would be hidden where that clock is behind
them, and its lateness would grow with every day.
"""

ASKED: Final = parse_instant(ASKED_AT)
"""The same in epoch microseconds."""

_PRINCIPAL: Final = "demo"


async def load_story(graph: Graph, files: Sequence[StoryFile], told: Callable[[int], None]) -> Counter[Outcome]:
    """Load files of the story in their order; to load them again changes nothing.

    Args:
        graph: the door to the database.
        files: the files, those of the beginning first.
        told: takes the number of events of each file when they are settled.

    Returns:
        How many events had which outcome.

    Raises:
        ConfigurationError: the database holds events of somebody, and those of the story are not among them.

    """
    texts = [split_body(MediaType.LINES, file.path.read_bytes(), most=CHUNK_EVENTS) for file in files]
    await _refuse_other_data(graph, files[0].source, texts[0][0])
    outcomes: Counter[Outcome] = Counter()
    for file, lines in zip(files, texts, strict=True):
        outcomes.update(await _load(graph, file.source, lines))
        told(len(lines))
    return outcomes


def count_events(files: Sequence[StoryFile]) -> int:
    """How many events the files hold."""
    return sum(len(file.path.read_bytes().splitlines()) for file in files)


def summary(outcomes: Counter[Outcome]) -> str:
    """What became of the events, in one line."""
    if set(outcomes) == {Outcome.DUPLICATE}:
        return f"the story is loaded already: {outcomes.total()} duplicates, which change nothing"
    words = {Outcome.HELD: "held until what it lacked arrived"}
    counts = [f"{number} {words.get(outcome, outcome.lower())}" for outcome, number in outcomes.most_common()]
    return f"loaded the story: {', '.join(counts)}"


async def _load(graph: Graph, source: str, texts: Sequence[EventText]) -> list[Outcome]:
    row = receipt_row(Sender(source, _PRINCIPAL, Channel.FILE), new_upload(), 0, texts)
    letters = await settle_texts(graph, await keep(graph, row), source, texts)
    return [OUTCOMES[letter] for letter in letters]


async def _refuse_other_data(graph: Graph, source: str, first: EventText) -> None:
    """The story is invented, and nobody wants it among real events."""
    if await graph.read("facts_by_key", keys=[compose_key(source, json.loads(first.text)["id"])]):
        return
    receipts = await graph.read("receipts_page", source=None, state=None, before=FAR_FUTURE, limit=len(story_files()))
    # A story that was interrupted in its first file has left a receipt and no fact.
    if receipts and not any(receipt["principal"] == _PRINCIPAL for receipt in receipts):
        message = "the database holds events already, and they are not those of the demo"
        raise ConfigurationError(message, hint="give the demo a database of its own")
