"""Questions asked at past moments of both clocks: what was true then, and what was known then."""

from __future__ import annotations

from typing import Any

import pytest

from graph.answers.bom_revision import RevisionLife
from graph.answers.envelope import Clocks
from graph.answers.identifier import ResolutionState
from graph.answers.release import ReleaseSummary
from graph.answers.trace import ReleaseVerdict
from graph.database import Graph
from graph.model.base import LocalName
from graph.model.identifier import NamedNoun
from graph.model.item import Procurement
from graph.queries.bom_revision import (
    bom_revision_answer,
    lines_of_revisions,
    lives_of_revisions,
    revisions_of_items,
    windows_of_items,
)
from graph.queries.change_order import change_order_answer
from graph.queries.identifier import names_listing, resolve
from graph.queries.item import ItemFilter, item_answer, item_listing
from graph.queries.nouns import BOM_REVISION, states_at
from graph.queries.release import board
from graph.queries.system import system_status
from tests.graph.queries.moments import at, hour, now, tell
from tests.ingest.events import bom, event, item, mapping, void

KEY = "PUMP|A|ENGINEERING|*"


def pump(name: str, *, event_id: str, at: int, **data: object) -> bytes:
    return event("PLM", event_id, "master.item.defined", {"item": "PUMP", "name": name, **data}, at=at)


@pytest.mark.capability(14)
async def test_an_item_is_told_as_it_was_stated_and_as_it_was_known(graph: Graph) -> None:
    await tell(graph, "PLM", pump("Pump", event_id="p1", at=0, family="OLD"))
    before = await now(graph)
    await tell(graph, "PLM", pump("Pump, mended", event_id="p2", at=3600, family="NEW"))

    async def name(as_of: int | None = None, known: int | None = None) -> str | None:
        answer = await item_answer(graph, "PUMP", as_of=as_of, known=known)
        return answer.item.name if answer.item else None

    assert await name() == "Pump, mended"
    assert await name(known=before) == "Pump"
    assert await name(as_of=hour(0)) == "Pump"
    assert await name(as_of=hour(0), known=before) == "Pump"


async def test_what_nothing_had_stated_yet_is_a_hole(graph: Graph) -> None:
    start = await now(graph)
    await tell(graph, "PLM", item("PUMP", at=3600))
    early = await item_answer(graph, "PUMP", as_of=hour(0))
    assert early.item is not None
    assert "came later" in early.envelope.gaps[0].reason
    unheard = await item_answer(graph, "PUMP", known=start)
    assert unheard.item is not None
    assert not unheard.item.defined
    assert unheard.item.name is None
    assert not unheard.envelope.complete


async def test_a_voided_statement_counts_before_the_void_and_not_after(graph: Graph) -> None:
    await tell(graph, "PLM", pump("Pump", event_id="p1", at=0), pump("Pmup", event_id="p2", at=1))
    before = await now(graph)
    await tell(graph, "PLM", void("p2", source="PLM", at=2))

    async def name(known: int | None = None) -> str | None:
        answer = await item_answer(graph, "PUMP", known=known)
        return answer.item.name if answer.item else None

    assert await name() == "Pump"
    assert await name(before) == "Pmup"


async def test_a_list_of_items_is_filtered_by_what_was_stated_then(graph: Graph) -> None:
    await tell(graph, "PLM", pump("Pump", event_id="p1", at=0, family="OLD", procurement="BUY"), item("SEAL"))
    before = await now(graph)
    await tell(graph, "PLM", pump("Gear", event_id="p2", at=3600, family="NEW", procurement="MAKE"), item("RING"))

    async def numbers(wanted: ItemFilter, **moments: Any) -> list[str]:
        return [found.key for found in (await item_listing(graph, wanted, **moments)).nodes]

    assert await numbers(ItemFilter()) == ["PUMP", "RING", "SEAL"]
    assert await numbers(ItemFilter(), known=before) == ["PUMP", "SEAL"]
    assert await numbers(ItemFilter(search="gEAR")) == ["PUMP"]
    assert await numbers(ItemFilter(search="gear"), known=before) == []
    assert await numbers(ItemFilter(family="OLD")) == []
    assert await numbers(ItemFilter(family="OLD"), known=before) == ["PUMP"]
    assert await numbers(ItemFilter(family="OLD"), as_of=hour(0)) == ["PUMP"]
    assert await numbers(ItemFilter(procurement=Procurement.MAKE), as_of=hour(2)) == ["PUMP"]
    assert await numbers(ItemFilter(search="Item S")) == ["SEAL"]


@pytest.mark.capability(15)
async def test_a_name_that_was_mapped_anew_stood_for_something_else_before(graph: Graph) -> None:
    await tell(graph, "PLM", item("PUMP"), item("SEAL"))
    start = await now(graph)
    await tell(graph, "ERP", mapping("4711", "PUMP"))
    before = await now(graph)
    await tell(graph, "ERP", mapping("4711", "SEAL", event_id="again", at=3600))
    name = LocalName("ERP", "item", "4711")

    async def stands_for(**moments: Any) -> tuple[ResolutionState, str | None]:
        found = await resolve(graph, name, **moments)
        return found.state, found.canonical

    async def names(key: str, **moments: Any) -> list[str]:
        return [it.value for it in (await names_listing(graph, NamedNoun.ITEM, key, **moments)).nodes]

    assert await stands_for() == (ResolutionState.MAPPED, "SEAL")
    assert await stands_for(known=before) == (ResolutionState.MAPPED, "PUMP")
    assert await stands_for(as_of=hour(0)) == (ResolutionState.MAPPED, "PUMP")
    assert await stands_for(known=start) == (ResolutionState.UNMAPPED, None)
    assert await names("PUMP") == []
    assert await names("PUMP", known=before) == await names("PUMP", as_of=hour(0)) == ["4711"]
    assert (await names("SEAL"), await names("SEAL", known=before)) == (["4711"], [])


async def test_names_are_told_apart_by_system(graph: Graph) -> None:
    await tell(graph, "PLM", item("PUMP"))
    await tell(graph, "ERP", mapping("4711", "PUMP"), mapping("4712", "PUMP"))
    await tell(graph, "WMS", mapping("A-1", "PUMP", source="WMS"))
    told = await names_listing(graph, NamedNoun.ITEM, "PUMP")
    assert [(it.system, it.value) for it in told.nodes] == [("ERP", "4711"), ("ERP", "4712"), ("WMS", "A-1")]
    told = await names_listing(graph, NamedNoun.ITEM, "PUMP", system="WMS")
    assert [it.value for it in told.nodes] == ["A-1"]
    unknown = await resolve(graph, LocalName("ERP", "item", "9"))
    assert (unknown.state, [gap.kind for gap in unknown.envelope.gaps]) == (ResolutionState.UNKNOWN, ["UNMAPPED"])


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


async def test_the_status_of_systems_is_that_of_then(graph: Graph) -> None:
    registered = event("PLM", "s", "master.system.registered", {"system": "PLM", "name": "Plm", "kind": "PLM"})
    await tell(graph, "PLM", registered)
    before = await now(graph)
    await tell(graph, "PLM", item("PUMP", at=60))
    (status,) = (await system_status(graph)).systems
    (then,) = (await system_status(graph, known=before)).systems
    assert (status.system.name, status.waiting_receipts, status.open_exceptions) == ("Plm", 0, 0)
    assert status.occurred_at == hour(0) + 60_000_000
    assert (then.occurred_at, then.waiting_receipts) == (hour(0), None)
    assert not (await system_status(graph, known=before)).envelope.complete


def hours(number: int) -> int:
    return number * 3600
