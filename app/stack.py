"""API and worker as services under a supervisor, beside the databases: what `revtrace up` runs."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Final

from app.connect import open_graph, read_settings
from app.engines import EngineSettings, supervised_engines
from app.processes import Service
from app.server import listen
from app.settings import Settings
from graph.migrate import migrate

if TYPE_CHECKING:
    from app.connect import Report
    from app.engines import Endpoints
    from app.processes import Supervisor

READY_WITHIN: Final = 90.0
"""Seconds for the API, the warming up of a slow database included."""

_PROBE_SECONDS = 2.0


@contextlib.asynccontextmanager
async def stack(report: Report) -> AsyncIterator[tuple[Supervisor, Endpoints]]:
    """Databases with their schema, API and worker; `wait()` for the supervisor, and all of it stops with the block.

    Args:
        report: takes one line of progress at a time.

    Raises:
        ConfigurationError: the port of the API cannot be had.
        EngineError: a part did not start.
    """
    settings = read_settings(Settings)
    listen(settings.host, settings.port).close()  # a taken port is told before the databases start
    async with supervised_engines(read_settings(EngineSettings), report=report) as (supervisor, endpoints):
        async with await open_graph(endpoints) as graph:
            for name in await migrate(graph):
                report(f"applied {name}")
        environment = environment_of(endpoints)
        await supervisor.start(_api(settings, environment))
        await supervisor.start(_worker(settings, environment))
        yield supervisor, endpoints


def environment_of(endpoints: Endpoints) -> dict[str, str]:
    """Our environment, with the addresses and credentials of running databases."""
    return dict(os.environ) | {
        "NEO4J_URI": endpoints.neo4j_uri,
        "NEO4J_USERNAME": endpoints.neo4j_username,
        "NEO4J_PASSWORD": endpoints.neo4j_password,
        "NEO4J_DATABASE": endpoints.neo4j_database,
        "REDIS_URL": endpoints.redis_url,
    }


def address_of(settings: Settings) -> str:
    """Where the API answers, as a URL."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"


def _api(settings: Settings, environment: dict[str, str]) -> Service:
    return Service(
        name="API",
        argv=_command("serve"),
        env=environment,
        is_ready=_probe(settings.host, settings.port),
        ready_within=READY_WITHIN,
        stop_within=settings.stop_within + 5,
    )


def _worker(settings: Settings, environment: dict[str, str]) -> Service:
    return Service(name="worker", argv=_command("work"), env=environment, stop_within=settings.stop_within + 5)


def _command(name: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "app.cli", name)


def _probe(host: str, port: int) -> Callable[[], Awaitable[bool]]:
    async def is_ready() -> bool:
        try:
            async with asyncio.timeout(_PROBE_SECONDS):
                return b" 200 " in await _first_line(host, port)
        except OSError:  # TimeoutError is one
            return False

    return is_ready


async def _first_line(host: str, port: int) -> bytes:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(f"GET /health/ready HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        return await reader.readline()
    finally:
        writer.close()
