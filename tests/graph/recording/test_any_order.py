"""The same events give the same graph, in whatever order, portions and repetitions they come."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.database import Graph
from graph.digest import digest
from tests.graph.door.looking import Outside
from tests.graph.recording.arrivals import Sent, by_source, receive, shuffled
from tests.graph.recording.tangles import tangles
from tests.loading import empty


@pytest.mark.capability(94, 95, 96)
@settings(max_examples=60)
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
