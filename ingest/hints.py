"""Hints given beside the requests: the answer to a sender waits for no queue, and fails with none."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Final

import structlog

from graph.errors import UnavailableError
from ingest.queue import Queue

MOST_WAITING: Final = 10_000
AT_ONCE: Final = 200

log = structlog.get_logger(__name__)


class Hints:
    """Receipts that the workers are to be told of.

    Args:
        queue: by which they are told.
    """

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self._waiting: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)

    def give(self, receipts: Iterable[str]) -> None:
        """Tell the workers soon; when too many hints wait already, the sweep has to find these receipts."""
        for receipt in receipts:
            try:
                self._waiting.put_nowait(receipt)
            except asyncio.QueueFull:
                log.warning("hint dropped", receipt=receipt)

    async def pass_on(self) -> None:
        """Tell the workers what was given, until cancelled."""
        while True:
            receipts = [await self._waiting.get()]
            while len(receipts) < AT_ONCE and not self._waiting.empty():
                receipts.append(self._waiting.get_nowait())
            try:
                await self._queue.hint(receipts)
            except UnavailableError as error:
                log.warning("hints lost", receipts=len(receipts), reason=error.message)
