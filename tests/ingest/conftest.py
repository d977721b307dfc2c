"""A queue on the real Valkey, empty when the test begins."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from app.engines import Endpoints
from ingest.queue import Queue


@pytest.fixture
async def valkey(endpoints: Endpoints) -> AsyncIterator[Redis]:
    """The server behind the queue, empty."""
    async with Redis.from_url(endpoints.redis_url) as redis:
        await redis.flushall()
        yield redis


@pytest.fixture
async def queue(endpoints: Endpoints, valkey: Redis) -> AsyncIterator[Queue]:
    """The queue of hints."""
    async with Queue.open(endpoints.redis_url) as opened:
        yield opened
