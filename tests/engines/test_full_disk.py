"""A disk that is full, as a small file system of its own; mounting one needs root.

Without root, `test_fetch` has the kernel refuse to write, which takes the same path.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.engines.home import SPACE_TO_START
from app.engines.session import SPACE_TO_RUN
from tests.engines.clients import engines_of, errors_of, query
from tests.engines.processes import seconds_until
from tests.engines.repository import Repository, serving, some_jars, use_repository
from tests.engines.test_fetch import failure
from tests.engines_fixture import Holder

pytestmark = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or os.uname().sysname != "Linux",
    reason="mounting a small file system needs root on Linux",
)


@pytest.fixture
def disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """An empty file system; the test's parameter is its mount options."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", request.param, "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("disk", ["size=64m,nr_inodes=12"], indirect=True)
def test_a_cache_on_a_disk_that_takes_no_more_files_gives_one_line(
    disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(Repository(some_jars())) as address:
        use_repository(address, tmp_path, monkeypatch)
        message, hint = failure(disk / "cache")
    assert message == f"the disk of {disk / 'cache'} is full"
    assert hint == "free some space, or choose another folder with REVTRACE_CACHE"


@pytest.mark.parametrize("disk", [f"size={SPACE_TO_START - 1_000_000}"], indirect=True)
def test_a_home_on_a_full_disk_gives_one_line(disk: Path) -> None:
    error, hint = errors_of(Holder(disk / "home", {}))
    assert error.startswith(f"the disk of {disk / 'home'} is full: 256 MB are needed, 25")
    assert hint == "free some space, or choose another folder with REVTRACE_HOME"


@pytest.mark.parametrize("disk", [f"size={SPACE_TO_START + 100_000_000}"], indirect=True)
def test_a_disk_that_fills_up_stops_the_engines_cleanly_and_they_start_again_with_room(disk: Path) -> None:
    home = disk / "home"
    holder = Holder(home, {})
    endpoints = holder.endpoints()
    query(endpoints, "CREATE (:Kept)")
    filler = disk / "filler"
    filler.write_bytes(bytes(SPACE_TO_START + 100_000_000 - SPACE_TO_RUN))
    seconds_until(lambda: holder.process.poll() is not None, at_most=20)
    assert holder.stop() == 1
    error, hint = holder.said().splitlines()[-2:]
    assert error.startswith(f"error: the disk of {home} is full: 128 MB are needed")
    assert hint == "hint: free some space, or choose another folder with REVTRACE_HOME"
    assert "Neo4j 2026.09.0 stopped after" in holder.said()
    assert not engines_of(home)
    filler.unlink()
    again = Holder(home, {})
    try:
        assert query(again.endpoints(), "MATCH (k:Kept) RETURN count(k)") == [1]
    finally:
        again.stop()
