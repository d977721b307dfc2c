"""What a query may ask for: refused before anything of it runs."""

from __future__ import annotations

import time
from typing import Any

import pytest
from graphql import get_introspection_query
from httpx import AsyncClient
from starlette.applications import Starlette

from app.access import Role
from app.asgi import create_app
from app.engines import Endpoints
from app.graphql import GraphQLEndpoint
from ingest.queue import Queue
from resolvers.limits import MAX_ALIASES, MAX_DEPTH, MAX_TOKENS
from tests.api.conftest import QUICK
from tests.api.graphql.conftest import Statements, Story, client_of


async def refused(client: AsyncClient, query: str, **variables: Any) -> str:
    answer = await client.post("/graphql", json={"query": query, "variables": variables})
    document = answer.json()
    assert answer.status_code == 200
    assert "data" not in document
    assert {error["extensions"]["code"] for error in document["errors"]} == {"INVALID_QUERY"}
    return " ".join(error["message"] for error in document["errors"])


def deep(levels: int) -> str:
    """Item, where it is used, there the item, and so on."""
    return (
        "{ item(number: 1) { item "
        + "{ usedIn(first: 1) { nodes { parent " * levels
        + "{ number }"
        + "} } }" * levels
        + " } }"
    )


@pytest.mark.capability(129)
async def test_a_query_may_be_so_deep_and_no_deeper(reader: AsyncClient, asked: Statements) -> None:
    answer = await reader.post("/graphql", json={"query": deep((MAX_DEPTH - 3) // 3)})
    assert "errors" not in answer.json()
    asked.take()
    assert f"at most {MAX_DEPTH}" in await refused(reader, deep(5))
    assert asked.take() == []


async def test_a_query_may_have_so_many_aliases(reader: AsyncClient) -> None:
    aliases = " ".join(f"a{number}: __typename" for number in range(MAX_ALIASES + 1))
    assert f"at most {MAX_ALIASES} are allowed" in await refused(reader, f"{{ {aliases} }}")


async def test_aliases_in_fragments_count_each_time(reader: AsyncClient) -> None:
    fragment = "fragment F on Item { " + " ".join(f"a{number}: name" for number in range(11)) + " }"
    query = "{ item(number: 1) { item { ...F usedIn { nodes { parent { ...F } child { ...F } } } } } } " + fragment
    assert f"for up to 33 aliases, at most {MAX_ALIASES}" in await refused(reader, query)


async def test_a_query_may_have_so_many_tokens(reader: AsyncClient) -> None:
    message = await refused(reader, "{ " + "__typename " * MAX_TOKENS + "}")
    assert str(MAX_TOKENS) in message


async def test_a_query_may_expect_so_many_values(reader: AsyncClient) -> None:
    nested = "{ items(first: %s) { nodes { usedIn(first: %s) { nodes { parent { name family } } } } } }"
    assert "values" in await refused(reader, nested % (200, 200))
    answer = await reader.post("/graphql", json={"query": nested % (20, 5)})
    assert "errors" not in answer.json()


async def test_a_page_whose_size_is_a_variable_counts_as_the_largest(reader: AsyncClient) -> None:
    query = "query($n: Int!) { items(first: $n) { nodes { usedIn(first: $n) { nodes { line } } } } }"
    assert "values" in await refused(reader, query, n=1)


async def test_a_page_of_more_than_200_rows_is_refused(reader: AsyncClient) -> None:
    answer = await reader.post("/graphql", json={"query": "{ items(first: 201) { nodes { number } } }"})
    assert answer.json()["errors"][0]["extensions"]["code"] == "INPUT"


async def test_fragments_within_fragments_are_measured_in_no_time(reader: AsyncClient) -> None:
    """Eighty levels of fragments, each spread twice, are 2 to the 80 spreads."""
    levels = " ".join(f"fragment F{n} on Item {{ ...F{n + 1} ...F{n + 1} }}" for n in range(80))
    query = f"{{ item(number: 1) {{ item {{ ...F0 }} }} }} {levels} fragment F80 on Item {{ name }}"
    begun = time.perf_counter()
    assert "values" in await refused(reader, query)
    assert time.perf_counter() - begun < 5


async def test_a_fragment_that_spreads_itself_is_refused(reader: AsyncClient) -> None:
    query = "{ item(number: 1) { item { ...F } } } fragment F on Item { name usedIn { nodes { parent { ...F } } } }"
    assert "itself" in await refused(reader, query)


async def test_a_wide_query_is_checked_in_bounded_time(reader: AsyncClient) -> None:
    """Comparing each field with each other one of the same name takes quadratic time, so the tokens bound it."""
    query = "{ item(number: 1) { item { " + "revisions { nodes { key } } " * (MAX_TOKENS // 7 - 5) + "} } }"
    begun = time.perf_counter()
    answer = await reader.post("/graphql", json={"query": query})
    assert answer.json() == {"data": {"item": {"item": None}}}
    assert time.perf_counter() - begun < 10


async def test_the_schema_can_be_asked_for_itself_in_development(reader: AsyncClient) -> None:
    answer = await reader.post("/graphql", json={"query": get_introspection_query()})
    assert answer.json()["data"]["__schema"]["queryType"]["name"] == "Query"
    assert "Did you mean" in await refused(reader, "{ itm }")


async def test_in_production_the_schema_is_not_told(story: Story, endpoints: Endpoints) -> None:
    async with Queue.open(endpoints.redis_url) as queue:
        service: Starlette = create_app(story.graph, queue, QUICK, graphql=GraphQLEndpoint())
        async with await client_of(service, story.graph, Role.READER) as client:
            for query in ("{ __schema { queryType { name } } }", '{ __type(name: "Item") { name } }'):
                assert "introspection" in await refused(client, query)
            for query in ("{ itm }", "{ item(numbr: 1) { item { nme } } }", "{ items(where: { serch: 1 }) { nodes } }"):
                assert "Did you mean" not in await refused(client, query)
            answer = await client.post("/graphql", json={"query": "{ __typename }"})
            assert answer.json() == {"data": {"__typename": "Query"}}
