"""The graph follows from its log alone: taken away and replayed, it is the same, whatever happens on the way."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engines import Endpoints
from graph.database import Graph
from graph.digest import digest
from graph.errors import UnavailableError
from graph.model.entry import Event
from graph.rebuild import STAGES, rebuild
from graph.recording.log import append
from graph.transaction import Writing
from ingest.pipeline import replay_ready, settle
from tests.graph.door.looking import Outside
from tests.graph.recording.arrivals import Sent, receive, shuffled, story_events
from tests.graph.recording.tangles import tangles
from tests.ingest.asking import kept
from tests.ingest.events import item, mapping, order
from tests.loading import empty, send

ROOT = Path(__file__).parents[3]


class Crash(Exception):  # noqa: N818 - it stands for the end of a process, not for an error of ours
    pass


def crashing(words: str) -> Callable[[str, int, int | None], None]:
    """A report that ends the run when it comes to a stage."""

    def report(told: str, done: int, total: int | None) -> None:
        if told == words:
            raise Crash

    return report


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many steps even for a small graph."""
    for name, size in {
        "REMOVED_AT_ONCE": 40,
        "REPLAYED_AT_ONCE": 30,
        "RECEIPTS_AT_ONCE": 3,
        "VOIDED_AT_ONCE": 1,
        "ITEMS_AT_ONCE": 7,
    }.items():
        monkeypatch.setattr(f"graph.rebuild.{name}", size)


@pytest.mark.capability(95)
@settings(max_examples=40)
@given(events=tangles(), seed=st.integers(0, 2**32))
async def test_a_rebuild_of_tangled_events_gives_the_graph_that_recording_gave(
    migrated_graph: Graph, outside: Outside, events: list[Sent], seed: int
) -> None:
    await empty(outside)
    await receive(migrated_graph, shuffled(events, seed, sizes=(1, 2, 5), twice=0.3))
    before = await digest(migrated_graph, knowledge=True)
    rebuilt = await rebuild(migrated_graph)
    assert (rebuilt.before, rebuilt.after) == (before, before)
    assert await migrated_graph.read("maintenance_reason") == []


@pytest.mark.capability(95)
@pytest.mark.usefixtures("small_steps")
async def test_a_rebuild_of_the_story_gives_the_same_graph_with_both_clocks(graph: Graph, outside: Outside) -> None:
    await receive(graph, shuffled(story_events(), seed=3))
    nodes = await outside.run("MATCH (n) RETURN labels(n) AS labels, count(*) AS n ORDER BY labels")
    links = await outside.run("MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n ORDER BY type")
    told: list[tuple[str, int, int | None]] = []
    rebuilt = await rebuild(graph, lambda *report: told.append(report))
    assert rebuilt.equal
    assert ("replaying", len(story_events()), len(story_events())) in told
    assert await outside.run("MATCH (n) RETURN labels(n) AS labels, count(*) AS n ORDER BY labels") == nodes
    assert await outside.run("MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n ORDER BY type") == links


async def test_whoever_edits_the_graph_is_found_and_undone(graph: Graph, outside: Outside) -> None:
    await send(graph, "PLM", [item("PUMP"), item("SEAL")])
    true = await digest(graph, knowledge=True)
    await outside.run("MATCH (i:Item {number: 'PUMP'}) SET i.name = 'Fan'")
    rebuilt = await rebuild(graph)
    assert not rebuilt.equal
    assert rebuilt.before != true
    assert rebuilt.after == true == await digest(graph, knowledge=True)


@pytest.mark.usefixtures("small_steps")
@pytest.mark.parametrize("words", [stage.words for stage in STAGES] + ["measuring", "comparing"])
async def test_a_rebuild_that_was_killed_is_finished_by_the_next(graph: Graph, outside: Outside, words: str) -> None:
    await receive(graph, shuffled(story_events(), seed=4, sizes=(60, 200)))
    true = await digest(graph, knowledge=True)
    with pytest.raises(Crash):
        await rebuild(graph, crashing(words))
    waits = await kept(graph, "PLM", item("PUMP"))
    with pytest.raises(UnavailableError, match="being rebuilt"):
        await settle(graph, waits)
    assert "run `revtrace rebuild` again" in (await graph.read("maintenance_reason"))[0]["reason"]
    rebuilt = await rebuild(graph)
    assert (rebuilt.before, rebuilt.after) == (true, true)
    assert await settle(graph, waits) == "A"


