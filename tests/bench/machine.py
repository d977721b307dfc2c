"""On what the benchmark ran: without this its figures say nothing."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

from app.capabilities import CHECKOUT
from app.connect import read_settings
from app.engines import EngineSettings
from app.engines.memory import default_memory, machine_memory
from tests.bench.memory import MIB
from tests.bench.site import Site


async def machine(site: Site) -> dict[str, Any]:
    """The machine, the versions, and how busy it was before."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "cpu": _cpu(),
        "memory_mib": machine_memory() // MIB,
        "system": platform.platform(),
        "python": platform.python_version(),
        "neo4j": await site.graph.verify(),
        "neo4j_memory": _neo4j_memory(site),
        "packages": {name: version(name) for name in ("neo4j", "neo4j-rust-ext", "strawberry-graphql", "uvicorn")},
        "revtrace": version("revtrace"),
        **_commit(),
    }


def load_average() -> list[float]:
    """How many processes wanted to run in the last 1, 5 and 15 minutes."""
    return [round(value, 2) for value in os.getloadavg()]


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _neo4j_memory(site: Site) -> dict[str, int] | None:
    """What the embedded server may take, in MiB."""
    if not site.embedded:
        return None
    settings, default = read_settings(EngineSettings), default_memory(machine_memory())
    heap, page_cache = settings.neo4j_heap or default.heap, settings.neo4j_pagecache or default.page_cache
    return {"heap_mib": heap // MIB, "page_cache_mib": page_cache // MIB}


def _commit() -> dict[str, Any]:
    """The commit of the checkout, and whether it was changed since."""
    return {"commit": _git("rev-parse", "HEAD"), "changed": bool(_git("status", "--porcelain"))}


def _git(*arguments: str) -> str | None:
    program = shutil.which("git")
    if program is None:
        return None
    done = subprocess.run([program, *arguments], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None
