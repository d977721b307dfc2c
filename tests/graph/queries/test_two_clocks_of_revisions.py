"""Revisions, change orders and boards asked at past moments of both clocks."""

from __future__ import annotations

import pytest

from graph.answers.bom_revision import RevisionLife
from graph.answers.envelope import Clocks
from graph.answers.release import ReleaseSummary
from graph.answers.trace import ReleaseVerdict
from graph.database import Graph
from graph.queries.bom_revision import (
    bom_revision_answer,
    lines_of_revisions,
    lives_of_revisions,
    revisions_of_items,
    windows_of_items,
)
from graph.queries.change_order import change_order_answer
from graph.queries.nouns import BOM_REVISION, states_at
from graph.queries.release import board
from tests.graph.queries.moments import at, hour, now, tell
from tests.ingest.events import bom, event, item

KEY = "PUMP|A|ENGINEERING|*"


def released(name: str, revision: str, *, at: int, **data: object) -> bytes:
    told = {"release": name, "bom": {"item": "PUMP", "revision": revision}, **data}
    return event("PLM", f"released-{name}-{at}", "release.revision.released", told, at=at)


def drafted(revision: str, *, at: int, **data: object) -> bytes:
    told = {"bom": {"item": "PUMP", "revision": revision}, "lines": [], **data}
    return event("PLM", f"bom-{revision}-{at}", "structure.bom.defined", told, at=at)


async def life(graph: Graph, revision: str, as_of: int, known: int | None = None) -> RevisionLife:
    moments = Clocks(as_of=as_of, known=await now(graph) if known is None else known)
    key = f"PUMP|{revision}|ENGINEERING|*"
    async with graph.reading("life") as tx:
        state = (await states_at(tx, BOM_REVISION, [key], moments))[key]
        return (await lives_of_revisions(tx, [state], moments))[key]


@pytest.mark.capability(35)
async def test_the_life_of_a_revision_follows_from_facts_at_both_clocks(graph: Graph) -> None:
    change = {"change": "C-1", "title": "x", "gates": [{"gate": "G", "roles": ["QUALITY"]}]}
    approval = {"change": "C-1", "role": "QUALITY", "signer": "ana", "decision": "APPROVED"}
    from_eight = {"effectivity": {"from": at(8)}}
    await tell(graph, "PLM", item("PUMP"), drafted("A", at=0, state="RELEASED"))
    await tell(graph, "PLM", event("PLM", "c", "change.order.raised", change, at=hours(1)))
    await tell(graph, "PLM", drafted("B", at=hours(2), change="C-1"))
    drafted_at = await now(graph)
    await tell(graph, "PLM", event("PLM", "a", "change.approval.recorded", approval, at=hours(4)))
    await tell(graph, "PLM", released("R-1", "B", at=hours(6), **from_eight))
    known_before_the_end = await now(graph)
    withdrawal = {"release": "R-1", "reason": "no"}
    await tell(graph, "PLM", event("PLM", "w", "release.revision.withdrawn", withdrawal, at=hours(10)))
    lives = [await life(graph, "B", hour(it)) for it in (3, 5, 7, 9, 11)]
    assert lives == ["DRAFT", "APPROVED", "RELEASED", "EFFECTIVE", "WITHDRAWN"]
    assert [await life(graph, "A", hour(it)) for it in (3, 7, 9, 11)] == [
        "EFFECTIVE",
        "EFFECTIVE",
        "SUPERSEDED",
        "EFFECTIVE",
    ]
    assert await life(graph, "B", hour(11), known_before_the_end) is RevisionLife.EFFECTIVE
    assert await life(graph, "B", hour(11), drafted_at) is RevisionLife.DRAFT
    await tell(graph, "PLM", drafted("A", at=hours(12), state="OBSOLETE"))
    assert await life(graph, "A", hour(13)) is RevisionLife.OBSOLETE


