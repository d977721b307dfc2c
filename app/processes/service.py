"""One supervised service: what to run, how to see that it is ready, how to stop it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple

from graph.errors import EngineError

_POLL_SECONDS = 0.05
_KILL_SECONDS = 5.0
_LOG_TAIL_BYTES = 16_384


class Diagnosis(NamedTuple):
    """Why a service failed, as read from its log: one sentence and what to do."""

    message: str
    hint: str


async def _ready_at_once() -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Service:
    """A program to be kept running.

    Args:
        name: what a person reads in the progress lines and errors.
        argv: the program by absolute path, and its arguments.
        env: its whole environment; None passes the supervisor's own.
        log: file that takes standard output and error, begun afresh by each supervisor; None shares the supervisor's.
        is_ready: asked again and again after a start; has to come back within about a second.
        ready_within: seconds from start to readiness before the start counts as failed.
        stop_signal: asks the service to stop.
        stop_within: seconds after the stop signal before it is killed.
        keep_open: descriptors of the supervisor that the service inherits.
        diagnoses: what a text in the end of the log means, the first one found counts.
    """

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] | None = None
    log: Path | None = None
    is_ready: Callable[[], Awaitable[bool]] = _ready_at_once
    ready_within: float = 60.0
    stop_signal: signal.Signals = signal.SIGTERM
    stop_within: float = 15.0
    keep_open: tuple[int, ...] = ()
    diagnoses: Mapping[str, Diagnosis] = field(default_factory=dict)


class Child:
    """The process of a service; one after another when it is restarted."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._process: subprocess.Popen[bytes] | None = None
        self._log_start: int | None = None

    async def start(self, group: int) -> None:
        """Start the process as a member of a process group, and wait until it is ready.

        Raises:
            EngineError: it could not be run, ended before it was ready, or was not ready in time (and was killed).
        """
        self._process = self._spawn(group)
        try:
            async with asyncio.timeout(self.service.ready_within):
                await self._until_ready(self._process)
        except TimeoutError:
            await self.stop()
            raise self.failure(f"{self.service.name} was not ready within {self.service.ready_within:.0f} s") from None

    async def exit_status(self) -> int:
        """Wait for the process to end; its exit status, negative for a signal."""
        assert self._process is not None, "start() comes first"  # noqa: S101 - a programming error, not an input
        while (status := self._process.poll()) is None:  # noqa: ASYNC110 - no event loop tells it the same way
            await asyncio.sleep(_POLL_SECONDS)
        return status

    @property
    def is_running(self) -> bool:
        """Whether the process has been started and has not ended."""
        return self._process is not None and self._process.poll() is None

    async def stop(self) -> None:
        """Ask the process to stop, wait for it, and kill it when it takes longer than it may."""
        if self._process is None or not self.is_running:
            return
        self._process.send_signal(self.service.stop_signal)
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self.service.stop_within):
                    await self.exit_status()
        finally:  # also when the wait itself is cancelled
            self.kill()

    def kill(self) -> None:
        """End the process at once, if it still runs."""
        if self._process is None or not self.is_running:
            return
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):  # held up in the kernel; the guard's group still has it
            self._process.wait(_KILL_SECONDS)

    def failure(self, what: str) -> EngineError:
        """The error for a process that failed: what its own log says, or else `what`."""
        tail = self._log_tail()
        for text, diagnosis in self.service.diagnoses.items():
            if text in tail:
                return EngineError(diagnosis.message, hint=diagnosis.hint)
        hint = f"its log is {self.service.log}" if self.service.log else "its output is above"
        return EngineError(what, hint=hint)

    async def _until_ready(self, process: subprocess.Popen[bytes]) -> None:
        while True:
            ready = await self.service.is_ready()
            if (status := process.poll()) is not None:  # looked at second: a stranger may answer in its place
                raise self.failure(f"{self.service.name} {describe_exit(status)} while starting")
            if ready:
                return
            await asyncio.sleep(_POLL_SECONDS)

    def _spawn(self, group: int) -> subprocess.Popen[bytes]:
        # Not asyncio's subprocesses: uvloop's cannot join a process group, and this works on any event loop.
        try:
            with self._output() as output:
                return subprocess.Popen(  # noqa: S603 - no shell; the program is named by path
                    self.service.argv,
                    env=self.service.env,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    process_group=group,
                    pass_fds=self.service.keep_open,
                )
        except OSError as error:
            where = error.filename or self.service.argv[0]
            message = f"{self.service.name} cannot be started: {error.strerror or error}"
            raise EngineError(message, hint=f"see to {where}") from error

    def _output(self) -> contextlib.AbstractContextManager[IO[bytes] | None]:
        if self.service.log is None:
            return contextlib.nullcontext(None)
        log = self.service.log.open("wb" if self._log_start is None else "ab")
        self._log_start = log.tell()
        return log

    def _log_tail(self) -> str:
        if self.service.log is None or self._log_start is None:
            return ""
        with self.service.log.open("rb") as log:
            log.seek(max(self._log_start, os.fstat(log.fileno()).st_size - _LOG_TAIL_BYTES))
            return log.read().decode(errors="replace")


def describe_exit(status: int) -> str:
    """An exit status in words: a positive status as it is, a signal by name."""
    if status >= 0:
        return f"ended with exit status {status}"
    with contextlib.suppress(ValueError):
        return f"was ended by {signal.Signals(-status).name}"
    return f"was ended by signal {-status}"
