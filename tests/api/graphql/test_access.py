"""Who may ask, and how a query is sent."""

from __future__ import annotations

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette

from app.access import Role
from app.scope import BOOKMARK
from tests.api.graphql.conftest import Story, client_of
from tests.api.graphql.documents import Example, examples

SMALL = {"query": '{ item(number: "BP-2210") { item { name } } }'}


@pytest.mark.capability(129)
@pytest.mark.parametrize("role", [Role.READER, Role.AUDITOR, Role.ADMINISTRATOR])
async def test_readers_auditors_and_administrators_may_ask(story: Story, service: Starlette, role: Role) -> None:
    async with await client_of(service, story.graph, role) as client:
        assert (await client.post("/graphql", json=SMALL)).json()["data"]["item"]["item"]["name"]


@pytest.mark.capability(129)
@pytest.mark.parametrize("asked", examples(), ids=lambda it: it.name)
async def test_whoever_only_sends_events_is_told_nothing(story: Story, service: Starlette, asked: Example) -> None:
    async with await client_of(service, story.graph, Role.INGESTER, "PLM") as client:
        document = (await client.post("/graphql", json={"query": asked.query, "variables": asked.variables})).json()
    assert document["data"] is None
    assert [error["extensions"]["code"] for error in document["errors"]] == ["FORBIDDEN"]


@pytest.mark.parametrize("token", ["", "rvt_0_0", f"rvt_{'0' * 12}_{'0' * 64}"])
async def test_strangers_are_refused_before_the_query_is_read(service: Starlette, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with AsyncClient(transport=ASGITransport(service), base_url="http://revtrace", headers=headers) as client:
        answer = await client.post("/graphql", json=SMALL)
    assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD", "OPTIONS"])
async def test_queries_come_by_post_and_there_is_no_page(reader: AsyncClient, method: str) -> None:
    answer = await reader.request(method, "/graphql?query={__typename}", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert b"<html" not in answer.content


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/graphql", ""])
async def test_a_query_is_json(reader: AsyncClient, kind: str) -> None:
    answer = await reader.post("/graphql", content=b'{"query": "{ __typename }"}', headers={"Content-Type": kind})
    assert answer.status_code == 415


NO_QUERIES = [
    b"",
    b"{",
    b"[]",
    b'"x"',
    b"{}",
    b"\xff\xfe",
    b"[" * 5000,
    b'{"query": 1}',
    b'{"query": ""}',
    b'{"query": "{ __typename }", "variables": []}',
    b'{"query": "{ __typename }", "operationName": 1}',
    b'{"query": "{ __typename }", "operationName": "X"}',
    b'{"query": "fragment F on Item { name }"}',
]


@pytest.mark.parametrize("body", NO_QUERIES)
async def test_what_is_no_query_is_a_bad_request(reader: AsyncClient, body: bytes) -> None:
    answer = await reader.post("/graphql", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "MALFORMED")


async def test_a_request_has_a_sane_size(reader: AsyncClient) -> None:
    answer = await reader.post("/graphql", json={"query": "{ __typename }", "variables": {"x": "y" * 300_000}})
    assert (answer.status_code, answer.json()["code"]) == (413, "TOO_LARGE")


async def test_an_answer_tells_how_far_the_database_had_come(reader: AsyncClient) -> None:
    answer = await reader.post("/graphql", json=SMALL)
    token = answer.headers[BOOKMARK]
    assert (await reader.post("/graphql", json=SMALL, headers={BOOKMARK: token})).json() == answer.json()
    assert (await reader.post("/graphql", json=SMALL, headers={BOOKMARK: "!"})).status_code == 400
