"""Bring the databases up for the length of a block: use those given, join those running, or run them."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import fields

from app.engines.disk import MEGABYTE, cannot_write, require_space
from app.engines.fetch import fetch
from app.engines.home import SETTING, Home, HomeHeldError
from app.engines.lockfile import pinned
from app.engines.neo4j import check_data_version, neo4j_service
from app.engines.settings import Endpoints, EngineSettings
from app.engines.valkey import valkey_service
from app.processes import Service, Supervisor
from graph.errors import EngineError

_NEO4J_FIELDS = {"neo4j_uri", "neo4j_username", "neo4j_password", "neo4j_database"}
_PUBLISHED_WITHIN_SECONDS = 180.0  # another process's first start, download included
_POLL_SECONDS = 0.2
_SPACE_CHECK_SECONDS = 1.0
SPACE_TO_RUN = 128 * MEGABYTE


@contextlib.asynccontextmanager
async def engines(
    settings: EngineSettings, *, attach: bool = True, report: Callable[[str], None]
) -> AsyncIterator[Endpoints]:
    """The databases, for a command that needs them for its duration.

    Args:
        settings: where they are.
        attach: join the engines of another process on the same home, if one runs them; else that is an error.
        report: takes one line of progress at a time.

    Raises:
        EngineError: they cannot be had; one line and a hint.
        SystemExit: the program was asked to stop by a signal; the engines are stopped by then.
    """
    async with contextlib.AsyncExitStack() as stack:
        yield await _joined_or_started(stack, settings, report, attach=attach)


@contextlib.asynccontextmanager
async def supervised_engines(
    settings: EngineSettings, *, report: Callable[[str], None]
) -> AsyncIterator[tuple[Supervisor, Endpoints]]:
    """The databases under a supervisor that takes further services: `start()` them, then `wait()` for a stop signal.

    The services stop in reverse order when the block is left, the databases last.

    Raises:
        HomeHeldError: another process runs the engines of this home.
        EngineError: they cannot be had; one line and a hint.
    """
    async with contextlib.AsyncExitStack() as stack:
        if settings.neo4j_uri and settings.redis_url:
            supervisor = await stack.enter_async_context(Supervisor(report))
            yield supervisor, _endpoints(settings, {})
            return
        home = Home(settings.home)
        keep_open = await stack.enter_async_context(home.hold(report))
        supervisor = await stack.enter_async_context(Supervisor(report))
        embedded = await _embed(supervisor, settings, home, keep_open, report)
        home.publish(embedded)
        stack.callback(home.unpublish)
        yield supervisor, _endpoints(settings, embedded)


async def _joined_or_started(
    stack: contextlib.AsyncExitStack, settings: EngineSettings, report: Callable[[str], None], *, attach: bool
) -> Endpoints:
    """Start the engines, or join their holder as soon as it has them ready; whichever becomes possible first."""
    home, deadline = Home(settings.home), time.monotonic() + _PUBLISHED_WITHIN_SECONDS
    told = False
    while True:
        try:
            _, endpoints = await stack.enter_async_context(supervised_engines(settings, report=report))
        except HomeHeldError as held:
            if not attach or time.monotonic() > deadline:
                raise
            if (published := home.published_by(held.pid)) is not None:
                return _endpoints(settings, published)
            if not told:
                report(f"waiting for process {held.pid}, which is starting or stopping the engines")
                told = True
        else:
            return endpoints
        await asyncio.sleep(_POLL_SECONDS)


async def _embed(
    supervisor: Supervisor, settings: EngineSettings, home: Home, keep_open: int, report: Callable[[str], None]
) -> dict[str, str]:
    """Prepare what is not given, then start it; its addresses and credentials under the names of `Endpoints`."""
    services: list[Service] = []
    embedded: dict[str, str] = {}
    try:
        if not settings.redis_url:
            valkey, embedded["redis_url"] = valkey_service(home, settings.redis_port, keep_open)
            services.append(valkey)
        if not settings.neo4j_uri:
            neo4j, address = await _prepare_neo4j(settings, home, keep_open, report)
            services.append(neo4j)
            embedded |= address
    except OSError as error:
        raise cannot_write(home.root, error, SETTING) from error
    for service in services:
        await supervisor.start(service)
    # A server that cannot write its log is beyond a clean stop, so the stop comes first.
    supervisor.require(lambda: require_space(home.root, SPACE_TO_RUN, SETTING), every_seconds=_SPACE_CHECK_SECONDS)
    return embedded


async def _prepare_neo4j(
    settings: EngineSettings, home: Home, keep_open: int, report: Callable[[str], None]
) -> tuple[Service, dict[str, str]]:
    lock = pinned(settings.neo4j_version)
    check_data_version(home, lock.version)  # before a download that would be in vain
    stop = threading.Event()
    try:
        jars = await asyncio.to_thread(fetch, lock, settings.cache.expanduser(), report, stop)
    finally:
        stop.set()  # the thread outlives a cancelled await
    return await asyncio.to_thread(neo4j_service, home, settings, lock, jars, keep_open)


def _endpoints(settings: EngineSettings, embedded: Mapping[str, str]) -> Endpoints:
    """What is given wins over what is embedded."""
    values = dict(embedded)
    if settings.neo4j_uri:
        values |= settings.model_dump(include=_NEO4J_FIELDS)
    if settings.redis_url:
        values["redis_url"] = settings.redis_url
    if missing := {field.name for field in fields(Endpoints)} - values.keys():
        variable = "REDIS_URL" if missing == {"redis_url"} else "NEO4J_URI"
        message = f"the process that runs the engines of {settings.home} was started with {variable} set"
        raise EngineError(message, hint=f"set {variable} here as well")
    return Endpoints(**values)
