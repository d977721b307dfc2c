"""A Maven repository on the loopback interface that can misbehave, and jars of random bytes in it."""

from __future__ import annotations

import contextlib
import hashlib
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.engines.lockfile import Jar, Lock


def some_jars(count: int = 3, size: int = 1_000_000) -> dict[Jar, bytes]:
    """Jars and their contents, the same at each call."""
    contents = [random.Random(number).randbytes(size) for number in range(count)]
    return {
        Jar("org.example.parts", f"part-{number}", "1.0", "", size, hashlib.sha256(content).hexdigest()): content
        for number, content in enumerate(contents)
    }


def lock_of(jars: dict[Jar, bytes]) -> Lock:
    return Lock("1.0", tuple(jars))


class Repository:
    """Serves jars; `faults` says for each file name what goes wrong, in turn, before all is well.

    Faults are "truncated" (the connection ends early), "altered" (one byte is another), "missing" (404).
    """

    def __init__(self, jars: dict[Jar, bytes]) -> None:
        self.contents = {jar.filename: content for jar, content in jars.items()}
        self.faults: dict[str, list[str]] = {}
        self.requests: Counter[str] = Counter()
        self.seconds_per_file = 0.0

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        name = handler.path.rsplit("/", 1)[-1]
        if name not in self.contents:  # the sums that jgo asks for beside each file
            handler.send_error(404)
            return
        self.requests[name] += 1
        faults = self.faults.get(name)
        self.send(handler, self.contents[name], faults.pop(0) if faults else "")

    def send(self, handler: BaseHTTPRequestHandler, content: bytes, fault: str) -> None:
        if fault == "missing":
            handler.send_error(404)
            return
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        half = len(content) // 2
        handler.wfile.write(content[:half])
        time.sleep(self.seconds_per_file)
        if fault != "truncated":
            handler.wfile.write(
                bytes([content[half] ^ 1 if fault == "altered" else content[half]]) + content[half + 1 :]
            )


@contextlib.contextmanager
def serving(repository: Repository) -> Iterator[str]:
    """Serve a repository on a free port; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name is the server's
            with contextlib.suppress(ConnectionError):
                repository.answer(self)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def use_repository(address: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Name a repository as a user names a mirror: in jgo's configuration."""
    configuration = folder / "jgo.conf"
    configuration.write_text(f"[repositories]\ncentral = {address}\n")
    monkeypatch.setenv("JGO_CONFIG_FILE", str(configuration))
