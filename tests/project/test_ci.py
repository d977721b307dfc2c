"""`.ci/run` runs every check, and names the one that failed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.project.tracked import ROOT

SCRIPT = ROOT / ".ci" / "run"
STAGES = [
    "sync",
    "run ruff format --check",
    "run ruff check",
    "run mypy",
    "run lint-imports",
    "run pytest --neo4j 2026.09",
    "run pytest --neo4j 5.26 tests/graph tests/ingest",
]


def run_with_uv(folder: Path, fails_at: str = "") -> subprocess.CompletedProcess[str]:
    """Run the script with a `uv` that only notes what it is asked for, and fails at one thing."""
    uv = folder / "uv"
    uv.write_text(f'#!/bin/sh\necho "$CI $*" >> {folder}/asked\n[ "$*" != "{fails_at}" ]\n', "utf-8")
    uv.chmod(0o755)
    path = f"{folder}:{os.environ['PATH']}"
    return subprocess.run([SCRIPT], env={"PATH": path}, capture_output=True, text=True, check=False)


def asked(folder: Path) -> list[str]:
    return (folder / "asked").read_text("utf-8").splitlines()


def test_all_stages_run_in_order_under_ci(tmp_path: Path) -> None:
    ran = run_with_uv(tmp_path)
    assert ran.returncode == 0
    assert asked(tmp_path) == [f"true {stage}" for stage in STAGES]
    assert "all passed" in ran.stdout


def test_the_first_failing_stage_ends_the_run_and_is_named(tmp_path: Path) -> None:
    ran = run_with_uv(tmp_path, fails_at="run mypy")
    assert ran.returncode == 1
    assert asked(tmp_path)[-1] == "true run mypy"
    assert "FAILED: types" in ran.stderr
