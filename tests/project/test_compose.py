"""The containers of `compose.yaml`: whole, healthy before use, reachable from this machine alone, no default secret."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
import yaml

from app.engines import EngineSettings
from app.settings import Settings
from tests.project.tracked import ROOT

COMPOSE: Final[dict[str, Any]] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: Final[dict[str, dict[str, Any]]] = COMPOSE["services"]
LASTING: Final = sorted(SERVICES.keys() - {"migrate"})
OURS: Final = ("migrate", "api", "worker")


def dockerfile(name: str) -> list[str]:
    lines: str = SERVICES[name]["build"]["dockerfile_inline"]
    return lines.splitlines()


def test_graph_queue_schema_api_and_worker_are_there() -> None:
    assert SERVICES.keys() == {"neo4j", "redis", "migrate", "api", "worker"}


@pytest.mark.parametrize("name", LASTING)
def test_what_lasts_says_whether_it_is_well_and_is_started_again(name: str) -> None:
    assert len(SERVICES[name]["healthcheck"]["test"]) > 1
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_the_schema_is_brought_up_once_before_api_and_worker_start() -> None:
    assert SERVICES["migrate"]["restart"] == "no"
    assert {it["condition"] for it in SERVICES["migrate"]["depends_on"].values()} == {"service_healthy"}
    for name in ("api", "worker"):
        assert SERVICES[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}


def test_every_port_is_open_on_loopback_only() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert len(ports) == 3
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_every_secret_comes_from_the_environment_and_has_no_default() -> None:
    values = {
        (name, variable): value
        for name, service in SERVICES.items()
        for variable, value in service["environment"].items()
        if re.search(r"PASSWORD|AUTH|REDIS_URL", variable)
    }
    assert len(values) == 8
    for value in values.values():
        assert re.search(r"\$\{(NEO4J|REDIS)_PASSWORD:\?[^}]+\}", value), value


def test_the_database_is_the_version_that_is_embedded_and_tested() -> None:
    version = EngineSettings.model_fields["neo4j_version"].default
    assert SERVICES["neo4j"]["image"] == f"neo4j:{version}-community"


def test_the_api_is_reached_where_it_listens() -> None:
    port = Settings.model_fields["port"].default
    assert SERVICES["api"]["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert f":{port}/health/ready" in SERVICES["api"]["healthcheck"]["test"][-1]


def test_data_live_in_named_volumes_and_api_and_worker_keep_nothing() -> None:
    assert {volume.partition(":")[0] for name in ("neo4j", "redis") for volume in SERVICES[name]["volumes"]} == set(
        COMPOSE["volumes"]
    )
    for name in OURS:
        assert SERVICES[name]["read_only"] is True
        assert "volumes" not in SERVICES[name]


def test_the_image_holds_all_that_is_installed_and_does_not_run_as_root() -> None:
    copied = {word for line in dockerfile("api") if line.startswith("COPY") for word in line.split()[1:-1]}
    assert copied == {"pyproject.toml", "README.md", "LICENSE", "app", "cypher", "graph", "ingest", "resolvers"}
    assert all((ROOT / name).exists() for name in copied)
    assert "USER revtrace" in dockerfile("api")
    assert {tuple(dockerfile(name)) for name in OURS} == {tuple(dockerfile("api"))}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_no_image_floats(name: str) -> None:
    image = SERVICES[name]["image"] if name not in OURS else dockerfile(name)[0].removeprefix("FROM ")
    assert re.fullmatch(r"[\w/]+:\d[\w.-]+", image), image
