"""Revisions are compared as they were stated at the clocks of each side, and what cannot be compared is said."""

from __future__ import annotations

from typing import Any

import pytest

from graph.answers.comparison import BomComparison
from graph.answers.envelope import Clocks
from graph.clock import parse_instant
from graph.database import Graph
from graph.errors import InputError
from graph.model.bom import View
from graph.queries.comparison import Side, compare_boms
from tests.graph.queries.moments import at, hour, now, tell
from tests.ingest.events import event, item

A, B = "PUMP|A|ENGINEERING|*", "PUMP|B|ENGINEERING|*"
HOUR = 3600


def used(name: str, component: str, amount: str = "1", **more: Any) -> dict[str, Any]:
    return {"line": name, "item": component, "quantity": {"value": amount, "uom": "C62"}, **more}


def stated(
    revision: str, *lines: dict[str, Any], at: int, view: str = "ENGINEERING", plant: str = "*", **more: Any
) -> bytes:
    bom = {"item": "PUMP", "revision": revision, "view": view, "plant": plant}
    data: dict[str, Any] = {"bom": bom, "state": "RELEASED", "lines": lines, **more}
    return event("PLM", f"bom-{revision}-{at}", "structure.bom.defined", data, at=at)


def kinds(found: BomComparison) -> list[tuple[str, str]]:
    """Kind and component of each row."""
    assert found.difference is not None, found.envelope.gaps
    shown = [(it.kind.value, it.after or it.before) for it in found.difference.rows]
    return [(kind, line.item) for kind, line in shown if line]


def holes(found: BomComparison) -> list[tuple[str, str]]:
    return [(it.ref, it.reason) for it in found.envelope.gaps]


async def test_one_revision_at_two_moments_of_knowledge_differs_by_what_was_learnt_between(graph: Graph) -> None:
    await tell(graph, "PLM", *map(item, ("PUMP", "SEAL", "RING")), stated("A", used("10", "SEAL"), at=1))
    before = await now(graph)
    await tell(graph, "PLM", stated("A", used("10", "SEAL", "2"), used("20", "RING"), at=2))
    found = await compare_boms(graph, Side(bom=A), Side(bom=A, known=before))
    assert kinds(found) == [("CHANGED", "SEAL"), ("ADDED", "RING")]
    assert kinds(await compare_boms(graph, Side(bom=A, known=before), Side(bom=A))) == [
        ("CHANGED", "SEAL"),
        ("REMOVED", "RING"),
    ]
    assert (found.before.known, found.envelope.clocks) == (
        before,
        Clocks(as_of=found.after.as_of, known=found.after.known),
    )
    assert found.envelope.complete


async def test_one_revision_at_two_moments_of_valid_time_differs_by_what_was_stated_between(graph: Graph) -> None:
    await tell(graph, "PLM", *map(item, ("PUMP", "SEAL", "RING")), stated("A", used("10", "SEAL"), at=1))
    await tell(graph, "PLM", stated("A", used("10", "RING"), at=2 * HOUR))
    assert kinds(await compare_boms(graph, Side(bom=A), Side(bom=A, as_of=hour(1)))) == [("REPLACED", "RING")]
    assert kinds(await compare_boms(graph, Side(bom=A), Side(bom=A, as_of=hour(3)))) == []


async def test_what_was_voided_since_is_compared_as_it_counted_then(graph: Graph) -> None:
    await tell(graph, "PLM", *map(item, ("PUMP", "SEAL", "RING")), stated("A", used("10", "SEAL"), at=1))
    await tell(graph, "PLM", stated("A", used("10", "RING"), at=2))
    before = await now(graph)
    void = {"source": "PLM", "event": "bom-A-2", "reason": "a mistake"}
    await tell(graph, "PLM", event("PLM", "void", "log.event.voided", void, at=3))
    assert kinds(await compare_boms(graph, Side(bom=A), Side(bom=A, known=before))) == [("REPLACED", "SEAL")]


async def test_a_revision_alone_is_compared_with_its_predecessor(graph: Graph) -> None:
    follows: dict[str, Any] = {"supersedes": {"item": "PUMP", "revision": "A"}, "description": "better"}
    await tell(graph, "PLM", *map(item, ("PUMP", "SEAL")), stated("A", used("10", "SEAL"), at=1))
    await tell(graph, "PLM", stated("B", used("10", "SEAL", "2"), at=2, **follows))
    found = await compare_boms(graph, Side(bom=B))
    assert (found.before.bom, kinds(found)) == (A, [("CHANGED", "SEAL")])
    assert found.difference is not None
    head = {it.field: (it.before, it.after) for it in found.difference.head}
    assert {name: head[name] for name in ("description", "state", "supersedes")} == {
        "description": (None, "better"),
        "state": ("SUPERSEDED", "EFFECTIVE"),
        "supersedes": (None, A),
    }
    alone = await compare_boms(graph, Side(bom=A))
    assert alone.difference is None
    assert holes(alone) == [(f"BomRevision:{A}", "its source names no revision that it follows")]


