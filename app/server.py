"""The HTTP server and the worker as processes: ports, signals, and a clean stop."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import structlog
import uvicorn

from graph.errors import ConfigurationError
from graph.sealing import seal
from ingest.tasks import end
from ingest.worker import Worker

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from app.settings import Settings
    from graph.database import Graph
    from ingest.queue import Queue

STOP_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_BACKLOG = 2048

log = structlog.get_logger(__name__)


def listen(host: str, port: int) -> socket.socket:
    """Take the port.

    Raises:
        ConfigurationError: it cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        message = f"port {port} of {host} cannot be used: {error.strerror or error}"
        raise ConfigurationError(message, hint="set REVTRACE_PORT and REVTRACE_HOST to others") from error


async def serve_http(app: ASGIApp, settings: Settings) -> None:
    """Answer requests until a stop signal; those begun then get some time to end.

    Raises:
        ConfigurationError: the port cannot be had.
    """
    # Schema and statements stay for good, and need not be walked at every full collection.
    gc.collect()
    gc.freeze()
    with listen(settings.host, settings.port) as port:
        server = _Server(
            uvicorn.Config(
                app,
                loop="none",
                http="httptools",
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=int(settings.stop_within),
            )
        )
        with on_stop_signals(server.stop):
            log.info("listening", host=settings.host, port=settings.port)
            await server.serve([port])


async def work_until_stopped(graph: Graph, queue: Queue, settings: Settings) -> None:
    """Settle receipts and seal the log until a stop signal."""
    worker = asyncio.create_task(Worker(graph, queue, settings.pace, {"seal": seal}).run())
    stopped = asyncio.Event()
    with on_stop_signals(stopped.set):
        log.info("working", jobs=settings.jobs)
        waiting = asyncio.create_task(stopped.wait())
        await asyncio.wait({worker, waiting}, return_when=asyncio.FIRST_COMPLETED)
        await end(waiting, worker)
    if not worker.cancelled():
        worker.result()


class _Server(uvicorn.Server):
    """A server that leaves signals to us: it would raise them again when it has stopped, and so cut our own end off."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def stop(self) -> None:
        """Stop in good order; asked again, at once."""
        self.force_exit = self.should_exit
        self.should_exit = True


@contextmanager
def on_stop_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Call a function on SIGINT and SIGTERM, in the place of what they do otherwise."""
    loop = asyncio.get_running_loop()
    for number in STOP_SIGNALS:
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in STOP_SIGNALS:
            loop.remove_signal_handler(number)