async def test_lines_and_windows_are_those_that_were_known(graph: Graph) -> None:
    await tell(
        graph, "PLM", *(item(number) for number in ("PUMP", "SEAL", "RING")), bom("PUMP", "A", ["SEAL"], source="PLM")
    )
    before = await now(graph)
    lines = [{"line": "20", "item": "RING", "quantity": {"value": "2", "uom": "C62"}}]
    again = {
        "bom": {"item": "PUMP", "revision": "A"},
        "state": "RELEASED",
        "lines": lines,
        "effectivity": {"plants": ["LYON"]},
    }
    await tell(graph, "PLM", event("PLM", "again", "structure.bom.defined", again, at=5))

    async def told(known: int) -> tuple[list[str], list[tuple[str, ...]]]:
        async with graph.reading("told") as tx:
            moments = Clocks(as_of=known, known=known)
            page = (await lines_of_revisions(tx, [KEY], moments, 10, None))[KEY]
            windows = (await windows_of_items(tx, ["PUMP"], moments))[KEY]
        return [line.item for line in page.nodes], [window.plants for window in windows]

    assert await told(before) == (["SEAL"], [()])
    assert await told(await now(graph)) == (["RING"], [("LYON",)])


async def test_revisions_of_an_item_are_those_that_something_stated_then(graph: Graph) -> None:
    await tell(graph, "PLM", item("PUMP"), drafted("A", at=0, supersedes={"item": "PUMP", "revision": "0"}))
    before = await now(graph)
    await tell(graph, "PLM", drafted("B", at=1))
    after = await now(graph)

    async def revisions(known: int) -> list[str]:
        async with graph.reading("revisions") as tx:
            found = await revisions_of_items(tx, ["PUMP"], Clocks(as_of=known, known=known))
        return [it.revision for it in found["PUMP"]]

    assert (await revisions(before), await revisions(after)) == (["A"], ["A", "B"])
    predecessor = await bom_revision_answer(graph, "PUMP|0|ENGINEERING|*")
    assert predecessor.bom_revision is not None
    assert not predecessor.bom_revision.defined


async def test_a_change_order_is_told_with_the_decisions_of_then(graph: Graph) -> None:
    change = {"change": "C-1", "title": "x", "gates": [{"gate": "G", "roles": ["QUALITY"]}]}
    approval = {"change": "C-1", "role": "QUALITY", "signer": "ana", "decision": "APPROVED"}
    await tell(graph, "PLM", event("PLM", "a", "change.approval.recorded", approval, at=hours(2)))
    undefined = await change_order_answer(graph, "C-1")
    assert undefined.change_order is not None
    assert [gap.ref for gap in undefined.envelope.gaps] == ["ChangeOrder:C-1"]
    await tell(graph, "PLM", event("PLM", "c", "change.order.raised", change, at=hours(1)))

    async def gates(as_of: int) -> list[str]:
        found = (await change_order_answer(graph, "C-1", as_of=as_of)).change_order
        return [gate.status for gate in found.gates] if found else []

    assert (await gates(hour(1)), await gates(hour(3))) == (["OPEN"], ["PASSED"])
    assert (await change_order_answer(graph, "C-2")).change_order is None


@pytest.mark.capability(117)
async def test_the_board_shows_what_was_known_and_true_then(graph: Graph) -> None:
    steps = [{"system": "MES", "kind": "BOM", "due": at(5)}]
    dispatch = {"release": "R-1", "step": {"system": "MES", "kind": "BOM"}, "revision": "A"}
    answer = {"release": "R-1", "step": {"system": "MES", "kind": "BOM"}, "status": "ACCEPTED", "revision": "A"}
    await tell(graph, "PLM", item("PUMP"), drafted("A", at=0))
    start = await now(graph)
    await tell(graph, "PLM", released("R-1", "A", at=hours(1), steps=steps))
    await tell(graph, "PLM", event("PLM", "d", "release.step.dispatched", dispatch, at=hours(2)))
    before = await now(graph)
    await tell(graph, "MES", event("MES", "k", "release.step.acknowledged", answer, at=hours(4)))

    async def shown(as_of: int, known: int | None = None) -> list[tuple[str, int]]:
        rows: tuple[ReleaseSummary, ...] = (await board(graph, as_of=as_of, known=known)).nodes
        return [(row.verdict.value, row.overdue) for row in rows]

    assert await shown(hour(6)) == [(ReleaseVerdict.COMPLETE, 0)]
    assert await shown(hour(6), before) == [(ReleaseVerdict.IN_PROGRESS, 1)]
    assert await shown(hour(3)) == [(ReleaseVerdict.IN_PROGRESS, 0)]
    assert await shown(hour(0)) == await shown(hour(6), start) == []


def hours(number: int) -> int:
    return number * 3600
