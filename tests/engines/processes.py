"""Look at the processes of the machine."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable


def processes_with(text: str) -> list[int]:
    """The ids of the running processes whose command line holds a text."""
    listing = subprocess.run(["ps", "-axww", "-o", "pid=,stat=,args="], capture_output=True, text=True, check=True)
    rows = (line.split(maxsplit=2) for line in listing.stdout.splitlines())
    return [int(row[0]) for row in rows if len(row) == 3 and text in row[2] and not row[1].startswith("Z")]


def seconds_until(condition: Callable[[], bool], *, at_most: float) -> float:
    """Wait for a condition; how long it took. Fails when it takes longer than it may."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < at_most, f"not within {at_most} s"
        time.sleep(0.05)
    return time.monotonic() - began
