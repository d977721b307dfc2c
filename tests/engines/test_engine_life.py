"""The embedded engines from start to end: crashes, signals, kills, and homes that cannot be used.

The tests share one home, since a first start takes longer than a later one. After the first, there is no network.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.engines import Endpoints, engines
from tests.engines.clients import engines_of, errors_of, neo4j_of, open_redis, query, settings_for
from tests.engines.processes import seconds_until
from tests.engines_fixture import Holder, embedded_engines

NO_NETWORK = {
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "ALL_PROXY": "http://127.0.0.1:9",
}
OLD = "5.26"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engines") / "home"


@pytest.fixture
def held(home: Path) -> Iterator[tuple[Holder, Endpoints]]:
    """The engines of the shared home, running; nothing of them may be left afterwards."""
    holder = Holder(home, NO_NETWORK if (home / "neo4j").exists() else {})
    try:
        yield holder, holder.endpoints()
    finally:
        holder.stop()
        assert not engines_of(home)


def test_an_engine_that_crashes_is_started_again_at_the_same_address(
    held: tuple[Holder, Endpoints], home: Path
) -> None:
    holder, endpoints = held
    query(endpoints, "CREATE (:Survivor)")
    os.kill(neo4j_of(home), signal.SIGKILL)
    seconds_until(lambda: holder.said().count("is ready") == 3, at_most=60)
    assert query(endpoints, "MATCH (s:Survivor) RETURN count(s)") == [1]
    assert "Neo4j 2026.09.0 was ended by SIGKILL; starting it again" in holder.said()


async def test_a_command_runs_the_engines_for_its_duration_when_nobody_else_does(home: Path) -> None:
    said: list[str] = []
    async with engines(settings_for(home), report=said.append) as endpoints:
        assert await asyncio.to_thread(query, endpoints, "RETURN 1") == [1]
    assert not engines_of(home)
    assert [line.split(" after")[0] for line in said if " after " in line] == [
        "Valkey is ready",
        "Neo4j 2026.09.0 is ready",
        "Neo4j 2026.09.0 stopped",
        "Valkey stopped",
    ]


async def test_a_command_waits_for_engines_that_another_one_is_starting(home: Path) -> None:
    holder = Holder(home, {})
    said: list[str] = []
    try:
        await asyncio.to_thread(seconds_until, lambda: "starting" in holder.said(), at_most=30)
        async with engines(settings_for(home), report=said.append) as endpoints:
            assert endpoints == await asyncio.to_thread(holder.endpoints)
    finally:
        holder.stop()
    assert said == [f"waiting for process {holder.process.pid}, which is starting or stopping the engines"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_signal_stops_all_and_the_next_start_is_quick_and_keeps_ports(
    number: signal.Signals, home: Path, held: tuple[Holder, Endpoints]
) -> None:
    holder, endpoints = held
    assert holder.ready_seconds < 20
    assert json.loads((home / "engines.json").read_text())["neo4j_port"] == int(endpoints.neo4j_uri.split(":")[-1])
    assert holder.signal(number) == 0
    assert not engines_of(home)
    assert not (home / "run" / "endpoints.json").exists()
    assert [line.split(" after")[0] for line in holder.said().splitlines()[-2:]] == [
        "Neo4j 2026.09.0 stopped",
        "Valkey stopped",
    ]


def test_killing_the_holder_leaves_no_engine_and_loses_no_data(home: Path) -> None:
    first = Holder(home, {})
    endpoints = first.endpoints()
    query(endpoints, "UNWIND range(1, 10000) AS n CREATE (:Kept {n: n})")
    with open_redis(endpoints) as client:
        client.set("kept", "yes")
        client.waitaof(1, 0, 5000)
    first.signal(signal.SIGKILL)
    second = Holder(home, NO_NETWORK)  # at once: it has to wait for the engines of the first
    try:
        again = second.endpoints()
        assert seconds_until(lambda: len(engines_of(home)) == 2, at_most=10) < 10
        assert second.ready_seconds < 20
        assert again == endpoints
        assert query(again, "MATCH (k:Kept) RETURN count(k)") == [10000]
        with open_redis(again) as client:
            assert client.get("kept") == b"yes"
    finally:
        second.stop()
    assert not engines_of(home)


def test_killing_the_holder_ends_the_engines_within_ten_seconds(home: Path) -> None:
    holder = Holder(home, {})
    query(holder.endpoints(), "CREATE (:Kept {n: 0})")
    assert len(engines_of(home)) == 2
    holder.signal(signal.SIGKILL)
    seconds_until(lambda: not engines_of(home), at_most=10)


def test_a_port_that_is_taken_gives_one_line(home: Path) -> None:
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", 0))
        squatter.listen()
        port = squatter.getsockname()[1]
        error, hint = errors_of(Holder(home, {"REVTRACE_NEO4J_PORT": str(port)}))
        assert error == f"port {port} is taken, and Neo4j is set to listen on it"
        assert hint == "stop what listens there, or choose another port with REVTRACE_NEO4J_PORT"
        error, _ = errors_of(Holder(home, {"REVTRACE_REDIS_PORT": str(port)}))
        assert error == f"port {port} is taken, and Valkey is set to listen on it"


def test_memory_that_the_machine_does_not_have_gives_one_line(home: Path) -> None:
    error, hint = errors_of(Holder(home, {"REVTRACE_NEO4J_HEAP": "1TiB"}))
    assert error == "the memory set for Neo4j does not suit it or this machine"
    assert "REVTRACE_NEO4J_HEAP" in hint


def test_a_lost_password_gives_one_line(home: Path) -> None:
    secret = home / "secrets" / "neo4j"
    password = secret.read_text()
    secret.unlink()
    error, hint = errors_of(Holder(home, {}))
    secret.write_text(password)
    assert error == f"the password of neo4j is gone from {secret}"
    assert hint == "restore that file from a backup"


def test_data_of_a_newer_version_are_refused_and_of_an_older_one_upgraded(tmp_path: Path) -> None:
    home = tmp_path / "ein Haus (größer)"  # a path that has to be quoted everywhere
    with embedded_engines(home, version=OLD) as endpoints:
        query(endpoints, "CREATE (:Old)")
        assert endpoints.redis_url.startswith("redis://"), "no socket file at a path that a URL cannot carry"
        with open_redis(endpoints) as client:
            assert client.ping()
    with embedded_engines(home) as endpoints:
        assert query(endpoints, "MATCH (o:Old) RETURN count(o)") == [1]
    error, hint = errors_of(Holder(home, {"REVTRACE_NEO4J_VERSION": OLD}))
    assert error == f"the data in {home} were written by Neo4j 2026.09.0, and 5.26.24 cannot read them"
    assert hint == "set REVTRACE_NEO4J_VERSION=2026.09.0, or choose another folder with REVTRACE_HOME"
