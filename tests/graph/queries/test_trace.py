"""The traces of the demo story, answered from the real database."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from app.demo import LATE, story_files
from graph.answers.trace import ReleaseVerdict
from graph.database import Graph
from graph.model.bom import BomReference
from graph.queries.trace import trace_change, trace_release, trace_revision
from tests.graph.door.looking import Outside
from tests.loading import empty, load_story
from tests.story.gathering import AS_OF, trace
from tests.story.replay import entries, story
from tests.story.test_story_traces import RELEASES, told_of

RECORDS = {"recorded_at", "known", "watermarks"}


@pytest.fixture(scope="module")
async def story_graph(outside: Outside, migrated_graph: Graph) -> tuple[Graph, int]:
    """The whole story in the graph, and the moment before its late acknowledgment arrived."""
    await empty(outside)
    files = story_files()
    await load_story(migrated_graph, [file for file in files if file.path.name != LATE])
    before = (await migrated_graph.read("database_time"))[0]["now"]
    await load_story(migrated_graph, [file for file in files if file.path.name == LATE])
    return migrated_graph, before


def sorted_findings(told: dict[str, str]) -> dict[str, str]:
    return told | {"findings": "; ".join(sorted(told["findings"].split("; ")))}


def without_records(value: object) -> object:
    """A trace as plain values, without what depends on when it was recorded."""
    if isinstance(value, BaseModel):
        value = value.model_dump()
    if isinstance(value, dict):
        return {key: without_records(item) for key, item in value.items() if key not in RECORDS}
    return [without_records(item) for item in value] if isinstance(value, list | tuple) else value


@pytest.mark.capability(48, 49, 53, 65, 66, 67, 71, 72, 75, 76, 77, 78, 79, 80, 81)
@pytest.mark.parametrize("told", RELEASES, ids=lambda row: row["release"])
async def test_each_change_of_the_story_shows_what_its_readme_says(
    story_graph: tuple[Graph, int], told: dict[str, str]
) -> None:
    graph, _ = story_graph
    (traced,) = await trace_release(graph, told["release"], as_of=AS_OF)
    assert sorted_findings(told_of(traced)) == sorted_findings(told)


@pytest.mark.parametrize("told", RELEASES, ids=lambda row: row["release"])
async def test_the_graph_gives_the_same_trace_as_the_log_read_by_hand(
    story_graph: tuple[Graph, int], told: dict[str, str]
) -> None:
    graph, _ = story_graph
    (traced,) = await trace_release(graph, told["release"], as_of=AS_OF)
    assert without_records(traced) == without_records(trace(entries(story()), told["release"]))


@pytest.mark.capability(101)
async def test_before_a_late_acknowledgment_arrived_the_trace_was_another(story_graph: tuple[Graph, int]) -> None:
    graph, before = story_graph
    (then,) = await trace_change(graph, "ECO-1051", as_of=AS_OF, known=before)
    (now,) = await trace_change(graph, "ECO-1051", as_of=AS_OF)
    assert then.verdict is ReleaseVerdict.IN_PROGRESS
    assert now.verdict is ReleaseVerdict.COMPLETE
    assert then.blocking_step == "REL-1051|MES-LYON|BOM"


async def test_a_revision_leads_to_its_releases(story_graph: tuple[Graph, int]) -> None:
    graph, _ = story_graph
    bom = BomReference(item="BP-2210", revision="C")
    assert [it.release for it in await trace_revision(graph, bom.key, as_of=AS_OF)] == ["REL-1043"]


async def test_what_nobody_named_has_no_trace(story_graph: tuple[Graph, int]) -> None:
    graph, before = story_graph
    assert await trace_release(graph, "REL-9999") == []
    assert await trace_release(graph, "REL-1043", known=before - 10**12) == []


async def test_a_trace_takes_at_most_eight_statements(
    story_graph: tuple[Graph, int], recorded_statements: list[str]
) -> None:
    graph, _ = story_graph
    await trace_change(graph, "ECO-1043")
    assert len(recorded_statements) <= 9, recorded_statements
