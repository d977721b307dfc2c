"""The files of the project, and the places of things within them."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


@cache
def project_files() -> tuple[Path, ...]:
    """All files that are tracked, or would be if they were added now."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def text_of(path: Path) -> str:
    """The content of a file; undecodable bytes stand in for themselves."""
    return path.read_text("utf-8", errors="surrogateescape")


def named(path: Path) -> str:
    """The path of a file within the project."""
    return path.relative_to(ROOT).as_posix()
