"""The command line as a person runs it: in a process of its own, on the databases of the test run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from app.engines import Endpoints

ROOT = Path(__file__).parent.parent.parent
SECONDS = 120


def addresses(endpoints: Endpoints) -> dict[str, str]:
    """The variables that name the databases."""
    return {
        "NEO4J_URI": endpoints.neo4j_uri,
        "NEO4J_USERNAME": endpoints.neo4j_username,
        "NEO4J_PASSWORD": endpoints.neo4j_password,
        "NEO4J_DATABASE": endpoints.neo4j_database,
        "REDIS_URL": endpoints.redis_url,
    }


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Nothing of ours but these settings; UTF-8, and 120 columns."""
    foreign = {name: it for name, it in os.environ.items() if not name.startswith(("NEO4J_", "REDIS_", "REVTRACE_"))}
    return {**foreign, "COLUMNS": "120", "PYTHONUTF8": "1", **settings}


def revtrace(*arguments: str, settings: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *arguments],
        cwd=ROOT,
        env=environment(settings),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
