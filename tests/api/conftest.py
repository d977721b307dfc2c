"""The HTTP service inside of the test's own process, on the real databases."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette

from app import keys
from app.access import Role
from app.asgi import create_app
from app.engines import Endpoints
from app.settings import Settings
from graph.database import Graph
from ingest.queue import Queue
from tests.ingest.working import working

Caller: TypeAlias = Callable[..., Awaitable[AsyncClient]]

QUICK = Settings(key_refresh=0.3, warm_up=0.0, rate="1000/second")


@pytest.fixture
async def queue(endpoints: Endpoints) -> AsyncIterator[Queue]:
    """The queue of hints."""
    async with Queue.open(endpoints.redis_url) as opened:
        yield opened


@pytest.fixture
def settings() -> Settings:
    """The settings of the service; a module of tests may have its own."""
    return QUICK


@pytest.fixture
async def app(graph: Graph, queue: Queue, settings: Settings) -> AsyncIterator[Starlette]:
    """The running service, without a worker."""
    made = create_app(graph, queue, settings)
    async with made.router.lifespan_context(made):
        yield made


@pytest.fixture
async def worker(graph: Graph, queue: Queue) -> AsyncIterator[None]:
    """A worker beside the service."""
    async with working(graph, queue):
        yield


@pytest.fixture
async def anyone(app: Starlette) -> AsyncIterator[AsyncClient]:
    """A client that says nothing about itself."""
    async with AsyncClient(transport=ASGITransport(app), base_url="http://revtrace") as client:
        yield client


@pytest.fixture
async def as_role(app: Starlette, graph: Graph) -> AsyncIterator[Caller]:
    """Makes clients that send a fresh key, such as that of an ingester for two sources: its role, then those."""
    made: list[AsyncClient] = []

    async def caller(role: Role, *sources: str) -> AsyncClient:
        issued = await keys.create(graph, role, sources=sources, label="test")
        headers = {"Authorization": f"Bearer {issued.token}"}
        made.append(AsyncClient(transport=ASGITransport(app), base_url="http://revtrace", headers=headers))
        return made[-1]

    yield caller
    for client in made:
        await client.aclose()
