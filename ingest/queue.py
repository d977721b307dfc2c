"""The queue of hints on Redis or Valkey: which receipts wait. It may lose everything at any moment.

The only module that knows arq, which is in maintenance mode. Of a job it carries the receipt's id and nothing else.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final, Self

from arq.connections import ArqRedis
from arq.worker import Retry, Worker, func
from redis.exceptions import RedisError

from graph.errors import ConfigurationError, UnavailableError
from ingest.tasks import end

NAME: Final = "revtrace:receipts"
HEALTH: Final = "revtrace:health"
MOST_TRIES: Final = 5
"""Tries of one hint; afterwards the sweep of a worker takes the receipt up."""

JOB_SECONDS: Final = 120
"""How long one job may take; arq hands the job of a worker that died to another one 10 s after that."""

_JOB = "settle"
_POLL_SECONDS = 0.02
_CONNECT_SECONDS = 1.0
_ANSWER_SECONDS = 5.0

Job = Callable[[str, int], Awaitable[float | None]]
"""Takes the id of a receipt and the number of the try, from 1; gives the seconds after which to try again, or None."""


class Queue:
    """Hints which receipts wait.

    Args:
        redis: its connections.
    """

    def __init__(self, redis: ArqRedis) -> None:
        self._redis = redis

    @classmethod
    def open(cls, url: str) -> Self:
        """Prepare the connections; nothing is sent yet.

        Args:
            url: of Redis or Valkey: redis://, rediss:// or unix://.

        Raises:
            ConfigurationError: the address cannot be read.
        """
        try:
            redis = ArqRedis.from_url(
                url, socket_connect_timeout=_CONNECT_SECONDS, socket_timeout=_ANSWER_SECONDS, protocol=2
            )
        except ValueError as error:
            raise ConfigurationError(
                f"the address of the queue cannot be read: {error}", hint="Check REDIS_URL"
            ) from error
        redis.job_serializer, redis.job_deserializer = _serialize, json.loads
        redis.default_queue_name = NAME
        return cls(redis)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._redis.aclose()

    async def hint(self, receipts: Iterable[str]) -> None:
        """Tell the workers that receipts wait; what they were told and have not done yet is not told twice.

        Raises:
            UnavailableError: the queue does not answer.
        """
        async with _translated():
            for receipt in receipts:
                await self._redis.enqueue_job(_JOB, receipt, _job_id=receipt)

    async def depth(self) -> int:
        """How many hints wait or are being worked on.

        Raises:
            UnavailableError: the queue does not answer.
        """
        async with _translated():
            return int(await self._redis.zcard(NAME))

    async def work(self, job: Job, *, jobs: int, stop_within: float) -> None:
        """Do the jobs until this is cancelled; those begun then get some time to end.

        Args:
            job: the work itself.
            jobs: how many at once.
            stop_within: seconds after which jobs that go on are cancelled; they are done again later.

        Raises:
            UnavailableError: the queue does not answer any more.
        """
        worker = _worker(self._redis, job, jobs)
        main = asyncio.create_task(worker.main())
        try:
            await asyncio.wait({main})
        finally:
            worker.allow_pick_jobs = False
            await _finish(worker, stop_within)
            await end(main)
        async with _translated():
            main.result()


def _worker(redis: ArqRedis, job: Job, jobs: int) -> Worker:
    async def settle(ctx: dict[str, Any], receipt: str) -> None:
        pause = await job(receipt, ctx["job_try"])
        if pause is not None:
            raise Retry(defer=pause)

    return Worker(
        [func(settle, name=_JOB, max_tries=MOST_TRIES)],
        redis_pool=redis,
        queue_name=NAME,
        health_check_key=HEALTH,
        handle_signals=False,
        max_jobs=jobs,
        job_timeout=JOB_SECONDS,
        keep_result=0,
        poll_delay=_POLL_SECONDS,
        job_serializer=_serialize,
        job_deserializer=json.loads,
        log_results=False,
    )


async def _finish(worker: Worker, seconds: float) -> None:
    """Let the jobs that run come to their end, or to a clean stop."""
    running = set(worker.tasks.values())
    if running:
        await asyncio.wait(running, timeout=seconds)
    await end(*running)


def _serialize(job: dict[str, Any]) -> bytes:
    return json.dumps(job, default=str).encode()


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    try:
        yield
    except (RedisError, OSError) as error:  # a TimeoutError is an OSError
        reason = str(error) or type(error).__name__
        raise UnavailableError(
            f"the queue does not answer ({reason})", hint="Check REDIS_URL and the server"
        ) from error
