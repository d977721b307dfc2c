"""A real Neo4j with a small sample graph, for the tests of the door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from neo4j import AsyncDriver, AsyncGraphDatabase

from graph.database import Graph
from graph.statements import load_statements
from tests.graph.door.looking import Outside
from tests.graph.door.samples import SAMPLE_VOCABULARY, SAMPLES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from app.engines import Endpoints


@pytest.fixture(scope="session")
async def outside(endpoints: Endpoints) -> AsyncIterator[Outside]:
    """A plain driver that looks at the server from outside of the door; the sample schema is in place."""
    auth = (endpoints.neo4j_username, endpoints.neo4j_password)
    driver: AsyncDriver = AsyncGraphDatabase.driver(endpoints.neo4j_uri, auth=auth, notifications_min_severity="OFF")
    async with driver:
        view = Outside(driver, endpoints.neo4j_database)
        await view.run((SAMPLES / "schema" / "V000__Door.cypher").read_text(encoding="utf-8"))
        await view.declare(SAMPLE_VOCABULARY)
        yield view
        await view.wipe()
        await view.run("DROP CONSTRAINT door_item IF EXISTS; DROP CONSTRAINT door_revision IF EXISTS")


@pytest.fixture(scope="session")
async def graph(endpoints: Endpoints, outside: Outside) -> AsyncIterator[Graph]:
    async with await open_graph(endpoints) as opened:
        yield opened


async def open_graph(endpoints: Endpoints, *, uri: str = "", pool_size: int = 50, acquisition: float = 5.0) -> Graph:
    return await Graph.open(
        uri or endpoints.neo4j_uri,
        username=endpoints.neo4j_username,
        password=endpoints.neo4j_password,
        database=endpoints.neo4j_database,
        statements=load_statements(SAMPLES, SAMPLE_VOCABULARY),
        pool_size=pool_size,
        acquisition_timeout=acquisition,
        warn_notification_severity="INFORMATION",
    )


@pytest.fixture
async def items(outside: Outside) -> None:
    """Two items, A and B, and nothing else."""
    await outside.wipe()
    await outside.run(
        "CREATE (:DoorItem {key: 'A', name: 'axle', seq: 1}), (:DoorItem {key: 'B', name: 'bolt', seq: 2})"
    )
