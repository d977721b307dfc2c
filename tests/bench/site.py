"""Where the benchmark runs: engines on a home of its own, and the service as processes beside them."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.access import ANY_SOURCE, Role
from app.connect import open_graph, read_settings
from app.engines import Endpoints, EngineSettings, supervised_engines
from app.engines.ports import choose_port
from app.keys import create
from app.processes import Service, Supervisor
from app.stack import environment_of
from graph.database import Graph
from graph.errors import ConfigurationError
from graph.migrate import migrate
from tests.bench.client import Line
from tests.bench.driving import Bolt, bolt

Report = Callable[[str], None]

UNLIMITED: Final = "1000000/second"
_OURS: Final = "MATCH (n) WHERE NOT n:Migration AND NOT n:MigrationLock"
_READY_WITHIN: Final = 90.0
_STOP_WITHIN: Final = 30.0
_READY: Final = b"GET /health/ready HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"


@dataclass(frozen=True)
class Site:
    """Running databases, and what is needed to run parts of the service beside them.

    Attributes:
        folder: for logs and files; gone when the benchmark ends.
        embedded: whether the databases are of this site alone.
        key: an API key that may do everything.

    """

    folder: Path
    supervisor: Supervisor
    endpoints: Endpoints
    embedded: bool
    graph: Graph
    bolt: Bolt
    key: str
    report: Report

    async def start_api(self) -> int:
        """Run `revtrace serve`; the port that it answers on."""
        port = free_port()
        await self._start("API", ("-m", "app.cli", "serve"), port, _READY)
        return port

    async def start_bare(self) -> int:
        """Run the bare routes; the port that they answer on."""
        port = free_port()
        await self._start("bare routes", ("-m", "tests.bench.bare_app"), port, _READY.replace(b"/health/ready", b"/"))
        return port

    async def start_worker(self) -> None:
        """Run `revtrace work`."""
        await self._start("worker", ("-m", "app.cli", "work"))

    async def _start(self, name: str, arguments: tuple[str, ...], port: int = 0, probe: bytes = b"") -> None:
        async def is_ready() -> bool:
            return not port or await _answers(port, probe)

        service = Service(
            name=name,
            argv=(sys.executable, *arguments),
            env=self.environment(port),
            log=self.folder / f"{name.replace(' ', '-')}.log",
            is_ready=is_ready,
            ready_within=_READY_WITHIN,
            stop_within=_STOP_WITHIN,
        )
        await self.supervisor.start(service)

    def environment(self, port: int = 0) -> dict[str, str]:
        """The environment of a part of the service; its bound on requests per key is as good as none."""
        ours = {"REVTRACE_RATE": UNLIMITED, "REVTRACE_PORT": str(port or free_port())}
        return environment_of(self.endpoints) | ours


def free_port() -> int:
    """A port that nothing listens on."""
    return choose_port("the benchmark", None, None, "")


async def _answers(port: int, probe: bytes) -> bool:
    """Whether a server answers at all; for the readiness of the API also whether it says yes."""
    try:
        line = await Line.open(port)
        status, _ = await line.ask(probe)
        line.close()
    except OSError:
        return False
    return status != 503


@asynccontextmanager
async def site(folder: Path, report: Report) -> AsyncIterator[Site]:
    """A site on engines of its own, or on the databases that `NEO4J_URI` and `REDIS_URL` name.

    Args:
        folder: for everything that is written.
        report: takes one line of progress at a time.

    Raises:
        ConfigurationError: the database that was given is not empty.
    """
    settings = read_settings(EngineSettings).model_copy(update={"home": folder / "home"})
    async with (
        supervised_engines(settings, report=report) as (supervisor, endpoints),
        await open_graph(endpoints) as graph,
        bolt(endpoints) as opened,
    ):
        await migrate(graph)
        embedded = settings.neo4j_uri is None
        if not embedded:
            await _require_empty(opened)
        key = await create(graph, Role.ADMINISTRATOR, sources=[ANY_SOURCE], label="benchmark")
        try:
            yield Site(folder, supervisor, endpoints, embedded, graph, opened, key.token, report)
        finally:
            if not embedded:
                await _empty(opened)


async def _require_empty(opened: Bolt) -> None:
    if (await opened.run(f"{_OURS} RETURN count(n) AS nodes"))[0]["nodes"]:
        message = "the database that NEO4J_URI names holds data, and the benchmark fills and empties its own"
        raise ConfigurationError(message, hint="unset NEO4J_URI, or name an empty database")


async def _empty(opened: Bolt) -> None:
    await opened.run(f"{_OURS} CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF 10000 ROWS")
