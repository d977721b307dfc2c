"""The same events give the same graph, in whatever order, portions and repetitions they come."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.database import Graph
from graph.digest import PROJECTED, digest
from graph.vocabulary import VOCABULARY
from tests.graph.door.looking import Outside
from tests.graph.recording.arrivals import Sent, by_source, receive, shuffled, story_events
from tests.graph.recording.tangles import tangles
from tests.ingest.events import bom, item, order
from tests.loading import empty


@pytest.mark.capability(94, 95, 96)
@settings(max_examples=50)
@given(events=tangles(), seed=st.integers(0, 2**32))
async def test_any_order_of_tangled_events_gives_the_same_graph(
    migrated_graph: Graph, outside: Outside, events: list[Sent], seed: int
) -> None:
    await empty(outside)
    await receive(migrated_graph, by_source(events))
    in_order = await digest(migrated_graph, knowledge=False)
    await empty(outside)
    await receive(migrated_graph, shuffled(events, seed, sizes=(1, 2, 5), twice=0.3))
    assert await digest(migrated_graph, knowledge=False) == in_order


@pytest.fixture(scope="module")
async def story_in_order(migrated_graph: Graph, outside: Outside) -> str:
    """The digest of the story in its own order."""
    await empty(outside)
    await receive(migrated_graph, by_source(story_events()))
    return await digest(migrated_graph, knowledge=False)


@pytest.mark.capability(94, 95, 96)
@pytest.mark.parametrize("seed", range(11, 16))
async def test_any_order_of_the_story_gives_the_same_graph(
    migrated_graph: Graph, outside: Outside, story_in_order: str, seed: int
) -> None:
    await empty(outside)
    await receive(migrated_graph, shuffled(story_events(), seed))
    assert await digest(migrated_graph, knowledge=False) == story_in_order


@pytest.mark.capability(94, 106)
async def test_the_same_story_again_changes_nothing_at_all(graph: Graph) -> None:
    await receive(graph, shuffled(story_events(), seed=17))
    before = await digest(graph, knowledge=True)
    await receive(graph, shuffled(story_events(), seed=18, twice=0.0))
    assert await digest(graph, knowledge=True) == before


async def test_a_revision_without_lines_is_restated_with_some(graph: Graph, outside: Outside) -> None:
    whole = orjson.loads(bom("PUMP", "A", ["SEAL"], at=5)) | {"id": "again"}
    await receive(graph, [("MES", [bom("PUMP", "A", [])]), ("MES", [orjson.dumps(whole)])])
    lines = await outside.run("MATCH (:BomRevision)-[u:USES]->(i:Item) RETURN i.number AS item")
    assert lines == [{"item": "SEAL"}]


async def test_the_digest_tells_every_property_and_relationship(graph: Graph, outside: Outside) -> None:
    await receive(graph, [("PLM", [item("PUMP")]), ("ERP", [order("1", "PUMP", revision="A")])])
    seen = {await digest(graph, knowledge=True)}
    for change in (
        "MATCH (i:Item) SET i.name = 'Fan'",
        "MATCH (o:Order) SET o.note = 'by hand'",
        "MATCH (:Order)-[p:PINS]->() SET p.known_to = 5",
        "MATCH (:Order)-[m:MAKES]->() DELETE m",
        "CREATE (:Plant {code: 'LYON'})",
        "MATCH (p:Plant) DELETE p",
    ):
        await outside.run(change)
        seen.add(await digest(graph, knowledge=True))
    assert len(seen) == 6  # the last one is that before the plant


async def test_an_identifier_that_only_held_events_wait_for_is_not_in_the_digest(graph: Graph) -> None:
    before = await digest(graph, knowledge=True)
    await receive(graph, [("ERP", [order("1", {"value": "4711"})])])
    assert await digest(graph, knowledge=True) == before


def test_every_label_of_the_vocabulary_is_either_projected_or_not() -> None:
    others = {
        "Fact",
        "Receipt",
        "Exception",
        "LogHead",
        "LogCheckpoint",
        "LogTile",
        "ApiKey",
        "Migration",
        "Maintenance",
    }
    assert {*PROJECTED, *others} == VOCABULARY.nodes.keys()
    assert not others & set(PROJECTED)
