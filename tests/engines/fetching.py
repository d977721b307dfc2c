"""Fetch the test jars in a process of its own: `python -m tests.engines.fetching CACHE [LARGEST_FILE]`.

The repository is the one of jgo's configuration. SIGTERM stops the fetch. jgo leaves the sockets of broken downloads
to the garbage collector, which would warn in the middle of other tests; so what goes wrong goes wrong here.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import threading
from pathlib import Path

from app.engines.fetch import fetch
from graph.errors import EngineError
from tests.engines.repository import lock_of, some_jars


def main(cache: Path, largest_file: int) -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, resource.RLIM_INFINITY))
    said: list[str] = []
    error: EngineError | None = None
    try:
        fetch(lock_of(some_jars()), cache, said.append, stop)
    except EngineError as caught:
        error = caught
    print(json.dumps([said, error and error.message, error and error.hint]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else resource.RLIM_INFINITY)
