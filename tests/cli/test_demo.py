"""`revtrace demo` shows the story from nothing, twice the same, apart from real data, and stops cleanly."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from app.cli._story import ASKED, ASKED_AT, load_story
from app.cli.demo import use_own_home
from app.demo import story_files
from app.engines import Endpoints
from graph.database import Graph
from graph.errors import ConfigurationError
from graph.model.entry import Outcome
from graph.queries.backlog import backlog
from tests.cli.running import ROOT, addresses, environment, revtrace
from tests.loading import send
from tests.story.gathering import AS_OF
from tests.story.replay import story

EVENTS = len(story())


def test_once_loads_the_story_and_prints_the_trace_that_shows_most(
    graph: Graph, endpoints: Endpoints, tmp_path: Path
) -> None:
    settings = addresses(endpoints) | {"XDG_DATA_HOME": str(tmp_path)}
    first = revtrace("demo", "--once", settings=settings)
    again = revtrace("demo", "--once", settings=settings)

    assert (first.returncode, again.returncode) == (0, 0)
    assert first.stdout.startswith("✕ PARTIAL  BP-2210 revision C, engineering  REL-1043\nIt hangs at step 8")
    assert f"loading the story of Velmont: {EVENTS} events" in first.stderr
    assert f"loaded the story: {EVENTS - 1} accepted, 1 held until what it lacked arrived" in first.stderr
    assert f"the story is loaded already: {EVENTS} duplicates, which change nothing" in again.stderr
    assert first.stdout.partition("\nheard")[0] == again.stdout.partition("\nheard")[0]
    assert list(tmp_path.iterdir()) == []


async def test_what_was_held_came_through(graph: Graph) -> None:
    outcomes = await load_story(graph, story_files(), lambda _: None)
    assert outcomes == {Outcome.ACCEPTED: EVENTS - 1, Outcome.HELD: 1}
    assert (await backlog(graph)).exceptions == ()


async def test_an_interrupted_load_is_taken_up_again(graph: Graph) -> None:
    files = story_files()
    before = await load_story(graph, files[:7], lambda _: None)
    outcomes = await load_story(graph, files, lambda _: None)
    # The one that was held waits still, so its twin is held as well.
    assert (outcomes[Outcome.DUPLICATE], outcomes[Outcome.HELD]) == (before[Outcome.ACCEPTED], 1)
    assert outcomes.total() == EVENTS
    assert (await backlog(graph)).exceptions == ()


async def test_the_story_is_not_put_among_other_events(graph: Graph) -> None:
    other = story_files()[1]
    await send(graph, other.source, other.path.read_bytes().splitlines()[:1])
    with pytest.raises(ConfigurationError, match="the database holds events already"):
        await load_story(graph, story_files(), lambda _: None)


def test_the_demo_asks_after_the_last_event_and_the_last_due_time() -> None:
    assert ASKED == AS_OF
    assert max(told.envelope.occurred_at for told in story()) < ASKED


def test_the_demo_has_a_home_of_its_own_unless_one_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    monkeypatch.setenv("REVTRACE_HOME", "")
    use_own_home()
    assert Path(os.environ["REVTRACE_HOME"]).name == "revtrace-demo"
    monkeypatch.setenv("REVTRACE_HOME", "/given")
    use_own_home()
    assert os.environ["REVTRACE_HOME"] == "/given"


@contextmanager
def running_demo(settings: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[str]]:
    """A demo in a process of its own; its progress goes to a file."""
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "demo"],
            cwd=ROOT,
            env=environment(settings),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def welcome_of(process: subprocess.Popen[str]) -> str:
    """What it prints when all runs, up to the end of the last command that it suggests."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if "/ingest/" in line:
            return "".join([*lines, next(process.stdout)])
    raise AssertionError(f"ended without a welcome: {lines}")


def answers_of(welcome: str) -> Iterator[str]:
    """What the requests that it suggests are answered with."""
    for command in welcome.replace("\\\n", " ").split("curl ")[1:]:
        words = shlex.split(command)
        headers = dict(words[place + 1].split(": ") for place, word in enumerate(words) if word == "-H")
        content = Path(words[-1][1:]).read_bytes() if words[-1].startswith("@") else words[-1].encode()
        yield httpx.post(words[1], headers=headers, content=content, timeout=30).text


@pytest.mark.timeout(400)
def test_everything_runs_as_the_welcome_says_until_it_is_interrupted(tmp_path: Path) -> None:
    settings = {"XDG_DATA_HOME": str(tmp_path), "REVTRACE_PORT": str(a_free_port()), "REVTRACE_NEO4J_HEAP": "512MiB"}
    with running_demo(settings, tmp_path / "log") as process:
        welcome = welcome_of(process)
        home = str(tmp_path / "revtrace-demo")
        assert re.search(r"^API key  rvt_\w+$", welcome, re.MULTILINE)
        assert f"export REVTRACE_HOME={home}\n" in welcome
        releases, sent = answers_of(welcome)
        assert {"number": "REL-1049", "verdict": "HELD"}.items() <= json.loads(releases)["data"]["releases"]["nodes"][
            0
        ].items()
        assert "DUPLICATE" in sent

        joined = revtrace("trace", "BP-2210/C", "--as-of", ASKED_AT, settings={"REVTRACE_HOME": home})
        assert joined.stdout.startswith("✕ PARTIAL  BP-2210 revision C")

        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    stopped = re.findall(r"^(\w+).* stopped after", (tmp_path / "log").read_text("utf-8"), re.MULTILINE)
    assert stopped == ["worker", "API", "Neo4j", "Valkey"]


def a_free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