@pytest.mark.capability(19)
async def test_an_item_is_compared_by_what_applies_in_two_plants(graph: Graph) -> None:
    await tell(graph, "PLM", *map(item, ("PUMP", "SEAL", "RING", "GLUE")))
    glue = used("20", "GLUE", effectivity={"plants": ["LYON"]})
    await tell(graph, "PLM", stated("01", used("10", "SEAL"), glue, at=1, view="MANUFACTURING"))
    await tell(graph, "PLM", stated("02", used("10", "RING"), at=1, view="MANUFACTURING", plant="PUEBLA"))
    general, lyon, puebla = (Side(item="PUMP", view=View.MANUFACTURING, plant=it) for it in (None, "LYON", "PUEBLA"))
    assert kinds(await compare_boms(graph, lyon, general)) == [("ADDED", "GLUE")]
    found = await compare_boms(graph, puebla, lyon)
    assert (found.before.bom, found.after.bom) == ("PUMP|01|MANUFACTURING|*", "PUMP|02|MANUFACTURING|PUEBLA")
    assert kinds(found) == [("REPLACED", "RING"), ("REMOVED", "GLUE")]


@pytest.mark.capability(36)
async def test_an_item_is_compared_by_what_applies_on_two_dates(graph: Graph) -> None:
    until = used("10", "SEAL", effectivity={"toExclusive": at(2)})
    since = used("20", "RING", effectivity={"from": at(2)})
    await tell(graph, "PLM", *map(item, ("PUMP", "SEAL", "RING")), stated("A", until, since, at=0))
    await tell(graph, "PLM", stated("B", used("20", "RING", "5"), at=0, effectivity={"from": at(4)}))
    first, second, third = (Side(item="PUMP", as_of=hour(it)) for it in (1, 3, 5))
    assert kinds(await compare_boms(graph, second, first)) == [("REMOVED", "SEAL"), ("ADDED", "RING")]
    assert kinds(await compare_boms(graph, third, second)) == [("CHANGED", "RING")]


async def test_a_placeholder_and_an_item_without_a_revision_are_gaps(graph: Graph) -> None:
    follows: dict[str, Any] = {"supersedes": {"item": "PUMP", "revision": "A"}}
    await tell(graph, "PLM", item("PUMP"), item("SEAL"), stated("B", used("10", "SEAL"), at=1, **follows))
    placeholder = await compare_boms(graph, Side(bom=B))
    assert (placeholder.before.item, placeholder.before.bom, placeholder.difference) == ("PUMP", A, None)
    assert holes(placeholder) == [(f"BomRevision:{A}", "it is referred to, but nothing that was known then states it")]
    nowhere = await compare_boms(graph, Side(item="SEAL", plant="LYON"), Side(bom=B))
    assert nowhere.difference is None
    assert holes(nowhere) == [("Item:SEAL", "no revision of its engineering structure applies in plant LYON then")]
    unknown = await compare_boms(graph, Side(bom="NOPE|1|ENGINEERING|*"), Side(item="NOPE"))
    assert (unknown.before.item, unknown.after.item, unknown.difference) == (None, None, None)
    assert {reason for _, reason in holes(unknown)} == {"nothing that is known names it"}


async def test_components_that_nothing_states_are_gaps_and_have_no_name(graph: Graph) -> None:
    await tell(graph, "PLM", item("PUMP"), stated("A", at=1), stated("B", used("10", "SEAL"), at=1))
    found = await compare_boms(graph, Side(bom=B), Side(bom=A))
    assert kinds(found) == [("ADDED", "SEAL")]
    assert found.difference is not None
    assert found.difference.rows[0].after is not None
    assert found.difference.rows[0].after.name is None
    assert [ref for ref, _ in holes(found)] == ["Item:SEAL"]


@pytest.mark.parametrize("side", [Side(), Side(bom=A, item="PUMP")], ids=["neither", "both"])
async def test_a_side_is_a_revision_or_an_item(graph: Graph, side: Side) -> None:
    with pytest.raises(InputError, match="a revision or an item"):
        await compare_boms(graph, Side(bom=A), side)


def test_hours_of_the_tests_are_those_of_their_texts() -> None:
    assert parse_instant(at(2)) == hour(2)
