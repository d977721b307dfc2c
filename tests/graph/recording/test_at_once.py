"""Many workers record at the same time, and it is as if they had done so one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.database import Graph
from graph.digest import digest
from graph.errors import UnavailableError
from graph.rebuild import rebuild
from graph.recording.exceptions import open_exceptions
from graph.sealing import seal
from graph.verification import verify
from ingest.payloads import read_payload
from ingest.pipeline import is_settled, replay_ready, settle
from tests.graph.door.looking import Outside
from tests.graph.recording.arrivals import Arrival, Sent, by_source, receive, shuffled, story_events
from tests.graph.recording.tangles import tangles
from tests.ingest.asking import kept
from tests.ingest.events import bom, event, item, order, void
from tests.loading import empty

WORKERS = 6


async def receive_at_once(graph: Graph, arrivals: Iterable[Arrival]) -> None:
    """Settle receipts by several workers, as often as it takes, and all that can be replayed after them."""
    receipts = [await kept(graph, source, *lines) for source, lines in arrivals]

    async def work() -> None:
        while receipts:
            receipt = receipts.pop()
            try:
                assert is_settled(await settle(graph, receipt))
            except UnavailableError:
                receipts.append(receipt)  # deadlock after deadlock: the next one may try

    await asyncio.gather(*(work() for _ in range(WORKERS)))
    while await replay_ready(graph):
        pass


@pytest.mark.capability(94, 95, 96)
@settings(max_examples=30)
@given(events=tangles(most=20), seed=st.integers(0, 2**32))
async def test_tangled_events_by_several_workers_give_the_same_graph(
    migrated_graph: Graph, outside: Outside, events: list[Sent], seed: int
) -> None:
    await empty(outside)
    await receive(migrated_graph, by_source(events))
    in_order = await digest(migrated_graph, knowledge=False)
    await empty(outside)
    await receive_at_once(migrated_graph, shuffled(events, seed, sizes=(1, 2), twice=0.3))
    assert await digest(migrated_graph, knowledge=False) == in_order
    assert (await rebuild(migrated_graph)).equal


@pytest.mark.capability(95, 96)
async def test_the_story_by_several_workers_gives_the_same_graph_and_a_log_that_fits(
    graph: Graph, outside: Outside
) -> None:
    await receive(graph, by_source(story_events()))
    in_order = await digest(graph, knowledge=False)
    await empty(outside)
    await receive_at_once(graph, shuffled(story_events(), seed=8, sizes=(1, 5, 20)))
    assert await digest(graph, knowledge=False) == in_order
    assert (await rebuild(graph)).equal
    await seal(graph)
    assert (await verify(graph, read_payload)).flaw is None


class Gate:
    """Holds the first transaction that records back when it has written everything, just before it commits."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.opened = asyncio.Event(), asyncio.Event()
        monkeypatch.setattr("graph.recording.slice.open_exceptions", self._wait)

    async def _wait(self, *args: Any) -> None:
        if not self.reached.is_set():
            self.reached.set()
            await self.opened.wait()
        await open_exceptions(*args)


async def one_in_the_other(graph: Graph, gate: Gate, first: Sequence[Sent], second: Sequence[Sent]) -> None:
    """Record one receipt while another one has written everything and not committed yet."""
    receipts = [await kept(graph, events[0][0], *(line for _, line in events)) for events in (first, second)]
    begun = asyncio.create_task(settle(graph, receipts[0]))
    await gate.reached.wait()
    within = asyncio.create_task(settle(graph, receipts[1]))
    await asyncio.wait([within], timeout=1.0)
    gate.opened.set()
    assert is_settled(await begun)
    assert is_settled(await within)


async def test_who_records_does_not_hold_up_who_records_something_else(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    first = await kept(graph, "PLM", item("PUMP"))
    begun = asyncio.create_task(settle(graph, first))
    await gate.reached.wait()
    async with asyncio.timeout(10):
        assert await settle(graph, await kept(graph, "ERP", order("1", "SEAL"))) == "A"
    gate.opened.set()
    assert await begun == "A"


APPROVAL = {"release": "R", "role": "QUALITY", "signer": "ana", "decision": "APPROVED"}
RELEASE = event(
    "PLM", "released", "release.revision.released", {"release": "R", "bom": {"item": "PUMP", "revision": "A"}}
)
WITHDRAWAL = event("PLM", "gone", "release.revision.withdrawn", {"release": "R", "reason": "no"}, at=5)
MEETING: dict[str, tuple[list[Sent], list[Sent], list[Sent]]] = {
    "an event and its void": ([], [("ERP", order("1", "PUMP"))], [("ERP", void("order-1"))]),
    "two voids of one event": (
        [("ERP", order("1", "PUMP"))],
        [("ERP", void("order-1", event_id="v1"))],
        [("ERP", void("order-1", event_id="v2"))],
    ),
    "a newer statement and the void of an older one": (
        [("PLM", item("PUMP", "first", event_id="1", at=1)), ("PLM", item("PUMP", "second", event_id="2", at=2))],
        [("PLM", item("PUMP", "third", event_id="3", at=3))],
        [("PLM", void("2", source="PLM"))],
    ),
    "a release and its withdrawal": ([], [("PLM", RELEASE)], [("PLM", WITHDRAWAL)]),
    "a release that many approved before, and its withdrawal": (
        [("PLM", event("PLM", f"yes-{number}", "change.approval.recorded", APPROVAL)) for number in range(60)],
        [("PLM", RELEASE)],
        [("PLM", WITHDRAWAL)],
    ),
    "two revisions of an item": (
        [],
        [("MES", bom("PUMP", "A", ["SEAL"]))],
        [("MES", bom("PUMP", "B", ["SEAL"], at=9))],
    ),
}


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("case", MEETING)
async def test_what_is_recorded_while_the_other_has_not_committed_is_not_lost(
    graph: Graph, outside: Outside, monkeypatch: pytest.MonkeyPatch, case: str, *, swapped: bool
) -> None:
    before, first, second = MEETING[case]
    await receive(graph, by_source([*before, *first, *second]))
    in_order = await digest(graph, knowledge=False)
    await empty(outside)
    await receive(graph, by_source(before))
    await one_in_the_other(graph, Gate(monkeypatch), *((second, first) if swapped else (first, second)))
    assert await digest(graph, knowledge=False) == in_order
    assert (await rebuild(graph)).equal
    assert (await verify(graph, read_payload)).flaw is None
