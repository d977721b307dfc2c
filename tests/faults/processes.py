"""Our own processes on the databases of a test, to be killed."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from httpx import AsyncClient, HTTPError

from app.engines import Endpoints
from tests.cli.running import ROOT, addresses, environment

PACE = {"REVTRACE_SWEEP_EVERY": "0.5", "REVTRACE_SWEEP_AFTER": "3", "REVTRACE_LOG_LEVEL": "WARNING"}
STOP_SECONDS = 30


@contextmanager
def running(
    command: str, endpoints: Endpoints, settings: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """`revtrace serve` or `revtrace work` for the length of a block; afterwards it is stopped, if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli", command],
        cwd=ROOT,
        env=environment(addresses(endpoints) | PACE | dict(settings or {})),
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(STOP_SECONDS)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End it at once, as the kernel does when memory is short."""
    process.kill()
    process.wait(STOP_SECONDS)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


async def until_ready(client: AsyncClient, *, seconds: float = 60.0) -> None:
    """Wait until the API says that it is ready."""
    async with asyncio.timeout(seconds):
        while True:
            try:
                if (await client.get("/health/ready")).status_code == 200:
                    return
            except HTTPError:
                pass
            await asyncio.sleep(0.1)
