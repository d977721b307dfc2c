"""The home folder: data, secrets and run state of the embedded engines, and who may use it now.

    HOME/
    ├── engines.json        what the engines must find again: Neo4j's version, ports
    ├── secrets/            a random password per engine, mode 600
    ├── run/
    │   ├── holder.lock     locked by the supervisor alone; holds its process id
    │   ├── engines.lock    locked by the supervisor and, by inheritance, by each engine
    │   └── endpoints.json  addresses of the running engines, mode 600
    ├── neo4j/              home of Neo4j: conf, data, logs
    └── valkey/             the append-only file and the log

Two locks, since a supervisor can die before its engines: `holder.lock` then is free at once, and names the next holder;
`engines.lock` is free when the last engine has ended, so that no two servers ever open the same data.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

from app.engines.disk import MEGABYTE, cannot_write, require_space, write_private
from app.engines.locks import closing, try_lock
from graph.errors import EngineError

SETTING = "REVTRACE_HOME"
SPACE_TO_START = 256 * MEGABYTE
_ENGINES_STOP_WITHIN_SECONDS = 15.0
_POLL_SECONDS = 0.1
_FOLDERS = ("run", "secrets", "neo4j/conf", "neo4j/logs", "neo4j/tmp", "valkey")


class HomeHeldError(EngineError):
    """Another process runs the engines of this home; `pid` is its process id."""

    def __init__(self, root: Path, pid: int) -> None:
        super().__init__(
            f"{f'process {pid}' if pid else 'another process'} already runs the engines of {root}",
            hint=f"stop it first, or choose another folder with {SETTING}",
        )
        self.pid = pid


class Home:
    """One home folder.

    Args:
        root: its path; made, readable by its owner only, when it is first held.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.expanduser().absolute()
        self.neo4j = self.root / "neo4j"
        self.valkey = self.root / "valkey"
        self.run = self.root / "run"
        self._state = self.root / "engines.json"
        self._endpoints = self.run / "endpoints.json"

    @contextlib.asynccontextmanager
    async def hold(self, report: Callable[[str], None]) -> AsyncIterator[int]:
        """Be the one process that may run engines on this home.

        Args:
            report: told when engines of an earlier run have to be waited for.

        Yields:
            A descriptor that every engine has to inherit, so that the home counts as used while it lives.

        Raises:
            HomeHeldError: another process is.
            EngineError: the folder cannot be written, its disk is full, or engines of an earlier run do not end.
        """
        self._prepare()
        with closing(self._become_holder()) as holder:
            os.ftruncate(holder, 0)
            os.pwrite(holder, f"{os.getpid()}\n".encode(), 0)
            self._endpoints.unlink(missing_ok=True)
            with closing(await self._wait_for_engines(report)) as engines:
                yield engines

    def publish(self, embedded: Mapping[str, str]) -> None:
        """Tell other commands on this home where the engines of this process are."""
        write_private(self._endpoints, json.dumps({"pid": os.getpid(), **embedded}))

    def unpublish(self) -> None:
        """Tell nobody any more."""
        self._endpoints.unlink(missing_ok=True)

    def published_by(self, pid: int) -> dict[str, str] | None:
        """What that process has published, if it has, and lives: a killed one leaves its file behind."""
        try:
            published: dict[str, Any] = json.loads(self._endpoints.read_text("utf-8"))
            os.kill(published["pid"], 0)
        except (FileNotFoundError, ProcessLookupError):
            return None
        return published if published.pop("pid") == pid else None

    def state(self) -> dict[str, Any]:
        """What earlier runs had to remember."""
        try:
            state: dict[str, Any] = json.loads(self._state.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        return state

    def remember(self, **changes: object) -> None:
        """Add to the state, or change it."""
        write_private(self._state, json.dumps(self.state() | changes, indent=1))

    def password(self, engine: str, *, has_data: bool) -> str:
        """The random password of an engine, made at its first start.

        Args:
            engine: its name.
            has_data: whether the engine already holds data under a password, which then has to be there.

        Raises:
            EngineError: the password of existing data is gone.
        """
        path = self.root / "secrets" / engine
        if path.exists():
            return path.read_text("ascii").strip()
        if has_data:
            raise EngineError(f"the password of {engine} is gone from {path}", hint="restore that file from a backup")
        password = secrets.token_hex(16)
        write_private(path, password)
        return password

    def _prepare(self) -> None:
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.root.chmod(0o700)
            for folder in _FOLDERS:
                (self.root / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(self.root, error, SETTING) from error
        require_space(self.root, SPACE_TO_START, SETTING)

    def _become_holder(self) -> int:
        path = self.run / "holder.lock"
        if (descriptor := try_lock(path)) is not None:
            return descriptor
        pid = path.read_text("ascii").strip()
        raise HomeHeldError(self.root, int(pid) if pid else 0)

    async def _wait_for_engines(self, report: Callable[[str], None]) -> int:
        path = self.run / "engines.lock"
        if (descriptor := try_lock(path)) is not None:
            return descriptor
        report("waiting for the engines of an earlier run to end")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_ENGINES_STOP_WITHIN_SECONDS):
                while (descriptor := try_lock(path)) is None:  # noqa: ASYNC110 - another process lets go of it
                    await asyncio.sleep(_POLL_SECONDS)
                return descriptor
        message = f"engines of an earlier run still work on {self.root}"
        raise EngineError(message, hint="end the processes that have that folder open, then start again")
