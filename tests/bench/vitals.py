"""What a process takes: its peak memory and its CPU time, as Linux tells them; None on other systems."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_KIB: Final = 1024
_CPU_FIELDS: Final = slice(11, 13)
"""User and system time in /proc/PID/stat, counted behind the name of the program."""


def process_of(word: str) -> int | None:
    """The child of this process, or a child of one, that has a word on its command line."""
    for pid in _descendants(os.getpid()):
        if word.encode() in _read(pid, "cmdline"):
            return pid
    return None


def neo4j_process() -> int | None:
    """The embedded Neo4j of this process, if it runs one."""
    return process_of("java.args")


def peak_memory(pid: int | None) -> int | None:
    """The most memory that a process ever had resident, in bytes."""
    return _status(pid, b"VmHWM:")


def memory(pid: int | None) -> int | None:
    """The memory that a process has resident, in bytes."""
    return _status(pid, b"VmRSS:")


def cpu_seconds(pid: int | None) -> float | None:
    """CPU time that a process has taken so far."""
    stat = _read(pid, "stat")
    if not stat:
        return None
    ticks = sum(int(field) for field in stat.rpartition(b")")[2].split()[_CPU_FIELDS])
    return ticks / os.sysconf("SC_CLK_TCK")


def _status(pid: int | None, name: bytes) -> int | None:
    for line in _read(pid, "status").splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * _KIB
    return None


def _descendants(pid: int) -> Iterator[int]:
    for thread in (_PROC / str(pid) / "task").glob("*/children"):
        for child in map(int, thread.read_bytes().split()):
            yield child
            yield from _descendants(child)


def _read(pid: int | None, name: str) -> bytes:
    """The content of one file about a process; empty when there is none."""
    try:
        return (_PROC / str(pid) / name).read_bytes() if pid else b""
    except OSError:
        return b""