async def test_a_killed_process_leaves_a_rebuild_that_can_be_finished(
    graph: Graph, outside: Outside, endpoints: Endpoints
) -> None:
    await receive(graph, shuffled(story_events(), seed=5, sizes=(1, 5)))
    true = await digest(graph, knowledge=True)
    code = (
        "import asyncio, graph.rebuild as r; from graph.database import Graph\n"
        "r.REMOVED_AT_ONCE = r.REPLAYED_AT_ONCE = r.RECEIPTS_AT_ONCE = 1\n"
        "async def main(uri, username, password):\n"
        "    async with await Graph.open(uri, username=username, password=password) as g: await r.rebuild(g)\n"
        "import sys; asyncio.run(main(*sys.argv[1:]))"
    )
    arguments = (endpoints.neo4j_uri, endpoints.neo4j_username, endpoints.neo4j_password)
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, *arguments, cwd=ROOT)
    for _ in range(600):
        await asyncio.sleep(0.05)
        if (await outside.run("MATCH (m:Maintenance) WHERE m.done > 20 RETURN m.stage AS stage")) != []:
            break
    process.kill()
    assert await process.wait() != 0
    rebuilt = await rebuild(graph)
    assert (rebuilt.before, rebuilt.after) == (true, true)


async def until_marked(graph: Graph) -> None:
    for _ in range(500):
        if await graph.read("maintenance_reason"):
            return
        await asyncio.sleep(0.02)
    pytest.fail("the mark of the rebuild was never set")


async def test_a_rebuild_waits_for_whoever_began_to_record_before(
    graph: Graph, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    await send(graph, "PLM", [item("PUMP")])
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(tx: Writing, receipt: str, events: Sequence[Event], now: int) -> object:
        begun.set()
        await go_on.wait()
        return await append(tx, receipt, events, now)

    monkeypatch.setattr("graph.recording.slice.append", slow)
    recording = asyncio.create_task(settle(graph, await kept(graph, "PLM", item("SEAL"))))
    await begun.wait()
    rebuilding = asyncio.create_task(rebuild(graph))
    await until_marked(graph)
    late = await kept(graph, "PLM", item("AXLE"))
    with pytest.raises(UnavailableError, match="being rebuilt"):
        await settle(graph, late)
    await asyncio.sleep(0.5)
    assert await outside.run("MATCH (m:Maintenance) RETURN m.stage AS stage") == [{"stage": None}]
    go_on.set()
    assert await recording == "A"
    assert (await rebuilding).equal
    assert await settle(graph, late) == "A"
    found = await outside.run("MATCH (i:Item) RETURN i.number AS number ORDER BY number")
    assert [row["number"] for row in found] == ["AXLE", "PUMP", "SEAL"]


async def test_of_two_rebuilds_the_later_one_goes_on(graph: Graph) -> None:
    await receive(graph, shuffled(story_events(), seed=6, sizes=(60,)))
    true = await digest(graph, knowledge=True)
    results = await asyncio.gather(rebuild(graph), rebuild(graph), return_exceptions=True)
    failed = [error for error in results if isinstance(error, BaseException)]
    assert len(failed) == 1
    assert isinstance(failed[0], UnavailableError)
    assert await digest(graph, knowledge=True) == true


async def test_events_that_wait_for_a_name_go_on_waiting_for_it(graph: Graph) -> None:
    assert await send(graph, "ERP", [mapping("1", "PUMP"), order("1", {"value": "1"}), order("2", {"value": "2"})]) == (
        "AAH"
    )
    assert (await rebuild(graph)).equal
    assert await replay_ready(graph) == 0
    assert await send(graph, "ERP", [mapping("2", "SEAL"), order("3", {"value": "1"})]) == "AA"
    assert len(await graph.read("identifiers_resolve", keys=["ERP|item|1", "ERP|item|2"])) == 1
    exceptions = await graph.read("exceptions_page", queue=None, source=None, state="OPEN", before=2**60, limit=9)
    assert exceptions == []


async def test_an_empty_log_gives_an_empty_graph(graph: Graph, outside: Outside) -> None:
    await outside.run("CREATE (:Item {number: 'PUMP'})")
    assert not (await rebuild(graph)).equal
    assert await outside.run("MATCH (n) WHERE NOT n:Migration RETURN n") == []
