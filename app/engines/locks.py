"""Locks of the file system that die with their holder: no stale lock survives a crash.

`flock` belongs to the open file, not to the process: whoever inherits the descriptor shares the lock, and the kernel
lets go when the last one has closed it. `app.engines.home` builds on that.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path


def try_lock(path: Path) -> int | None:
    """Take the exclusive lock of a file, which is created when missing; None when somebody else has it.

    Returns:
        An open descriptor that holds the lock until it, and every inherited copy of it, is closed.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


@contextlib.contextmanager
def closing(descriptor: int) -> Iterator[int]:
    """Close a descriptor at the end of the block, and with it let go of its lock."""
    try:
        yield descriptor
    finally:
        os.close(descriptor)
