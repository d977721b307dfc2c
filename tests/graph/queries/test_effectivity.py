"""Effectivity asked of the database: the log and the laid windows tell the same, at both clocks."""

from __future__ import annotations

import pytest

from graph.answers.effectivity import Applicability, ConflictKind
from graph.database import Graph
from graph.errors import InputError
from graph.model.bom import View
from graph.queries.effectivity import (
    conflicts_answer,
    effective_revision_answer,
    entries_of_items,
    timeline_answer,
)
from tests.graph.plans import explain
from tests.graph.queries.moments import at, hour, now, tell
from tests.graph.queries.test_plans import COSTLY
from tests.ingest.events import event, item
from tests.unit.effectivity.stories import timeline_of


def defined(revision: str, *, name: str = "", **data: object) -> bytes:
    told = {"bom": {"item": "PUMP", "revision": revision}, "lines": [], "state": "RELEASED", **data}
    return event("PLM", name or f"bom-{revision}", "structure.bom.defined", told)


def released(number: str, revision: str, *, part: str = "PUMP", at: int = 0, **data: object) -> bytes:
    told = {"release": number, "bom": {"item": part, "revision": revision}, **data}
    return event("PLM", f"released-{number}-{at}", "release.revision.released", told, at=at)


def box(since: int, until: int | None = None, *plants: str) -> dict[str, object]:
    told: dict[str, object] = {"from": at(since)}
    if until is not None:
        told["toExclusive"] = at(until)
    return told | ({"plants": plants} if plants else {})


async def applying(graph: Graph, moment: int, *, plant: str | None = None, known: int | None = None) -> str | None:
    found = await effective_revision_answer(graph, "PUMP", plant=plant, as_of=hour(moment), known=known)
    return found.bom.split("|")[1] if found.bom else None


@pytest.mark.capability(20, 36, 39)
async def test_the_answer_follows_both_clocks_and_the_plant(graph: Graph) -> None:
    await tell(graph, "PLM", item("PUMP"), defined("A"), defined("B", state="DRAFT"))
    before = await now(graph)
    await tell(graph, "PLM", released("R-1", "B", effectivity=box(5, None, "P1")))
    pilot = await now(graph)
    await tell(graph, "PLM", released("R-2", "B", effectivity=box(8)))
    assert [await applying(graph, it, plant="P1") for it in (4, 5)] == ["A", "B"]
    assert [await applying(graph, it, plant="P2") for it in (5, 7, 8)] == ["A", "A", "B"]
    assert [await applying(graph, 9, plant="P2", known=it) for it in (pilot, before)] == ["A", "A"]
    assert await applying(graph, 9, plant="P1", known=before) == "A"


@pytest.mark.capability(39)
async def test_the_timeline_of_every_moment_is_what_follows_from_the_log(graph: Graph) -> None:
    void = {"source": "PLM", "event": "bom-A", "reason": "wrong"}
    moments = [await now(graph)]
    for told in (
        (item("PUMP"), defined("A"), defined("B", state="DRAFT")),
        (released("R-1", "B", effectivity=box(5, None, "P1")),),
        (event("PLM", "w", "release.revision.withdrawn", {"release": "R-1", "reason": "no"}, at=25_000),),
        (event("PLM", "v", "log.event.voided", void),),
    ):
        await tell(graph, "PLM", *told)
        moments.append(await now(graph))
    async with graph.reading("log") as tx:
        entries = (await entries_of_items(tx, ["PUMP"]))["PUMP"]
    found = [(await timeline_answer(graph, "PUMP", known=it)).rows for it in moments]
    assert found == [timeline_of([entry for entry in entries if entry.recorded_at <= it], it) for it in moments]
    assert [len(rows) for rows in found] == [0, 1, 4, 6, 6]


async def test_windows_with_what_was_known_are_served_by_an_index(migrated_graph: Graph) -> None:
    assert not COSTLY & set(await explain(migrated_graph, "windows_known"))


