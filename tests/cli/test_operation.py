"""The commands by which a person runs the service: keys, status, exceptions, replay; errors and usage."""

from __future__ import annotations

import re
import subprocess
import sys

import orjson
import pytest

from app.access import Role
from app.engines import Endpoints
from app.keys import Keyring
from graph.database import Graph
from graph.errors import AccessError
from tests.cli.running import ROOT, addresses, environment, revtrace
from tests.ingest.asking import exceptions, kept, receipt
from tests.ingest.events import event, item, mapping, order
from tests.loading import send


@pytest.fixture
def settings(endpoints: Endpoints) -> dict[str, str]:
    return addresses(endpoints)


@pytest.mark.capability(129)
async def test_keys_are_made_listed_rotated_and_revoked(graph: Graph, settings: dict[str, str]) -> None:
    made = revtrace("keys", "create", "--role", "ingester", "--source", "PLM", "--label", "line 4", settings=settings)
    first = made.stdout.strip()
    caller = await Keyring(graph, 2.0).caller(first)
    assert (caller.role, caller.sources) == (Role.INGESTER, frozenset({"PLM"}))
    listed = revtrace("keys", "list", settings=settings).stdout
    assert re.match(rf"● valid  {caller.id}  ingester  “line 4”, for PLM, created 20.*\n$", listed)
    assert first.rpartition("_")[2] not in listed
    second = revtrace("keys", "rotate", caller.id, "--grace", "0", settings=settings).stdout.strip()
    assert (await Keyring(graph, 2.0).caller(second)).id == caller.id
    with pytest.raises(AccessError):
        await Keyring(graph, 2.0).caller(first)
    assert revtrace("keys", "revoke", caller.id, settings=settings).returncode == 0
    assert f"✕ revoked  {caller.id}" in revtrace("keys", "list", settings=settings).stdout
    wrong = revtrace("keys", "create", "--role", "reader", "--source", "PLM", settings=settings)
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (1, 2)


@pytest.mark.capability(97)
async def test_what_waits_is_told_and_can_be_sent_through_again(graph: Graph, settings: dict[str, str]) -> None:
    aside = await kept(graph, "PLM", item("PUMP"))
    await graph.execute("receipt_quarantine", id=aside, reason="for the test")
    await kept(graph, "PLM", item("SEAL"))
    registered = event("ERP", "erp", "master.system.registered", {"system": "ERP", "name": "ERP", "kind": "ERP"})
    await send(graph, "ERP", [order("1", {"value": "4711"}), b"{}", registered])
    told = revtrace("status", settings=settings).stdout
    assert re.search(r"◷ waiting +1 with 1 event +oldest under 1 min, since 20", told)
    assert re.search(r"✕ put aside +1 with 1 event ", told)
    assert f"{aside}  PLM  for the test" in told
    assert re.search(r"◷ mapping +1 event +oldest under 1 min", told)
    assert re.search(r"^ +ERP +2026-03-02 06:00 +20", told, re.MULTILINE)
    assert re.search(r"^asked +on 20.* UTC; all times are UTC$", told, re.MULTILINE)
    found = orjson.loads(revtrace("status", "--json", settings=settings).stdout)
    assert {row["queue"]: row["count"] for row in found["exceptions"]} == {"MAPPING": 1, "REJECTED": 1}
    assert list(found) == ["receipts", "exceptions", "aside", "queue", "sources"]
    assert found["aside"] == [{"receipt": aside, "source": "PLM", "reason": "for the test"}]

    listed = revtrace("exceptions", "--queue", "mapping", settings=settings).stdout
    assert re.match(r"◷ HELD, queue mapping  20.*  ERP order-1\n", listed)
    assert "IDENTIFIER_UNMAPPED" in listed
    assert "found “4711”" in listed
    (held,) = orjson.loads(revtrace("exceptions", "--queue", "MAPPING", "--json", settings=settings).stdout)
    assert held["problems"][0]["got"] == "4711"

    again = revtrace("replay", aside, held["id"], settings=settings)
    assert again.stdout.startswith("2 events tried again")
    assert (await receipt(graph, aside))["outcomes"] == "A"
    assert [row["state"] for row in await exceptions(graph, queue="MAPPING")] == ["OPEN"]
    await send(graph, "ERP", [mapping("4711", "PUMP")])
    assert revtrace("exceptions", "--queue", "mapping", settings=settings).stdout == "there are none\n"
    assert revtrace("replay", "--queue", "rejected", settings=settings).stdout.startswith("1 event tried again")


async def test_a_refused_event_is_listed_by_its_id_and_only_as_many_as_are_wanted(
    graph: Graph, settings: dict[str, str]
) -> None:
    await send(graph, "ERP", [b'{"specversion":"1.0","id":"x"}', b'{"specversion":"1.0","id":"y"}'])
    listed = revtrace("exceptions", "--limit", "1", settings=settings).stdout
    assert re.match(r"✕ REJECTED  20.*  ERP x\n", listed)
    assert "there are more: --limit" in listed
    assert listed.count("REJECTED") == 1
    rows = orjson.loads(revtrace("exceptions", "--limit", "2", "--json", settings=settings).stdout)
    assert [row["event"] for row in rows] == ["x", "y"]


async def test_migrate_says_what_it_did(graph: Graph, settings: dict[str, str]) -> None:
    assert revtrace("migrate", settings=settings).stdout == "the schema is that of this release already\n"


def test_an_error_is_one_line_and_a_hint_with_status_1_and_wrong_usage_has_status_2(settings: dict[str, str]) -> None:
    wrong = revtrace("serve", settings=settings | {"REVTRACE_PORT": "none"})
    assert wrong.returncode == 1
    message, hint = wrong.stderr.splitlines()
    assert message.startswith("revtrace: REVTRACE_PORT cannot be 'none'")
    assert hint.startswith("  hint: ")
    for arguments in (("nonsense",), ("load",), ("keys", "create", "--role", "KING"), ("status", "--nonsense")):
        assert revtrace(*arguments, settings=settings).returncode == 2
    assert revtrace("replay", settings=settings).returncode == 1


def test_help_lists_the_commands_quickly_because_it_imports_no_server_and_no_driver() -> None:
    seen = (
        "import sys; from app.cli import root\n"
        "try: root(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'neo4j', 'starlette', 'uvicorn', 'arq', 'redis', 'strawberry'}\n"
        "print(*sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    command = [sys.executable, "-c", seen]
    done = subprocess.run(command, cwd=ROOT, env=environment({}), capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""
    for name in ("up", "serve", "work", "migrate", "load", "keys", "status", "exceptions", "replay"):
        assert f" {name} " in done.stdout
