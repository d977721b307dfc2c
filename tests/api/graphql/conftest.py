"""The demo story in the graph, and clients that ask for it over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, NamedTuple, Protocol

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette

from app import keys
from app.access import Role
from app.asgi import create_app
from app.demo import LATE, story_files
from app.engines import Endpoints
from app.graphql import GraphQLEndpoint
from graph.clock import format_instant
from graph.database import Graph
from ingest.queue import Queue
from tests.api.conftest import QUICK
from tests.graph.door.looking import Outside
from tests.graph.queries.moments import now
from tests.loading import empty, load_story

AS_OF = "2026-11-20T12:00:00Z"
"""The end of the story; the clock of the machine that runs the tests may tell anything."""


class Story(NamedTuple):
    """The whole story, and the moment before its late acknowledgment arrived."""

    graph: Graph
    before: str


class Ask(Protocol):
    """Asks one query; its data."""

    async def __call__(self, query: str, **variables: Any) -> dict[str, Any]:
        """Fails when there are errors."""


@pytest.fixture(scope="package")
async def story(outside: Outside, migrated_graph: Graph) -> Story:
    await empty(outside)
    files = story_files()
    await load_story(migrated_graph, [file for file in files if file.path.name != LATE])
    before = format_instant(await now(migrated_graph))
    await load_story(migrated_graph, [file for file in files if file.path.name == LATE])
    return Story(migrated_graph, before)


@pytest.fixture(scope="package")
async def service(story: Story, endpoints: Endpoints) -> AsyncIterator[Starlette]:
    """The service in development."""
    async with Queue.open(endpoints.redis_url) as queue:
        yield create_app(story.graph, queue, QUICK, graphql=GraphQLEndpoint(development=True))


async def client_of(service: Starlette, graph: Graph, role: Role, *sources: str) -> AsyncClient:
    """A client with a key of its own."""
    issued = await keys.create(graph, role, sources=sources, label="test")
    headers = {"Authorization": f"Bearer {issued.token}"}
    return AsyncClient(transport=ASGITransport(service), base_url="http://revtrace", headers=headers)


@pytest.fixture(scope="package")
async def reader(story: Story, service: Starlette) -> AsyncIterator[AsyncClient]:
    async with await client_of(service, story.graph, Role.READER) as client:
        yield client


@pytest.fixture(scope="package")
async def ask(reader: AsyncClient) -> Ask:
    async def asking(query: str, **variables: Any) -> dict[str, Any]:
        answer = await reader.post("/graphql", json={"query": query, "variables": variables})
        document = answer.json()
        assert "errors" not in document, document
        data: dict[str, Any] = document["data"]
        return data

    return asking


@pytest.fixture
def asked(recorded_statements: list[str]) -> list[str]:
    """The statements sent since the test began; those that look after API keys aside."""
    return Statements(recorded_statements)


class Statements(list[str]):
    """A view of recorded statements that leaves the keys out."""

    def __init__(self, recorded: list[str]) -> None:
        super().__init__()
        self._recorded = recorded

    def take(self) -> list[str]:
        """The statements since the last call."""
        taken = [name for name in self._recorded if not name.startswith("api_key")]
        self._recorded.clear()
        return taken
