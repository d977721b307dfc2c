"""Clients of the running engines, and what the tests ask of them."""

from __future__ import annotations

from pathlib import Path

import neo4j
import pytest
import redis

from app.engines import Endpoints, EngineSettings
from tests.engines.processes import processes_with
from tests.engines_fixture import Holder


def engines_of(home: Path) -> list[int]:
    return processes_with(f"{home}/")


def neo4j_of(home: Path) -> int:
    (process,) = processes_with(f"@{home}/neo4j/conf/java.args")
    return process


def open_neo4j(endpoints: Endpoints) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(
        endpoints.neo4j_uri, auth=(endpoints.neo4j_username, endpoints.neo4j_password), connection_timeout=5
    )


def query(endpoints: Endpoints, text: str, **parameters: object) -> list[object]:
    with open_neo4j(endpoints) as driver:
        records, _, _ = driver.execute_query(neo4j.Query(text), parameters, database_=endpoints.neo4j_database)
        return [record[0] for record in records]


def open_redis(endpoints: Endpoints) -> redis.Redis:
    return redis.Redis.from_url(endpoints.redis_url, socket_timeout=5)


def settings_for(home: Path) -> EngineSettings:
    """Embedded engines on that home, whatever the environment of the test run names."""
    return EngineSettings(home=home, neo4j_uri=None, redis_url=None)


def errors_of(holder: Holder) -> tuple[str, str]:
    """The error and the hint of a holder that has to fail: the two last lines that it said."""
    with pytest.raises(RuntimeError):
        holder.endpoints()
    assert holder.stop() == 1
    error, hint = holder.said().splitlines()[-2:]
    return error.removeprefix("error: "), hint.removeprefix("hint: ")
