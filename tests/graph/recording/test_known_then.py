"""What was known at any moment is a filter on the relationships: nothing that was learned later shows."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.clock import FAR_FUTURE
from graph.database import Graph
from tests.graph.door.looking import Outside
from tests.graph.recording.arrivals import Arrival, Sent, receive, shuffled, story_events
from tests.graph.recording.structures import Piece, in_the_graph, in_the_log
from tests.graph.recording.tangles import tangles
from tests.loading import empty


async def now(graph: Graph) -> int:
    moment: int = (await graph.read("database_time"))[0]["now"]
    return moment


async def receive_and_look(
    graph: Graph, outside: Outside, arrivals: list[Arrival], looks: set[int]
) -> dict[int, set[Piece]]:
    """Receive receipts, and look after some of them at what the graph holds; moment to what it was."""
    seen = {}
    for number, arrival in enumerate(arrivals):
        await receive(graph, [arrival])
        if number in looks:
            seen[await now(graph)] = await in_the_graph(outside, FAR_FUTURE - 1)
    return seen


async def check(outside: Outside, seen: dict[int, set[Piece]]) -> None:
    for moment, then in seen.items():
        assert await in_the_graph(outside, moment) == then
        assert await in_the_log(outside, moment) == then


@pytest.mark.capability(20, 96)
@settings(max_examples=40)
@given(events=tangles(), seed=st.integers(0, 2**32))
async def test_at_any_moment_the_structure_is_that_of_a_graph_that_received_no_more(
    migrated_graph: Graph, outside: Outside, events: list[Sent], seed: int
) -> None:
    await empty(outside)
    arrivals = shuffled(events, seed, sizes=(1, 2, 5), twice=0.2)
    looks = set(Random(seed).sample(range(len(arrivals)), min(4, len(arrivals))))
    await check(outside, await receive_and_look(migrated_graph, outside, arrivals, looks))


@pytest.mark.capability(20, 96)
@pytest.mark.parametrize("seed", [21, 22])
async def test_at_any_moment_of_the_story_the_structure_is_that_of_what_had_come(
    graph: Graph, outside: Outside, seed: int
) -> None:
    arrivals = shuffled(story_events(), seed, sizes=(5, 20, 60))
    looks = set(range(0, len(arrivals), 5))
    seen = await receive_and_look(graph, outside, arrivals, looks)
    assert any(then for then in seen.values())
    await check(outside, seen)
