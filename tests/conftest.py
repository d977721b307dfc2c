"""What every test may use: real engines, started once, and a graph that is empty when the test begins."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from neo4j import AsyncGraphDatabase

from app.engines import Endpoints
from graph.database import Graph
from graph.migrate import migrate
from graph.telemetry import recording_statements
from graph.vocabulary import VOCABULARY
from tests.engines_fixture import embedded_engines
from tests.graph.door.looking import Outside
from tests.loading import empty

# The machine that runs the tests may be busy: a slow example is no fault.
settings.register_profile("revtrace", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("revtrace")

DEFAULT_DATA = Path(__file__).parent.parent.parent / "shared" / "data"
NO_REAL_DATA = "there are no real data here"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--neo4j", default="2026.09.0", help="pinned version of Neo4j to test against, or its beginning")


@pytest.fixture(scope="session")
def endpoints(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoints]:
    """Neo4j and Valkey for the whole run."""
    version = request.config.getoption("--neo4j")
    with embedded_engines(tmp_path_factory.mktemp("home"), version=version) as started:
        yield started


async def open_graph(endpoints: Endpoints) -> Graph:
    """A door of its own to the test database; whatever the server warns about is an error."""
    return await Graph.open(
        endpoints.neo4j_uri,
        username=endpoints.neo4j_username,
        password=endpoints.neo4j_password,
        database=endpoints.neo4j_database,
        warn_notification_severity="INFORMATION",
    )


@pytest.fixture(scope="session")
async def outside(endpoints: Endpoints) -> AsyncIterator[Outside]:
    """A plain driver that looks at the server from outside of the door."""
    auth = (endpoints.neo4j_username, endpoints.neo4j_password)
    driver = AsyncGraphDatabase.driver(endpoints.neo4j_uri, auth=auth, notifications_min_severity="OFF")
    async with driver:
        yield Outside(driver, endpoints.neo4j_database)


@pytest.fixture(scope="session")
async def migrated_graph(endpoints: Endpoints, outside: Outside) -> AsyncIterator[Graph]:
    """The door to the test database with the whole schema in place."""
    async with await open_graph(endpoints) as opened:
        await migrate(opened)
        await outside.declare(VOCABULARY)
        yield opened


@pytest.fixture
async def graph(outside: Outside, migrated_graph: Graph) -> Graph:
    """The door to a database that holds its schema and nothing else."""
    await empty(outside)
    return migrated_graph


@pytest.fixture
def recorded_statements() -> Iterator[list[str]]:
    """The names of the statements sent since the test began, in order."""
    with recording_statements() as names:
        yield names


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real public data; tests that need it are left out where there is none, and the run says so."""
    named = os.environ.get("REVTRACE_REAL_DATA")
    folder = Path(named or DEFAULT_DATA)
    if not folder.is_dir():
        if named:
            pytest.fail(f"REVTRACE_REAL_DATA names {named}, which is no folder", pytrace=False)
        pytest.skip(NO_REAL_DATA)
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was left out for want of real data."""
    left_out = [it for it in terminalreporter.stats.get("skipped", []) if NO_REAL_DATA in str(it.longrepr)]
    if left_out:
        terminalreporter.section("REAL DATA ARE ABSENT", red=True, bold=True)
        message = f"{len(left_out)} tests that compare with real public data did NOT run: set REVTRACE_REAL_DATA"
        terminalreporter.write_line(message, red=True, bold=True)
