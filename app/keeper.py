"""Receipts of requests that come at the same time, committed together: one round trip to the disk for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import structlog

from graph.bookmarks import BookmarkHolder, current_holder, tracking_bookmarks
from graph.errors import UnavailableError
from graph.failures import within
from ingest.receipts import keep

if TYPE_CHECKING:
    from graph.database import Graph

Row = dict[str, Any]

TOGETHER: Final = 100
"""Requests of one transaction at most."""

TOGETHER_BYTES: Final = 1024 * 1024
"""Compressed bytes of one transaction at most, unless a single request has more."""

SECONDS: Final = 20.0
"""For how long a request waits for its commit at most."""

AT_ONCE: Final = 2
"""Transactions at a time: while one is on its way to the disk, the next is filled."""

log = structlog.get_logger(__name__)

_NOTHING: Final = BookmarkHolder(frozenset())


@dataclass(frozen=True, slots=True)
class _Request:
    rows: Sequence[Row]
    size: int
    kept: asyncio.Future[BookmarkHolder]


class Keeper:
    """Commits receipts.

    Args:
        graph: the door to the database.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._waiting: asyncio.Queue[_Request] = asyncio.Queue()

    async def keep(self, rows: Sequence[Row]) -> None:
        """Commit the receipts of one request, all of them or none, and note it in the bookmarks of the request.

        Raises:
            UnavailableError: as `ingest.receipts.keep`, or others were before it for too long.
            DatabaseError: the database refuses these receipts.
        """
        request = _Request(rows, sum(len(row["payload"]) for row in rows), asyncio.get_running_loop().create_future())
        self._waiting.put_nowait(request)
        async with within(SECONDS, "the commit of a receipt"):
            reached = await request.kept
        if (mine := current_holder()) is not None:
            mine.advance(_NOTHING.current(), reached.current())

    async def run(self) -> None:
        """Commit what comes, until cancelled."""
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(self._commit_what_comes())

    async def _commit_what_comes(self) -> None:
        while True:
            requests = [await self._waiting.get()]
            size = requests[0].size
            while len(requests) < TOGETHER and size < TOGETHER_BYTES and not self._waiting.empty():
                requests.append(self._waiting.get_nowait())
                size += requests[-1].size
            if alive := [request for request in requests if not request.kept.done()]:
                await self._commit(alive)

    async def _commit(self, requests: Sequence[_Request]) -> None:
        try:
            with tracking_bookmarks() as holder:
                await keep(self._graph, *(row for request in requests for row in request.rows))
        except Exception as error:
            if len(requests) == 1 or isinstance(error, UnavailableError):
                _fail(requests, error)
                return
            log.warning("receipts could not be committed together", requests=len(requests), exc_info=error)
            for request in requests:
                await self._commit([request])
        else:
            for request in requests:
                if not request.kept.done():
                    request.kept.set_result(holder)


def _fail(requests: Sequence[_Request], error: Exception) -> None:
    for request in requests:
        if not request.kept.done():
            request.kept.set_exception(error)
