"""The supervisor, with services of a few lines."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from app.processes import Diagnosis, Service, Supervisor
from graph.errors import EngineError
from tests.engines.processes import processes_with, seconds_until
from tests.engines_fixture import ROOT

SLEEP = "import time; time.sleep(100)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(100)"


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def sleeper(mark: str) -> Service:
    return Service(name="sleeper", argv=(*python(SLEEP), mark))


def exists(path: Path) -> Callable[[], Awaitable[bool]]:
    async def is_ready() -> bool:
        return await asyncio.to_thread(path.exists)

    return is_ready


async def supervise(*services: Service, then: Callable[[Supervisor], Awaitable[None]] | None = None) -> None:
    async with Supervisor(lambda _: None) as supervisor:
        for service in services:
            await supervisor.start(service)
        if then is not None:
            await then(supervisor)


async def until(condition: Callable[[], bool], *, at_most: float = 10) -> None:
    async with asyncio.timeout(at_most):
        while not condition():  # noqa: ASYNC110 - other processes do not set events
            await asyncio.sleep(0.05)


async def work(_: Supervisor) -> None:
    await asyncio.sleep(100)


@pytest.fixture
def mark() -> Iterator[str]:
    """A text for the command lines of a test's processes; at the end none of them may be left."""
    text = uuid.uuid4().hex
    yield text
    assert not processes_with(text)


def start_small_supervisor(*codes: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.engines.small_supervisor", *codes]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while process.stdout.readline().strip() != "up":
        assert process.poll() is None
    return process


async def test_services_start_in_order_and_stop_in_reverse_order(tmp_path: Path) -> None:
    log = tmp_path / "order"
    code = """if True:
        import pathlib, signal, sys, time
        name, log = sys.argv[1:]
        def note(what):
            with open(log, "a") as file: file.write(f"{what} {name}\\n")
        def stop(*_): note("stop"); sys.exit()
        signal.signal(signal.SIGTERM, stop)
        note("start"); pathlib.Path(f"{log}.{name}").touch(); time.sleep(100)"""
    async with Supervisor(lambda _: None) as supervisor:
        for name in "ab":
            ready = exists(tmp_path / f"order.{name}")
            await supervisor.start(Service(name=name, argv=(*python(code), name, str(log)), is_ready=ready))
    assert log.read_text().splitlines() == ["start a", "start b", "stop b", "stop a"]


async def test_each_service_has_one_line_when_it_starts_and_one_when_it_is_ready(mark: str) -> None:
    lines: list[str] = []
    async with Supervisor(lines.append) as supervisor:
        await supervisor.start(sleeper(mark))
        assert lines[0] == "starting sleeper"
        assert lines[1].startswith("sleeper is ready after 0.")
        assert len(lines) == 2


async def test_a_service_that_ends_by_itself_is_started_again(tmp_path: Path, mark: str) -> None:
    lines: list[str] = []
    ready = tmp_path / "ready"
    code = f"import pathlib, time; pathlib.Path({str(ready)!r}).touch(); time.sleep(100)"
    async with Supervisor(lines.append) as supervisor:
        await supervisor.start(Service(name="victim", argv=(*python(code), mark), is_ready=exists(ready)))
        (first,) = processes_with(mark)
        ready.unlink()
        os.kill(first, signal.SIGKILL)
        await until(lambda: sum("is ready" in line for line in lines) == 2)
        (second,) = processes_with(mark)
    assert second != first
    assert "victim was ended by SIGKILL; starting it again" in lines


async def test_a_service_that_keeps_crashing_is_given_up_in_one_line(tmp_path: Path, mark: str) -> None:
    crash = Service(name="crasher", argv=(*python("raise SystemExit(3)"), mark), log=tmp_path / "log")
    began = time.monotonic()
    with pytest.raises(EngineError) as caught:
        await supervise(sleeper(mark), crash, then=Supervisor.wait)
    assert caught.value.message == (
        "crasher failed 6 times within 120 s and was given up: crasher ended with exit status 3"
    )
    assert caught.value.hint == f"its log is {tmp_path / 'log'}"
    assert time.monotonic() - began > 0.25 + 0.5 + 1 + 2 + 4, "the pauses between the starts grow"


async def test_a_required_condition_that_fails_interrupts_the_work_and_stops_everything(mark: str) -> None:
    def condition() -> None:
        raise EngineError("the roof is on fire", hint="leave")

    async def work_under_it(supervisor: Supervisor) -> None:
        supervisor.require(condition, every_seconds=0.1)
        await work(supervisor)

    with pytest.raises(EngineError, match="the roof is on fire"):
        await asyncio.wait_for(supervise(sleeper(mark), then=work_under_it), 10)


async def test_a_start_that_fails_says_so_in_one_line_and_stops_what_was_started(tmp_path: Path, mark: str) -> None:
    broken = Service(
        name="broken",
        argv=(*python("raise SystemExit('the tyre is flat')"), mark),
        log=tmp_path / "log",
        is_ready=exists(tmp_path / "never"),
        diagnoses={"tyre is flat": Diagnosis("broken has no air", "pump")},
    )
    with pytest.raises(EngineError, match=r"^broken has no air$") as caught:
        await supervise(sleeper(mark), broken)
    assert caught.value.hint == "pump"


async def test_a_start_that_takes_too_long_fails(tmp_path: Path, mark: str) -> None:
    never = exists(tmp_path / "never")
    slow = Service(name="slow", argv=(*python(SLEEP), mark), is_ready=never, ready_within=0.5, log=tmp_path / "log")
    with pytest.raises(EngineError, match="slow was not ready within"):
        await supervise(slow)


async def test_a_program_that_is_not_there_fails_in_one_line() -> None:
    with pytest.raises(EngineError, match="ghost cannot be started: No such file or directory") as caught:
        await supervise(Service(name="ghost", argv=("/nonexistent/ghost",)))
    assert "/nonexistent/ghost" in caught.value.hint


async def test_a_service_that_ignores_the_stop_signal_is_killed(tmp_path: Path, mark: str) -> None:
    ready = tmp_path / "ready"
    code = f"{STUBBORN.replace('time.sleep', f'open({str(ready)!r}, chr(119)); time.sleep')}"
    stubborn = Service(name="stubborn", argv=(*python(code), mark), is_ready=exists(ready), stop_within=0.5)
    began = time.monotonic()
    await supervise(stubborn)
    assert time.monotonic() - began < 5


async def test_what_a_service_started_and_forgot_goes_with_it(mark: str) -> None:
    forks = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {STUBBORN!r}, {mark!r}]); {SLEEP}"
    parent = Service(name="parent", argv=(*python(forks), mark))
    await supervise(parent, then=lambda _: until(lambda: len(processes_with(mark)) == 2))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_signal_stops_all_and_the_program_ends_well(number: signal.Signals, mark: str) -> None:
    process = start_small_supervisor(*[f"{SLEEP} # {mark}"] * 2)
    process.send_signal(number)
    said, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert [line.split(" stopped")[0] for line in said.splitlines()] == ["service 1", "service 0"]


