"""The supervisor: owns services from their start to their end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Self

from app.processes import guard
from app.processes.service import Child, Service, describe_exit
from graph.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from types import TracebackType

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE_SECONDS = 6.0  # what services get to finish after the supervisor died; with the rest it stays under 10 s
CRASHES_ALLOWED = 5
CRASH_WINDOW_SECONDS = 120.0
FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 10.0
_GUARD_SECONDS = 0.5


class Supervisor:
    """Starts services in order, restarts those that crash, and stops all in reverse order when it is left.

    An async context manager, entered on the main thread of the program. SIGINT, SIGTERM and SIGHUP end `wait()`; when
    the program is doing something else, that is cancelled, the services are stopped, and the context raises
    `SystemExit` with 128 plus the signal's number. A service that keeps crashing, or a condition that no longer holds,
    ends things in the same way with an `EngineError`.

    Args:
        report: takes one line of progress at a time.
    """

    def __init__(self, report: Callable[[str], None]) -> None:
        self._report = report
        self._group = 0
        self._guard: subprocess.Popen[bytes] | None = None
        self._children: list[Child] = []
        self._keepers: list[asyncio.Task[None]] = []
        self._owner: asyncio.Task[object] | None = None
        self._end: SystemExit | EngineError | None = None
        self._ended = asyncio.Event()
        self._waiting = False
        self._cancelled_owner = False

    async def __aenter__(self) -> Self:
        self._owner = asyncio.current_task()
        self._listen()
        self._start_guard()
        self._keepers.append(asyncio.create_task(self._keep_guard()))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._waiting = True  # nothing is left that a signal would have to cancel
        cancelled = await _finish_regardless(self._stop_all())
        if self._end is not None and error is not self._end and (cancelled or kind is not None):
            if self._owner is not None and self._cancelled_owner:
                self._owner.uncancel()
            raise self._end from error
        if cancelled:
            raise asyncio.CancelledError

    async def start(self, service: Service) -> None:
        """Start a service and wait until it is ready; from then on it is started again when it ends by itself.

        Raises:
            EngineError: it did not become ready; the message says why.
        """
        self._report(f"starting {service.name}")
        child = Child(service)
        self._children.append(child)
        await self._until_ready(child)
        self._keepers.append(asyncio.create_task(self._keep(child)))

    def require(self, condition: Callable[[], None], *, every_seconds: float) -> None:
        """Check a condition again and again; when it raises `EngineError`, everything is stopped with that."""
        self._keepers.append(asyncio.create_task(self._keep_checking(condition, every_seconds)))

    async def wait(self) -> None:
        """Return when a stop signal arrives.

        Raises:
            EngineError: a service crashed again and again and was given up, or a required condition failed.
        """
        self._waiting = True
        await self._ended.wait()
        if isinstance(self._end, EngineError):
            raise self._end

    def _listen(self) -> None:
        for number in STOP_SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup and the like are respected
                asyncio.get_running_loop().add_signal_handler(number, self._finish, SystemExit(128 + number))

    def _finish(self, end: SystemExit | EngineError) -> None:
        if self._end is not None:
            return
        self._end = end
        self._ended.set()
        if self._owner is not None and not self._waiting:
            self._cancelled_owner = self._owner.cancel()

    async def _until_ready(self, child: Child) -> None:
        began = time.monotonic()
        await child.start(self._group)
        self._report(f"{child.service.name} is ready after {time.monotonic() - began:.1f} s")

    async def _keep(self, child: Child) -> None:
        crashes: deque[float] = deque(maxlen=CRASHES_ALLOWED)
        while True:
            crash = child.failure(f"{child.service.name} {describe_exit(await child.exit_status())}")
            now = time.monotonic()
            if len(crashes) == CRASHES_ALLOWED and now - crashes[0] < CRASH_WINDOW_SECONDS:
                self._finish(_given_up(child.service, crash))
                return
            crashes.append(now)
            self._report(f"{crash.message}; starting it again")
            await asyncio.sleep(_pause(crashes))
            with contextlib.suppress(EngineError):  # the process has ended then, which is the next crash
                await self._until_ready(child)

    async def _keep_checking(self, condition: Callable[[], None], every_seconds: float) -> None:
        while True:
            await asyncio.sleep(every_seconds)
            try:
                condition()
            except EngineError as error:
                self._finish(error)
                return

    def _start_guard(self) -> None:
        try:
            self._guard = _spawn_guard(self._group)
        except PermissionError:  # the group has no member any more: begin a new one
            self._guard = _spawn_guard(0)
        self._group = os.getpgid(self._guard.pid)

    async def _keep_guard(self) -> None:
        while self._guard is not None:
            if self._guard.poll() is not None:
                self._start_guard()
            await asyncio.sleep(_GUARD_SECONDS)

    async def _stop_all(self) -> None:
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        try:
            for child in reversed(self._children):
                if child.is_running:
                    await self._stop(child)
        finally:
            self._dismiss_guard()

    async def _stop(self, child: Child) -> None:
        began = time.monotonic()
        await child.stop()
        self._report(f"{child.service.name} stopped after {time.monotonic() - began:.1f} s")

    def _dismiss_guard(self) -> None:
        # The whole group, so that what a service started and forgot goes as well.
        os.killpg(self._group, signal.SIGKILL)
        if self._guard is not None and self._guard.stdin is not None:
            self._guard.stdin.close()
            self._guard.wait()
        for number in STOP_SIGNALS:
            asyncio.get_running_loop().remove_signal_handler(number)


def _spawn_guard(group: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - no shell; the program is named by path
        [sys.executable, "-I", "-S", str(Path(guard.__file__)), str(GRACE_SECONDS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,  # it outlives the supervisor, and would hold up whoever reads its output
        stderr=subprocess.DEVNULL,
        process_group=group,
    )


def _pause(crashes: deque[float]) -> float:
    recent = sum(crashes[-1] - crash < CRASH_WINDOW_SECONDS for crash in crashes)
    return min(FIRST_PAUSE_SECONDS * 2.0 ** (recent - 1), LONGEST_PAUSE_SECONDS)


def _given_up(service: Service, crash: EngineError) -> EngineError:
    often = f"{CRASHES_ALLOWED + 1} times within {CRASH_WINDOW_SECONDS:.0f} s"
    return EngineError(f"{service.name} failed {often} and was given up: {crash.message}", hint=crash.hint)


async def _finish_regardless(work: Coroutine[None, None, None]) -> bool:
    """Do the work to its end even when this task is cancelled meanwhile; whether it was."""
    task, cancelled = asyncio.ensure_future(work), False
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            cancelled = True
    task.result()
    return cancelled
