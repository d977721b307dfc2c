"""Embedded engines for tests: real servers, held by a process of their own.

The whole suite needs one set, started once:

    @pytest.fixture(scope="session")
    def endpoints(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoints]:
        with embedded_engines(tmp_path_factory.mktemp("home"), version="5.26") as endpoints:
            yield endpoints

The first use on a machine fetches the jars (180 MB); after that a new home is ready in about 6 s.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.engines import Endpoints, EngineSettings

ROOT = Path(__file__).parent.parent
STOP_SECONDS = 60.0
_SMALL = {"REVTRACE_NEO4J_HEAP": "512MiB", "REVTRACE_NEO4J_PAGECACHE": "128MiB"}


@contextlib.contextmanager
def embedded_engines(home: Path, *, version: str = "2026.09.0") -> Iterator[Endpoints]:
    """Neo4j and Valkey on a home folder for the length of a block; those of the environment where it names some.

    Args:
        home: folder for their data, made when missing.
        version: the pinned version of Neo4j, or its beginning ("5.26").
    """
    given = {name: os.environ[name] for name in os.environ if name.startswith(("NEO4J_", "REDIS_URL"))}
    holder = Holder(home, given | {"REVTRACE_NEO4J_VERSION": version})
    try:
        yield holder.endpoints()
    finally:
        holder.stop()


class Holder:
    """A running `tests.engines.holder`, with none of our settings but the given, and no program on the path.

    Args:
        home: folder of the data.
        settings: further environment variables.
    """

    def __init__(self, home: Path, settings: Mapping[str, str]) -> None:
        self.home = home
        self._began = time.monotonic()
        self._errors = home.with_name(f"{home.name}.log")
        home.parent.mkdir(parents=True, exist_ok=True)
        cache = str(EngineSettings().cache)
        ours = {"PATH": "/nonexistent", "REVTRACE_HOME": str(home), "REVTRACE_CACHE": cache}
        environment = _foreign_environment() | ours | _SMALL | dict(settings)
        with self._errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.engines.holder"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
            )

    def endpoints(self) -> Endpoints:
        """Wait until the engines are ready; where they are.

        Raises:
            RuntimeError: they do not become ready; with all that the holder said.
        """
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self.process.wait(STOP_SECONDS)
            raise RuntimeError(f"the engines did not start:\n{self.said()}")
        self.ready_seconds = time.monotonic() - self._began
        return Endpoints(**json.loads(line))

    def said(self) -> str:
        """What the holder reported so far."""
        return self._errors.read_text("utf-8")

    def stop(self) -> int:
        """End it by the end of its input, as when the test run is gone; its exit status."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.wait()

    def signal(self, number: int) -> int:
        """End it by a signal; its exit status."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Wait for its end; its exit status."""
        status = self.process.wait(STOP_SECONDS)
        for stream in (self.process.stdin, self.process.stdout):
            assert stream is not None
            stream.close()
        return status


def _foreign_environment() -> dict[str, str]:
    """What is not ours: locale, proxies, certificates."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "REDIS_", "REVTRACE_"))}
