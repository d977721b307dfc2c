"""Nouns and systems asked at past moments of both clocks: what was true then, and what was known then."""

from __future__ import annotations

from typing import Any

import pytest

from graph.answers.identifier import ResolutionState
from graph.database import Graph
from graph.model.base import LocalName
from graph.model.identifier import NamedNoun
from graph.model.item import Procurement
from graph.queries.identifier import names_listing, resolve
from graph.queries.item import ItemFilter, item_answer, item_listing
from graph.queries.system import system_status
from tests.graph.queries.moments import hour, now, tell
from tests.ingest.events import event, item, mapping, void


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
