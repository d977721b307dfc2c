"""Files that hold secrets or state, and what a full disk looks like."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from graph.errors import EngineError

MEGABYTE = 1_000_000
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
FULL_DISK_HINT = "free some space, or choose another folder with REVTRACE_HOME"


def write_private(path: Path, content: str) -> None:
    """Replace a file by one that only its owner can read, in one step: a reader sees the old or the new content."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    draft.replace(path)


def require_space(folder: Path, needed: int, setting: str) -> None:
    """Check that a folder's disk has room.

    Args:
        folder: an existing folder.
        needed: bytes.
        setting: the environment variable that moves the folder, for the hint.

    Raises:
        EngineError: it has not.
    """
    if (free := shutil.disk_usage(folder).free) < needed:
        message = (
            f"the disk of {folder} is full: {needed / MEGABYTE:.0f} MB are needed, {free / MEGABYTE:.0f} MB are free"
        )
        raise EngineError(message, hint=f"free some space, or choose another folder with {setting}")


def cannot_write(folder: Path, error: OSError, setting: str) -> EngineError:
    """The error for a folder that cannot be written: full, read-only, somebody else's."""
    if error.errno in FULL:
        message, remedy = f"the disk of {folder} is full", "free some space"
    else:
        message, remedy = f"{folder} cannot be written: {error.strerror}", "make it writable"
    return EngineError(message, hint=f"{remedy}, or choose another folder with {setting}")