@pytest.mark.capability(41)
async def test_a_gap_is_known_until_what_fills_it_arrives(graph: Graph) -> None:
    await tell(graph, "PLM", item("PUMP"), defined("A", effectivity=box(1, 5)), defined("B", effectivity=box(7)))
    before = await now(graph)
    await tell(graph, "PLM", defined("A", name="bom-A-again", effectivity=box(1, 7)))
    (gap,) = (await conflicts_answer(graph, item="PUMP", known=before)).conflicts
    assert (gap.kind, gap.since, gap.until) == (ConflictKind.GAP, hour(5), hour(7))
    assert (await conflicts_answer(graph, item="PUMP")).conflicts == ()
    assert (await timeline_answer(graph, "PUMP", known=before)).conflicts == (gap,)


@pytest.mark.capability(41)
async def test_the_conflicts_of_a_change_are_those_of_the_items_and_views_that_it_affects(graph: Graph) -> None:
    made = {"item": "PUMP", "revision": "M", "view": "MANUFACTURING"}
    seal = {"bom": {"item": "SEAL", "revision": "A"}, "lines": [], "state": "DRAFT"}
    await tell(graph, "PLM", item("PUMP"), item("SEAL"), item("RING"), defined("A"), defined("B"))
    await tell(graph, "PLM", defined("M", bom=made, effectivity=box(1, 4)))
    await tell(graph, "PLM", event("PLM", "seal", "structure.bom.defined", seal), released("R-9", "A", part="SEAL"))
    affected = [{"item": "PUMP"}, {"item": "SEAL"}, {"item": "RING"}]
    change = {"change": "C-1", "title": "x", "affected": affected}
    await tell(graph, "PLM", event("PLM", "c", "change.order.raised", change))
    found = await conflicts_answer(graph, change="C-1")
    assert found.items == ("PUMP", "SEAL", "RING")
    assert [(it.item, it.kind, it.view) for it in found.conflicts] == [
        ("PUMP", ConflictKind.AMBIGUOUS, View.ENGINEERING),
        ("SEAL", ConflictKind.MISSING, View.ENGINEERING),
    ]
    every_view = await conflicts_answer(graph, item="PUMP")
    assert [it.kind for it in every_view.conflicts] == [ConflictKind.AMBIGUOUS, ConflictKind.GAP]


async def test_a_release_that_was_restated_for_another_item_counts_for_that_one_only(graph: Graph) -> None:
    await tell(graph, "PLM", item("PUMP"), item("SEAL"), released("R-1", "B", effectivity=box(1)))
    before = await now(graph)
    await tell(graph, "PLM", released("R-1", "B", part="SEAL", at=60, effectivity=box(1)))
    assert (await applying(graph, 2), await applying(graph, 2, known=before)) == (None, "B")
    (candidate,) = (await effective_revision_answer(graph, "PUMP", as_of=hour(2))).candidates
    assert candidate.applicability is Applicability.NOT_RELEASED
    assert (await effective_revision_answer(graph, "SEAL", as_of=hour(2))).bom == "SEAL|B|ENGINEERING|*"


async def test_what_nothing_names_and_what_nothing_states_are_told_as_holes(graph: Graph) -> None:
    nothing = await timeline_answer(graph, "PUMP")
    assert (nothing.item, nothing.rows, [gap.ref for gap in nothing.envelope.gaps]) == (None, (), ["Item:PUMP"])
    change = await conflicts_answer(graph, change="C-1")
    assert (change.items, [gap.ref for gap in change.envelope.gaps]) == ((), ["ChangeOrder:C-1"])
    await tell(graph, "PLM", item("PUMP"), released("R-1", "B", effectivity=box(1)))
    found = await effective_revision_answer(graph, "PUMP", as_of=hour(2))
    assert [gap.ref for gap in found.envelope.gaps] == ["BomRevision:PUMP|B|ENGINEERING|*"]


@pytest.mark.parametrize("asked", [{}, {"item": "PUMP", "change": "C-1"}])
async def test_conflicts_are_asked_of_an_item_or_of_a_change(graph: Graph, asked: dict[str, str]) -> None:
    with pytest.raises(InputError, match="of an item or of a change order"):
        await conflicts_answer(graph, **asked)  # type: ignore[arg-type]  # mypy cannot tell the keys
