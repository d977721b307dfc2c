"""A file of any length through the pipeline: the next chunk is read and kept while the database records this one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import structlog

from graph.database import Graph
from graph.errors import UnavailableError
from graph.model.entry import OUTCOMES, Outcome
from graph.model.problem import Problem
from graph.recording.exceptions import exception_id
from ingest.interpretation import Draft, draft
from ingest.pipeline import settle_read
from ingest.receipts import Sender, keep, new_upload, receipt_row
from ingest.splitting import EventText
from ingest.tasks import end

PATIENCE: Final = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds before further tries when the database does not answer."""

MENDABLE: Final = (Outcome.REJECTED, Outcome.CONFLICT)
"""The outcomes of events that have to be changed before they can be sent again."""

Chunk = list[EventText]
Result = TypeVar("Result")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Refused:
    """An event that has to be mended.

    Attributes:
        event: as it stands in the file; its text is empty when it was too long to be kept.

    """

    event: EventText
    outcome: Outcome
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one chunk.

    Attributes:
        letters: the outcomes, one letter an event.

    """

    letters: str
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    receipt: str
    texts: Chunk
    drafts: Sequence[Draft]


class Load:
    """The load of one file.

    Args:
        graph: the door to the database.
        sender: who sends, and for which system.
    """

    def __init__(self, graph: Graph, sender: Sender) -> None:
        self.upload = new_upload()
        self._graph = graph
        self._sender = sender

    async def run(self, chunks: Iterator[Chunk]) -> AsyncIterator[Judged]:
        """Load all chunks in their order; at most two of them are in memory at a time.

        Args:
            chunks: the texts of the file; read in another thread.

        Yields:
            What became of each chunk.

        Raises:
            UnavailableError: the database has not answered for half a minute. What was kept is settled by a worker.
            RevtraceError: what else the pipeline or the reading of the file raises.
        """
        numbered = enumerate(chunks)
        ahead = asyncio.create_task(self._keep_next(numbered))
        try:
            while (kept := await ahead) is not None:
                ahead = asyncio.create_task(self._keep_next(numbered))
                yield await self._settle(kept)
        finally:
            await end(ahead)

    async def _keep_next(self, numbered: Iterator[tuple[int, Chunk]]) -> _Kept | None:
        read = await asyncio.to_thread(self._read_next, numbered)
        if read is None:
            return None
        row, texts, drafts = read
        receipt = await _patiently(lambda: keep(self._graph, row))
        return _Kept(receipt, texts, drafts)

    def _read_next(self, numbered: Iterator[tuple[int, Chunk]]) -> tuple[dict[str, object], Chunk, list[Draft]] | None:
        for number, texts in numbered:
            row = receipt_row(self._sender, self.upload, number, texts)
            return row, texts, draft(self._sender.source, texts)
        return None

    async def _settle(self, kept: _Kept) -> Judged:
        source = self._sender.source
        letters = await _patiently(lambda: settle_read(self._graph, kept.receipt, source, kept.drafts))
        wrong = [place for place, letter in enumerate(letters) if OUTCOMES[letter] in MENDABLE]
        problems = await self._problems(kept.receipt, wrong)
        refused = [
            Refused(kept.texts[place], OUTCOMES[letters[place]], problems.get(exception_id(kept.receipt, place), ()))
            for place in wrong
        ]
        return Judged(letters, tuple(refused))

    async def _problems(self, receipt: str, places: Sequence[int]) -> dict[str, tuple[Problem, ...]]:
        if not places:
            return {}
        ids = [exception_id(receipt, place) for place in places]
        found = (await self._graph.read("exception_problems", ids=ids))[0]
        return {
            identity: tuple(map(Problem.model_validate_json, problems))
            for identity, problems in zip(found["ids"], found["problems"], strict=True)
        }


async def _patiently(work: Callable[[], Awaitable[Result]]) -> Result:
    """Do something that may be repeated until the database answers, for half a minute."""
    for pause in PATIENCE:
        try:
            return await work()
        except UnavailableError as error:
            log.warning("waiting for the database", seconds=pause, reason=error.message)
        await asyncio.sleep(pause)
    return await work()
