"""What a client sees when something goes wrong, and that nothing goes on behind its back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import orjson
import pytest
from httpx import AsyncClient
from starlette.applications import Starlette
from structlog.testing import capture_logs

from app.access import Role
from app.asgi import create_app
from app.engines import Endpoints
from app.graphql import GraphQLEndpoint
from graph.database import Graph
from graph.errors import DatabaseError, RevtraceError, UnavailableError
from ingest.queue import Queue
from resolvers.context import Context
from resolvers.schema import build_schema
from tests.api.conftest import QUICK
from tests.api.graphql.conftest import Story, client_of

QUERY = '{ item(number: "BP-2210") { item { name } } }'


class Anyone:
    def require_read(self) -> None:
        pass


class Broken:
    """A database that fails in a given way."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def reading(self, _: str) -> None:
        raise self._error


async def failing(error: Exception) -> dict[str, Any]:
    """The one error that a client sees."""
    context = Context(cast("Graph", Broken(error)), Anyone())
    result = await build_schema(development=True).execute(QUERY, context_value=context)
    assert result.data is None
    assert result.errors
    assert len(result.errors) == 1
    return dict(result.errors[0].formatted)


async def test_an_error_that_a_caller_can_mend_is_told_with_code_and_hint() -> None:
    shown = await failing(UnavailableError("the database does not answer", hint="try again"))
    assert shown["message"] == "the database does not answer"
    assert shown["extensions"] == {"code": "UNAVAILABLE", "hint": "try again", "retryable": True}
    assert shown["path"] == ["item"]


@pytest.mark.parametrize("kind", [RuntimeError, DatabaseError, RevtraceError, KeyError])
async def test_a_failure_of_ours_is_told_by_its_reference_alone(kind: type[Exception]) -> None:
    error = kind("secret")
    with capture_logs() as logs:
        shown = await failing(error)
    assert "secret" not in str(shown)
    assert shown["message"] == "the service failed"
    assert shown["extensions"]["code"] == "INTERNAL"
    (log,) = logs
    assert (log["reference"], log["exc_info"]) == (shown["extensions"]["reference"], error)


async def test_an_argument_that_cannot_be_read_is_told_with_its_place(reader: AsyncClient) -> None:
    query = '{ item(number: 1, asOf: "2026-01-01T00:00:00") { item { name } } }'
    literal = await reader.post("/graphql", json={"query": query})
    query = "query Q($at: DateTime) { item(number: 1, asOf: $at) { item { name } } }"
    variable = await reader.post("/graphql", json={"query": query, "variables": {"at": "yesterday"}})
    for answer, words in ((literal, "the offset from UTC is missing"), (variable, "RFC 3339")):
        (error,) = answer.json()["errors"]
        assert error["extensions"]["code"] == "INPUT"
        assert words in error["message"]
        assert error["extensions"]["hint"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("{ releaseTrace { traces { number } } }", "exactly one"),
        ('{ releaseTrace(release: "R", changeOrder: "C") { traces { number } } }', "exactly one"),
        ("{ explode { itemNumber } }", "starts from"),
        ('{ explode(item: "A", levels: 0) { itemNumber } }', "levels"),
        ('{ items(after: "x") { nodes { number } } }', "cursor"),
    ],
)
async def test_a_question_that_makes_no_sense_says_why(reader: AsyncClient, query: str, words: str) -> None:
    (error,) = (await reader.post("/graphql", json={"query": query})).json()["errors"]
    assert error["extensions"]["code"] == "INPUT"
    assert words in error["message"]


async def test_what_is_not_there_is_a_hole_and_no_error(reader: AsyncClient) -> None:
    gaps = "envelope { completeness { complete gaps { kind ref } } }"
    query = f"""{{
      item(number: "X") {{ item {{ name }} {gaps} }}
      bomRevision(ref: {{ item: "X", revision: "1" }}) {{ bomRevision {{ key }} {gaps} }}
      changeOrder(number: "X") {{ changeOrder {{ number }} {gaps} }}
      releaseTrace(release: "X") {{ traces {{ number }} {gaps} }}
      resolveIdentifier(system: "X", kind: ITEM, value: "X") {{ canonical {gaps} }}
      whereUsed(item: "X") {{ itemNumber {gaps} }}
    }}"""
    data = (await reader.post("/graphql", json={"query": query})).json()["data"]
    refs = {name: answer["envelope"]["completeness"]["gaps"][0]["ref"] for name, answer in data.items()}
    assert refs == {
        "item": "Item:X",
        "bomRevision": "BomRevision:X|1|ENGINEERING|*",
        "changeOrder": "ChangeOrder:X",
        "releaseTrace": "Release:X",
        "resolveIdentifier": "Identifier:X|item|X",
        "whereUsed": "Item:X",
    }
    assert {answer["envelope"]["completeness"]["complete"] for answer in data.values()} == {False}


class Slow:
    """A database that never answers; notes that its reader gave up."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.cancelled = asyncio.Event()

    @asynccontextmanager
    async def reading(self, _: str) -> AsyncIterator[None]:
        self.begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled.set()
            raise
        yield


class Slowly:
    """Everything of the graph but its answers."""

    def __init__(self, graph: Graph, slow: Slow) -> None:
        self.read, self.execute, self.reading = graph.read, graph.execute, slow.reading


@asynccontextmanager
async def slow_service(
    story: Story, endpoints: Endpoints, deadline: float
) -> AsyncIterator[tuple[Starlette, AsyncClient, Slow]]:
    """A service on a database that never answers, with a client."""
    slow = Slow()
    graph = cast("Graph", Slowly(story.graph, slow))
    async with Queue.open(endpoints.redis_url) as queue:
        service = create_app(graph, queue, QUICK, graphql=GraphQLEndpoint(deadline=deadline))
        async with await client_of(service, story.graph, Role.READER) as client:
            yield service, client, slow


async def test_a_query_that_takes_too_long_is_ended_with_its_statements(story: Story, endpoints: Endpoints) -> None:
    async with slow_service(story, endpoints, 0.2) as (_, client, slow):
        answer = await client.post("/graphql", json={"query": QUERY})
    assert (answer.status_code, answer.json()["code"]) == (503, "UNAVAILABLE")
    assert slow.cancelled.is_set()


async def test_when_the_client_goes_away_its_statements_are_cancelled(story: Story, endpoints: Endpoints) -> None:
    async with slow_service(story, endpoints, 30) as (service, client, slow):
        key = client.headers["authorization"].encode()
        headers = [(b"content-type", b"application/json"), (b"authorization", key)]
        scope = {"type": "http", "method": "POST", "path": "/graphql", "root_path": "", "query_string": b""}
        messages = [{"type": "http.request", "body": orjson.dumps({"query": QUERY}), "more_body": False}]

        async def receive() -> dict[str, Any]:
            if messages:
                return messages.pop()
            await slow.begun.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            raise AssertionError(f"nobody is there for {message}")

        await asyncio.wait_for(service(scope | {"headers": headers}, receive, send), 10)
    assert slow.cancelled.is_set()
