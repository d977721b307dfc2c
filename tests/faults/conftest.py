"""Databases of their own for tests that kill them, and a day of a plant to lose nothing of."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from neo4j import AsyncGraphDatabase

from app.connect import open_graph
from app.engines import Endpoints
from graph.database import Graph
from graph.digest import digest
from graph.migrate import migrate
from ingest.queue import Queue
from tests.engines_fixture import Holder
from tests.faults.day import keep_day
from tests.faults.processes import running
from tests.graph.door.looking import Outside
from tests.ingest.working import until_settled
from tests.loading import empty


@pytest.fixture(scope="session")
def outage() -> float:
    """For how many seconds a database is away; `REVTRACE_TEST_OUTAGE=30` for the full length."""
    return float(os.environ.get("REVTRACE_TEST_OUTAGE", "8"))


@pytest.fixture(scope="session")
def fragile_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the databases that get killed."""
    return tmp_path_factory.mktemp("faults") / "home"


@pytest.fixture(scope="session")
def fragile(fragile_home: Path, request: pytest.FixtureRequest) -> Iterator[Endpoints]:
    """Databases that nobody else uses, whatever the environment of the test run names."""
    holder = Holder(fragile_home, {"REVTRACE_NEO4J_VERSION": request.config.getoption("--neo4j")})
    try:
        yield holder.endpoints()
    finally:
        holder.stop()


@pytest.fixture(scope="session")
async def around(fragile: Endpoints) -> AsyncIterator[Outside]:
    """A plain driver to them."""
    auth = (fragile.neo4j_username, fragile.neo4j_password)
    driver = AsyncGraphDatabase.driver(fragile.neo4j_uri, auth=auth, notifications_min_severity="OFF")
    async with driver:
        yield Outside(driver, fragile.neo4j_database)


@pytest.fixture(scope="session")
async def fragile_graph(fragile: Endpoints) -> AsyncIterator[Graph]:
    """The door to them, with the schema in place."""
    async with await open_graph(fragile) as opened:
        await migrate(opened)
        yield opened


@pytest.fixture(scope="session")
async def hints(fragile: Endpoints) -> AsyncIterator[Queue]:
    """Their queue."""
    async with Queue.open(fragile.redis_url) as opened:
        yield opened


@pytest.fixture(scope="session")
async def undisturbed(fragile: Endpoints, around: Outside, fragile_graph: Graph, hints: Queue) -> str:
    """The digest of what holds after a day that nothing disturbed; the database is empty again."""
    with running("work", fragile):
        await keep_day(fragile_graph, hints)
        await until_settled(fragile_graph, seconds=180)
    reached = await digest(fragile_graph, knowledge=False)
    await empty(around)
    return reached


@pytest.fixture
async def day(undisturbed: str, around: Outside) -> AsyncIterator[str]:
    """An empty database before and after; gives the digest that a day has to reach."""
    yield undisturbed
    await empty(around)