async def test_a_stop_signal_during_work_cancels_it_and_leaves_with_the_signal_as_status(mark: str) -> None:
    async def work_until_told(supervisor: Supervisor) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        await work(supervisor)

    with pytest.raises(SystemExit) as caught:
        await supervise(sleeper(mark), then=work_until_told)
    assert caught.value.code == 128 + signal.SIGTERM
    task = asyncio.current_task()
    assert task is not None
    assert not task.cancelling()


def test_killing_the_supervisor_leaves_no_service_running_even_one_that_ignores_signals(mark: str) -> None:
    process = start_small_supervisor(f"{SLEEP} # {mark}", f"{STUBBORN} # {mark}")
    time.sleep(1)  # until the stubborn one has learnt to ignore signals
    process.kill()
    assert seconds_until(lambda: len(processes_with(mark)) == 1, at_most=2), "the others leave at the polite signal"
    assert seconds_until(lambda: not processes_with(mark), at_most=10) > 4, "it was given its time"
    process.communicate(timeout=20)


def test_killing_the_guard_first_does_not_help(mark: str) -> None:
    process = start_small_supervisor(f"{SLEEP} # {mark}")
    (service,) = (pid for pid in processes_with(mark) if pid != process.pid)
    group = os.getpgid(service)
    os.kill(group, signal.SIGKILL)  # the guard leads the group
    seconds_until(lambda: len(members(group)) == 2, at_most=10)
    process.kill()
    process.communicate(timeout=20)
    seconds_until(lambda: not processes_with(mark), at_most=10)


def members(group: int) -> list[str]:
    listing = subprocess.run(["ps", "-axo", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = (line.split() for line in listing.splitlines())
    return [row[0] for row in rows if row[0] == str(group) and not row[1].startswith("Z")]
