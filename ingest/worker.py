"""The worker: settles the receipts that it is told of, and sweeps up those that nobody told it of."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from secrets import SystemRandom
from typing import Final

import structlog

from graph.database import Graph
from graph.errors import DatabaseError, NotFoundError, RevtraceError, UnavailableError
from ingest.pipeline import replay_ready, settle
from ingest.queue import MOST_TRIES, Queue

SWEPT_AT_ONCE: Final = 200
"""Receipts that one look for waiting ones finds at most."""

RECONNECT_SECONDS: Final = 1.0
FIRST_PAUSE: Final = 0.5
"""Seconds; the n-th pause before a further try lasts between nothing and this times 2 to the n."""

Chore = Callable[[Graph], Awaitable[int]]
"""Regular work beside the receipts; gives how much it did, and is called again at once while that is something."""

log = structlog.get_logger(__name__)
_random = SystemRandom()


@dataclass(frozen=True, slots=True)
class Pace:
    """How a worker works.

    Attributes:
        jobs: receipts in work at once, so that one is read while the database records another.
        sweep_every: seconds between two looks for receipts that wait.
        sweep_after: seconds after which a receipt that nobody took up counts as forgotten.
        chore_every: seconds between two rounds of a chore.
        stop_within: seconds that begun work gets to end when the worker stops.

    """

    jobs: int = 2
    sweep_every: float = 5.0
    sweep_after: float = 20.0
    chore_every: float = 2.0
    stop_within: float = 20.0


class Worker:
    """Settles receipts until it is cancelled, whatever happens to the database and to the queue meanwhile.

    Args:
        graph: the door to the database.
        queue: the hints.
        pace: how to work.
        chores: further regular work, by name.
    """

    def __init__(
        self, graph: Graph, queue: Queue, pace: Pace = Pace(), chores: Mapping[str, Chore] | None = None
    ) -> None:
        self._graph = graph
        self._queue = queue
        self._pace = pace
        self._chores: dict[str, Chore] = {"replay": replay_ready, **(chores or {})}

    async def run(self) -> None:
        """Work until cancelled; what is begun then gets some time to end."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow_hints())
            group.create_task(self._repeat("sweep", self._pace.sweep_every, self.sweep))
            for name, chore in self._chores.items():
                group.create_task(self._repeat(name, self._pace.chore_every, partial(chore, self._graph)))

    async def sweep(self) -> int:
        """Settle receipts that nobody has taken up for a while; how many were.

        It needs no queue, so that receipts are settled even while there is none.
        """
        idle = int(self._pace.sweep_after * 1_000_000)
        waiting = (await self._graph.read("receipts_waiting", idle=idle, limit=SWEPT_AT_ONCE))[0]["ids"]
        limit = asyncio.Semaphore(self._pace.jobs)

        async def one(receipt: str) -> bool:
            async with limit:
                return await self._settle(receipt, idle=idle)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(receipt)) for receipt in waiting]
        return sum(task.result() for task in tasks)

    async def _follow_hints(self) -> None:
        while True:
            try:
                await self._queue.work(self._job, jobs=self._pace.jobs, stop_within=self._pace.stop_within)
            except UnavailableError as error:
                log.warning("queue lost, connecting again", reason=error.message)
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _job(self, receipt: str, attempt: int) -> float | None:
        if await self._settle(receipt) or attempt >= MOST_TRIES:
            return None
        return _random.uniform(0, FIRST_PAUSE * 2**attempt)

    async def _settle(self, receipt: str, *, idle: int = 0) -> bool:
        """Settle one receipt; False when it has to be tried again."""
        try:
            await settle(self._graph, receipt, idle=idle)
        except (DatabaseError, NotFoundError) as error:
            log.warning("receipt not settled", receipt=receipt, reason=error.message)
        except RevtraceError as error:
            log.warning("receipt waits", receipt=receipt, reason=error.message)
            return False
        except Exception:
            log.exception("receipt waits", receipt=receipt)
            return False
        return True

    async def _repeat(self, name: str, every: float, work: Callable[[], Awaitable[int]]) -> None:
        while True:
            try:
                while done := await work():
                    log.debug("chore", name=name, done=done)
            except RevtraceError as error:
                log.warning("chore failed", name=name, reason=error.message)
            except Exception:
                log.exception("chore failed", name=name)
            await asyncio.sleep(every)
