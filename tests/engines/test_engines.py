"""The embedded engines while they run: real servers in a holder process, no program on the path."""

from __future__ import annotations

import json
import re
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest
import redis
from arq.connections import RedisSettings, create_pool

from app.engines import Endpoints, EngineSettings, engines
from graph.errors import EngineError
from tests.engines.clients import errors_of, open_redis, query, settings_for
from tests.engines_fixture import Holder


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Holder, Endpoints]]:
    holder = Holder(tmp_path_factory.mktemp("engines") / "home", {})
    try:
        yield holder, holder.endpoints()
    finally:
        holder.stop()


@pytest.fixture
def home(held: tuple[Holder, Endpoints]) -> Path:
    return held[0].home


@pytest.fixture
def endpoints(held: tuple[Holder, Endpoints]) -> Endpoints:
    return held[1]


def test_a_first_start_makes_a_private_home_with_a_random_password_per_engine(endpoints: Endpoints, home: Path) -> None:
    assert query(endpoints, "RETURN 1") == [1]
    with open_redis(endpoints) as client:
        assert client.ping()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    secrets = [*(home / "secrets").iterdir(), home / "run" / "endpoints.json", home / "valkey" / "valkey.conf"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets} == {0o600}
    assert {path.name for path in (home / "secrets").iterdir()} == {"neo4j", "valkey"}
    assert len({path.read_text() for path in (home / "secrets").iterdir()}) == 2


def test_nobody_gets_in_without_the_password_or_from_another_address(endpoints: Endpoints) -> None:
    guess = ("neo4j", "neo4j")
    with (
        neo4j.GraphDatabase.driver(endpoints.neo4j_uri, auth=guess) as driver,
        pytest.raises(neo4j.exceptions.AuthError),
    ):
        driver.verify_connectivity()
    without_password = re.sub(r":[0-9a-f]{32}@", "", endpoints.redis_url)
    with redis.Redis.from_url(without_password) as client, pytest.raises(redis.AuthenticationError):
        client.ping()
    port = int(endpoints.neo4j_uri.rsplit(":", 1)[1])
    with socket.socket() as stranger:
        stranger.settimeout(2)
        assert stranger.connect_ex(("127.0.0.2", port)) != 0, "a server on all interfaces would answer here"


def test_the_settings_of_the_servers_are_the_ones_we_rely_on(endpoints: Endpoints, home: Path) -> None:
    text = "SHOW SETTINGS YIELD name, value RETURN name + '=' + value"
    settings = set(query(endpoints, text))
    assert {
        "db.transaction.timeout=1m",
        "db.lock.acquisition.timeout=10s",
        "db.memory.transaction.max=256.00MiB",
        "db.logs.query.enabled=OFF",
        "dbms.usage_report.enabled=false",
        "dbms.fleet_manager.enabled=false",
        "server.fleet_discovery.enabled=false",
        "server.http.enabled=false",
        "server.memory.pagecache.size=128.00MiB",
    } <= settings
    assert '"-Xmx512m"' in (home / "neo4j" / "conf" / "java.args").read_text()
    with open_redis(endpoints) as client:
        assert client.config_get("appendonly")["appendonly"] == "yes"
        assert client.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"


async def test_arq_takes_the_redis_address(endpoints: Endpoints) -> None:
    pool = await create_pool(RedisSettings.from_dsn(endpoints.redis_url))
    try:
        assert await pool.enqueue_job("wake", "receipt-1") is not None
    finally:
        await pool.aclose()


def test_a_second_start_on_the_same_home_refuses_and_names_the_holder(
    held: tuple[Holder, Endpoints], endpoints: Endpoints, home: Path
) -> None:
    error, hint = errors_of(Holder(home, {}))
    assert error == f"process {held[0].process.pid} already runs the engines of {home}"
    assert hint == "stop it first, or choose another folder with REVTRACE_HOME"
    assert query(endpoints, "RETURN 1") == [1]


async def test_another_command_joins_the_engines_that_run(endpoints: Endpoints, home: Path) -> None:
    said: list[str] = []
    async with engines(settings_for(home), report=said.append) as joined:
        assert joined == endpoints
    assert said == []
    assert query(endpoints, "RETURN 1") == [1], "leaving does not stop them"


async def test_a_command_that_may_not_join_is_refused(endpoints: Endpoints, home: Path) -> None:
    with pytest.raises(EngineError, match="already runs the engines"):
        await enter(settings_for(home), attach=False)


async def test_servers_of_ones_own_are_used_and_nothing_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_URI", "neo4j+s://graph.example")
    monkeypatch.setenv("NEO4J_PASSWORD", "secret")
    monkeypatch.setenv("REDIS_URL", "rediss://queue.example")
    monkeypatch.setenv("REVTRACE_HOME", str(tmp_path / "home"))
    settings = EngineSettings()
    async with engines(settings, report=print) as endpoints:
        assert endpoints == Endpoints(
            neo4j_uri="neo4j+s://graph.example",
            neo4j_username="neo4j",
            neo4j_password="secret",
            neo4j_database="neo4j",
            redis_url="rediss://queue.example",
        )
    assert not (tmp_path / "home").exists()


def test_one_server_of_ones_own_leaves_the_other_embedded(tmp_path: Path) -> None:
    holder = Holder(tmp_path / "home", {"NEO4J_URI": "bolt://graph.example", "NEO4J_USERNAME": "me"})
    try:
        endpoints = holder.endpoints()
        assert (endpoints.neo4j_uri, endpoints.neo4j_username) == ("bolt://graph.example", "me")
        with open_redis(endpoints) as client:
            assert client.ping()
        assert "Neo4j" not in holder.said()
        published = json.loads((tmp_path / "home" / "run" / "endpoints.json").read_text())
        assert set(published) == {"pid", "redis_url"}, "what was given is not written to disk"
    finally:
        holder.stop()


async def enter(settings: EngineSettings, *, attach: bool) -> None:
    async with engines(settings, attach=attach, report=print):
        pass
