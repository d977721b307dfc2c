"""Substitutes in the graph: on the lines that are told, and in the answer whether one was allowed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from graph.answers.bom_revision import Line
from graph.answers.envelope import Clocks
from graph.answers.line import LineTraits
from graph.answers.substitution import SubstituteVerdict
from graph.clock import format_instant
from graph.database import Graph
from graph.digest import digest
from graph.model.bom_line import QuantityKind, SubstituteKind
from graph.queries.bom_revision import lines_of_revisions
from graph.queries.structure import Context, explode, where_used
from graph.queries.substitution import substitute_allowed, substitutes_of_walk
from graph.rebuild import rebuild
from tests.graph.queries.moments import now
from tests.ingest.events import START, event, item, void
from tests.loading import send

V = SubstituteVerdict
SECOND = 1_000_000
A, B = "PUMP|A|ENGINEERING|*", "PUMP|B|ENGINEERING|*"
RING: dict[str, Any] = {"item": "RING", "quantity": {"value": "3", "uom": "C62"}, "kind": "TWO_WAY"}


def line(number: str, component: str, *substitutes: dict[str, Any], **told: Any) -> dict[str, Any]:
    stated = {"line": number, "item": component, "quantity": {"value": "2", "uom": "C62"}, **told}
    return stated | ({"substitutes": list(substitutes)} if substitutes else {})


def structure(revision: str, *lines: dict[str, Any], name: str = "", at: int = 0, **told: Any) -> bytes:
    data = {"bom": {"item": "PUMP", "revision": revision}, "state": "RELEASED", "lines": list(lines), **told}
    return event("PLM", name or f"bom-{revision}", "structure.bom.defined", data, at=at)


async def tell(graph: Graph, *lines: bytes) -> None:
    assert set(await send(graph, "PLM", lines)) <= set("AS")


async def verdict(
    graph: Graph, number: str, part: str, *, bom: str = A, plant: str = "LYON", **moments: int
) -> SubstituteVerdict:
    return (await substitute_allowed(graph, bom, number, part, plant, **moments)).substitution.verdict


async def lines(graph: Graph, bom: str, known: int, first: int = 10, after: str | None = None) -> tuple[Line, ...]:
    async with graph.reading("lines") as tx:
        page = (await lines_of_revisions(tx, [bom], Clocks(as_of=known, known=known), first, after))[bom]
    return page.nodes


async def test_lines_are_told_with_their_traits_and_substitutes(graph: Graph) -> None:
    glue = {"item": "GLUE", "setName": "S", "effectivity": {"plants": ["LYON"]}}
    special = {"quantityKind": "FIXED", "scrap": "0.02", "phantom": True, "consumable": True, "optional": True}
    await tell(graph, structure("A", line("10", "SEAL", RING, glue, **special), line("20", "BOLT")))
    seal, bolt = await lines(graph, A, await now(graph))
    assert seal.traits == LineTraits(QuantityKind.FIXED, Decimal("0.02"), phantom=True, consumable=True, optional=True)
    ring, glued = seal.substitutes
    assert (ring.item, ring.component, ring.quantity, ring.kind) == ("RING", "SEAL", Decimal(3), SubstituteKind.TWO_WAY)
    assert (glued.item, glued.quantity, glued.set_name, glued.plants) == ("GLUE", Decimal(2), "S", ("LYON",))
    assert (bolt.traits, bolt.substitutes) == (LineTraits(), ())


async def test_a_page_of_lines_has_the_substitutes_of_its_own_lines(graph: Graph) -> None:
    await tell(graph, structure("A", *(line(f"{number}0", "SEAL", RING) for number in range(1, 6))))
    known = await now(graph)
    async with graph.reading("lines") as tx:
        first = (await lines_of_revisions(tx, [A], Clocks(as_of=known, known=known), 2, None))[A]
        rest = (await lines_of_revisions(tx, [A], Clocks(as_of=known, known=known), 3, first.end_cursor))[A]
    told = [(it.line, [rule.line for rule in it.substitutes]) for it in (*first.nodes, *rest.nodes)]
    assert told == [(f"{number}0", [f"{number}0"]) for number in range(1, 6)]


@pytest.mark.capability(18)
async def test_a_substitute_is_allowed_on_its_line_in_its_plant_and_its_time(graph: Graph) -> None:
    limits = {"plants": ["LYON"], "from": format_instant(START), "toExclusive": format_instant(START + SECOND)}
    await tell(graph, structure("A", line("10", "SEAL", RING | {"effectivity": limits}), line("20", "BOLT")))
    assert await verdict(graph, "10", "RING", as_of=START) is V.ALLOWED
    assert await verdict(graph, "10", "RING", as_of=START + SECOND - 1) is V.ALLOWED
    assert await verdict(graph, "10", "RING", as_of=START + SECOND) is V.NOT_AT_TIME
    assert await verdict(graph, "10", "RING", as_of=START - 1) is V.NOT_AT_TIME
    assert await verdict(graph, "10", "RING", as_of=START, plant="PUEBLA") is V.NOT_IN_PLANT
    assert await verdict(graph, "20", "RING", as_of=START) is V.NOT_LISTED
    assert await verdict(graph, "10", "SEAL", as_of=START) is V.COMPONENT
    assert await verdict(graph, "30", "RING", as_of=START) is V.NO_LINE


@pytest.mark.capability(18)
async def test_the_members_of_a_set_are_allowed_only_together(graph: Graph) -> None:
    glue = {"item": "GLUE", "setName": "S", "priority": 2}
    await tell(graph, structure("A", line("10", "SEAL", {"item": "RING", "setName": "S"}, glue)))
    found = (await substitute_allowed(graph, A, "10", "RING", "LYON")).substitution
    assert (found.verdict, found.together, found.allowed) == (V.ONLY_TOGETHER, ("GLUE",), False)


@pytest.mark.capability(18)
@pytest.mark.parametrize(("kind", "expected"), [("TWO_WAY", V.ALLOWED), ("ONE_WAY", V.WRONG_DIRECTION)])
async def test_old_stock_goes_into_the_next_revision_only_if_the_rule_is_two_way(
    graph: Graph, kind: str, expected: SubstituteVerdict
) -> None:
    follows: dict[str, Any] = {"supersedes": {"item": "PUMP", "revision": "A"}}
    await tell(graph, structure("A", line("10", "OLD", {"item": "NEW", "kind": kind})))
    await tell(graph, structure("B", line("10", "NEW"), line("20", "NEW"), at=1, **follows))
    answer = await substitute_allowed(graph, B, "10", "OLD", "LYON")
    assert answer.substitution.verdict is expected
    (judged,) = answer.substitution.judgements
    assert (judged.reversed, judged.rule.bom, judged.rule.item) == (True, A, "NEW")
    assert await verdict(graph, "20", "OLD", bom=B) is V.NOT_LISTED  # it is the rule of another line


@pytest.mark.capability(18)
async def test_it_is_answered_from_what_was_known_then(graph: Graph) -> None:
    await tell(graph, structure("A", line("10", "SEAL", RING)))
    first = await now(graph)
    await tell(graph, structure("A", line("10", "SEAL"), name="again", at=1))
    second = await now(graph)
    await tell(graph, void("again", source="PLM", at=2))
    told = [await verdict(graph, "10", "RING", known=known) for known in (START, first, second, await now(graph))]
    assert told == [V.NO_LINE, V.ALLOWED, V.NOT_LISTED, V.ALLOWED]
    assert [len((await lines(graph, A, known))[0].substitutes) for known in (first, second)] == [1, 0]


async def test_a_revision_that_nothing_names_is_a_hole(graph: Graph) -> None:
    answer = await substitute_allowed(graph, A, "10", "RING", "LYON")
    assert answer.substitution.verdict is V.NO_LINE
    assert [gap.ref for gap in answer.envelope.gaps] == [f"BomRevision:{A}"]


async def test_substitutes_are_no_components(graph: Graph) -> None:
    await tell(graph, *(item(number) for number in ("PUMP", "SEAL", "RING")), structure("A", line("10", "SEAL", RING)))
    assert dict((await explode(graph, item="PUMP")).nodes[:]) == {"SEAL": 1}
    assert (await where_used(graph, "RING")).nodes[:] == ()


async def test_the_substitutes_of_a_walk_are_those_of_its_lines_in_its_context(graph: Graph) -> None:
    glue = {"item": "GLUE", "priority": 2, "effectivity": {"plants": ["PUEBLA"]}}
    late = {"effectivity": {"from": "2099-01-01T00:00:00Z"}}
    await tell(graph, structure("A", line("10", "SEAL", RING, glue), line("20", "BOLT", {"item": "NUT"}, **late)))

    async def told(context: Context) -> list[str]:
        return [
            rule.item for rule in await substitutes_of_walk(graph, await explode(graph, item="PUMP", context=context))
        ]

    assert await told(Context()) == ["RING", "GLUE"]
    assert await told(Context(plant="LYON")) == ["RING"]
    assert await told(Context(any_time=True)) == ["RING", "GLUE", "NUT"]


async def test_a_rebuild_lays_the_same_substitutes(graph: Graph) -> None:
    await tell(graph, structure("A", line("10", "SEAL", RING)), structure("A", line("10", "SEAL"), name="b", at=1))
    before = await digest(graph, knowledge=True)
    assert (await rebuild(graph)).after == before
