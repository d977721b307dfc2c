"""From the settings to open databases, for commands and servers alike."""

from __future__ import annotations

import asyncio
import getpass
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings

from app.engines import Endpoints, EngineSettings, engines
from graph.database import Graph
from graph.errors import ConfigurationError
from graph.migrate import migrate

Result = TypeVar("Result")
Some = TypeVar("Some", bound=BaseSettings)
Report = Callable[[str], None]


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run asynchronous work on the quickest event loop there is; Ctrl-C cancels it."""
    if sys.platform == "win32":
        return asyncio.run(work)
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def read_settings(kind: type[Some]) -> Some:
    """Settings from the environment.

    Raises:
        ConfigurationError: a variable has a value that it cannot have; names it.
    """
    try:
        return kind()
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        name = str(fault["loc"][0])
        variable = f"{kind.model_config.get('env_prefix', '')}{name}".upper() if name in kind.model_fields else name
        message = f"{variable} cannot be {str(fault['input'])[:50]!r}: {fault['msg']}"
        raise ConfigurationError(message, hint=f"set {variable} to another value, or unset it") from error


@asynccontextmanager
async def databases(report: Report) -> AsyncIterator[Endpoints]:
    """The databases of a command: those given by address, those that run on the home, or else its own for so long.

    Args:
        report: takes one line of progress at a time.

    Raises:
        EngineError: they cannot be had.
    """
    settings = read_settings(EngineSettings)
    if settings.neo4j_uri and settings.redis_url:
        yield Endpoints(
            settings.neo4j_uri,
            settings.neo4j_username,
            settings.neo4j_password,
            settings.neo4j_database,
            settings.redis_url,
        )
        return
    async with engines(settings, report=report) as endpoints:
        yield endpoints


async def open_graph(endpoints: Endpoints) -> Graph:
    """The door to the graph; nothing is sent yet."""
    return await Graph.open(
        endpoints.neo4j_uri,
        username=endpoints.neo4j_username,
        password=endpoints.neo4j_password,
        database=endpoints.neo4j_database,
    )


@asynccontextmanager
async def opened_graph(report: Report) -> AsyncIterator[Graph]:
    """The door to the graph of a command, its schema brought up to this release."""
    async with databases(report) as endpoints, await open_graph(endpoints) as graph:
        await migrate(graph)
        yield graph


def person() -> str:
    """Who runs the command, for receipts and replays."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as containers have
        return f"uid {os.getuid()}"


def to_terminal(line: str) -> None:
    """Tell the person at the terminal how it goes; standard output stays for the answer."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - this is the terminal


def in_silence(_: str) -> None:
    """Tell nobody how it goes."""
