"""Fetching pinned jars, over HTTP, from a repository that misbehaves."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from app.engines.fetch import fetch
from app.engines.lockfile import Jar, pinned, pinned_versions
from graph.errors import ConfigurationError, EngineError
from tests.engines.processes import seconds_until
from tests.engines.repository import Repository, lock_of, serving, some_jars, use_repository
from tests.engines_fixture import ROOT

JARS = some_jars()
FIRST = next(iter(JARS))


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Repository]:
    repository = Repository(JARS)
    with serving(repository) as address:
        use_repository(address, tmp_path, monkeypatch)
        yield repository


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


class Outcome(NamedTuple):
    said: list[str]
    message: str | None
    hint: str | None


def start_fetching(cache: Path, *largest_file: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.engines.fetching", str(cache), *map(str, largest_file)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stdout=pipe, stderr=pipe, text=True)


def outcome(process: subprocess.Popen[str]) -> Outcome:
    said, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    return Outcome(*json.loads(said))


def get(cache: Path) -> list[str]:
    """Fetch, which has to succeed; what was said."""
    result = outcome(start_fetching(cache))
    assert result.message is None
    assert [place(cache, jar).read_bytes() for jar in JARS] == list(JARS.values())
    return result.said


def failure(cache: Path, *largest_file: int) -> tuple[str, str]:
    """Fetch, which has to fail with one line and a hint."""
    result = outcome(start_fetching(cache, *largest_file))
    assert result.message
    assert result.hint
    assert "\n" not in result.message + result.hint
    return result.message, result.hint


def place(cache: Path, jar: Jar = FIRST) -> Path:
    return cache / "jars" / jar.path


@pytest.mark.parametrize("version", pinned_versions())
def test_a_pinned_list_names_every_jar_with_size_and_sum_and_no_host(version: str) -> None:
    lock = pinned(version)
    assert {"neo4j", "neo4j-server", "neo4j-bolt"} <= {jar.name for jar in lock.jars}
    assert len({jar.path for jar in lock.jars}) == len(lock.jars) > 200
    assert all(re.fullmatch("[0-9a-f]{64}", jar.sha256) and jar.size > 0 for jar in lock.jars)
    text = (ROOT / "app" / "engines" / f"neo4j-{version}.lock.toml").read_text()
    assert "//" not in text


def test_the_beginning_of_a_version_names_it_and_an_unknown_one_is_refused() -> None:
    assert pinned("5.26") == pinned("5.26.24")
    with pytest.raises(ConfigurationError, match=r"Neo4j 4\.4 is not among the pinned versions"):
        pinned("4.4")
    with pytest.raises(ConfigurationError):
        pinned("5.2")


def test_the_first_fetch_tells_sizes_and_the_second_needs_no_network(repository: Repository, cache: Path) -> None:
    assert get(cache)[0] == "fetching Neo4j 1.0: 3 files, 3 MB, once"
    assert get(cache) == []
    assert repository.requests.total() == len(JARS)


def test_the_progress_bar_shows_how_much_of_how_much(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # a terminal, for rich
    monkeypatch.setenv("COLUMNS", "120")
    jars = some_jars(2, 2_000_000)
    repository = Repository(jars)
    repository.seconds_per_file = 0.5
    with serving(repository) as address:
        use_repository(address, tmp_path, monkeypatch)
        fetch(lock_of(jars), cache, print, threading.Event())
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", capfd.readouterr().err)
    assert "Neo4j 1.0" in shown
    assert re.search(r"[12]\.\d/4\.0 MB", shown)


@pytest.mark.parametrize("harm", ["truncated", "altered", "gone"])
def test_a_cached_jar_that_was_harmed_is_fetched_again(harm: str, repository: Repository, cache: Path) -> None:
    get(cache)
    content = JARS[FIRST]
    place(cache).unlink()
    if harm != "gone":
        place(cache).write_bytes(content[:-1] if harm == "truncated" else content[:-1] + b"x")
    get(cache)
    assert repository.requests[FIRST.filename] == 2
    assert repository.requests.total() == len(JARS) + 1


@pytest.mark.parametrize("fault", ["truncated", "altered", "missing"])
def test_a_fetch_that_fails_is_tried_once_more(fault: str, repository: Repository, cache: Path) -> None:
    repository.faults = {FIRST.filename: [fault]}
    get(cache)
    assert repository.requests[FIRST.filename] == 2


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("truncated", "part-0-1.0.jar cannot be fetched from the Maven repository: the connection broke off"),
        ("altered", "part-0-1.0.jar arrived altered: its SHA-256 is not the pinned one"),
        ("missing", "part-0-1.0.jar cannot be fetched from the Maven repository: it does not have it"),
    ],
)
def test_a_fetch_that_fails_twice_gives_one_line_and_caches_nothing(
    fault: str, message: str, repository: Repository, cache: Path
) -> None:
    repository.faults = {FIRST.filename: [fault, fault]}
    assert failure(cache)[0] == message
    assert not place(cache).exists()
    get(cache)  # and the next start mends it


def test_without_a_network_there_is_one_line(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        use_repository(f"http://127.0.0.1:{nobody.getsockname()[1]}", tmp_path, monkeypatch)
        message, hint = failure(cache)
    assert message.endswith("cannot be fetched from the Maven repository: there is no connection")
    assert "HTTPS_PROXY" in hint


def test_a_proxy_that_does_not_answer_is_named(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_repository("http://repository.invalid", tmp_path, monkeypatch)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert failure(cache)[0].endswith("the proxy does not answer")


def test_a_disk_that_fills_up_meanwhile_gives_one_line(repository: Repository, cache: Path) -> None:
    message, hint = failure(cache, 50_000)  # the kernel refuses to write larger files
    assert message == f"the disk of {cache} is full"
    assert hint == "free some space, or choose another folder with REVTRACE_CACHE"


def test_a_disk_without_room_is_seen_before_anything_is_fetched(repository: Repository, cache: Path) -> None:
    huge = lock_of({Jar("org.example", "huge", "1.0", "", 1 << 60, "0" * 64): b""})
    with pytest.raises(EngineError, match=f"the disk of {cache} is full: .* MB are needed, .* MB are free"):
        fetch(huge, cache, print, threading.Event())
    assert not repository.requests


def test_a_cache_that_cannot_be_written_gives_one_line(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be written: Not a directory" in failure(tmp_path / "file" / "cache")[0]


def test_two_processes_that_fetch_at_once_share_one_fetch(repository: Repository, cache: Path) -> None:
    repository.seconds_per_file = 0.5
    processes = [start_fetching(cache) for _ in range(2)]
    said = [outcome(process).said for process in processes]
    assert repository.requests.total() == len(JARS)
    assert sorted(each[0] for each in said) == [
        "another process is fetching Neo4j; waiting for it",
        "fetching Neo4j 1.0: 3 files, 3 MB, once",
    ]
    assert get(cache) == []


def test_a_fetch_that_was_killed_leaves_nothing_half_done(repository: Repository, cache: Path) -> None:
    repository.seconds_per_file = 60
    process = start_fetching(cache)
    seconds_until(lambda: repository.requests.total() == len(JARS), at_most=30)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    assert list((cache / "staging").rglob("*.jar"))
    assert not list((cache / "jars").rglob("*.jar"))
    repository.seconds_per_file = 0
    get(cache)
    assert not (cache / "staging").exists()


def test_a_fetch_that_is_stopped_ends_soon(repository: Repository, cache: Path) -> None:
    repository.seconds_per_file = 1
    process = start_fetching(cache)
    seconds_until(lambda: repository.requests.total() > 0, at_most=30)
    process.send_signal(signal.SIGTERM)
    seconds_until(lambda: process.poll() is not None, at_most=5)
    _, errors = process.communicate()
    assert "_StoppedError" in errors
    assert not place(cache).exists()
