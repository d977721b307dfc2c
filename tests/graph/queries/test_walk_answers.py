"""What an explosion or a where-used says beside the items: circles, holes, bounds, exact amounts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from graph.answers.envelope import GapKind
from graph.answers.structure import UseColumns
from graph.database import Graph
from graph.errors import InputError
from graph.model.bom import View
from graph.queries import columns
from graph.queries.columns import circle_of, read_uses
from graph.queries.structure import Context, explode, where_used
from tests.ingest.events import bom, event, item
from tests.loading import send


async def tell(graph: Graph, *lines: bytes) -> None:
    assert set(await send(graph, "PLM", lines)) <= set("AS")


def structure(part: str, revision: str, *lines: tuple[str, str], **data: object) -> bytes:
    """A revision in force with amounts, such as ("SEAL", "0.25")."""
    told = [
        {"line": f"{place}0", "item": component, "quantity": {"value": amount, "uom": "KGM"}}
        for place, (component, amount) in enumerate(lines, 1)
    ]
    stated = {"bom": {"item": part, "revision": revision}, "state": "RELEASED", "lines": told, **data}
    return event("PLM", f"bom-{part}-{revision}", "structure.bom.defined", stated)


async def test_a_circle_is_walked_once_and_told(graph: Graph) -> None:
    lines = [item(number) for number in "ABCD"]
    await tell(graph, *lines, bom("A", "1", ["B"], source="PLM"), bom("B", "1", ["C", "D"], source="PLM"))
    await tell(graph, bom("C", "1", ["A"], source="PLM"))
    walk = await explode(graph, item="A")
    assert dict(walk.nodes[:]) == {"B": 1, "C": 2, "D": 2}
    start = walk.circle.index("A")
    assert walk.circle[0] == walk.circle[-1]
    assert set(walk.circle) == {"A", "B", "C"}
    assert (walk.circle[:-1] * 2)[start : start + 3] == ("A", "B", "C")
    assert (await where_used(graph, "A")).circle == (await where_used(graph, "A")).circle != ()
    assert (await explode(graph, item="D")).circle == ()


async def test_amounts_are_exact(graph: Graph) -> None:
    await tell(graph, item("PUMP"), item("GREASE"), structure("PUMP", "A", ("GREASE", "0.100000000001")))
    (use,) = (await explode(graph, item="PUMP")).uses[:]
    assert (use.quantity, use.uom) == (Decimal("0.100000000001"), "KGM")


async def test_items_that_nothing_states_are_holes(graph: Graph) -> None:
    await tell(graph, item("PUMP"), structure("PUMP", "A", ("SEAL", "1"), ("RING", "2")), item("RING"))
    walk = await explode(graph, item="PUMP")
    assert {(gap.kind, gap.ref) for gap in walk.envelope.gaps} == {(GapKind.UNDEFINED, "Item:SEAL")}
    assert not walk.envelope.complete


@pytest.mark.capability(21)
async def test_an_explosion_says_where_it_ended_although_there_is_a_structure(graph: Graph) -> None:
    late = {"effectivity": {"from": "2030-01-01T00:00:00Z"}}
    made = {"bom": {"item": "MOTOR", "revision": "01", "view": "MANUFACTURING"}}
    await tell(graph, *(item(number) for number in ("PUMP", "MOTOR", "COIL")))
    await tell(graph, structure("PUMP", "A", ("MOTOR", "1")), structure("MOTOR", "A", ("COIL", "3"), **late))
    walk = await explode(graph, item="PUMP")
    assert [gap.ref for gap in walk.envelope.gaps] == ["Item:MOTOR"]
    assert (await explode(graph, item="PUMP", levels=1)).envelope.complete
    ever = await explode(graph, item="PUMP", context=Context(any_time=True))
    assert (dict(ever.nodes[:]), ever.envelope.gaps) == ({"MOTOR": 1, "COIL": 2}, ())
    await tell(graph, structure("MOTOR", "01", ("COIL", "2"), **made))
    made_so = await explode(graph, item="MOTOR", context=Context(view=View.MANUFACTURING))
    assert [use.quantity for use in made_so.uses[:]] == [2]


async def test_a_revision_that_does_not_apply_can_be_exploded(graph: Graph) -> None:
    await tell(
        graph, *(item(number) for number in ("PUMP", "SEAL")), structure("PUMP", "B", ("SEAL", "1"), state="DRAFT")
    )
    assert (await explode(graph, item="PUMP")).nodes[:] == ()
    walk = await explode(graph, bom="PUMP|B|ENGINEERING|*")
    assert (walk.item, walk.bom, dict(walk.nodes[:])) == ("PUMP", "PUMP|B|ENGINEERING|*", {"SEAL": 1})


async def test_a_start_that_nothing_names_is_a_hole_and_no_error(graph: Graph) -> None:
    for walk in (
        await explode(graph, item="NONE"),
        await where_used(graph, "NONE"),
        await explode(graph, bom="N|A|SERVICE|*"),
    ):
        assert walk.item is None
        assert [gap.kind for gap in walk.envelope.gaps] == [GapKind.UNDEFINED]


async def test_a_walk_starts_from_one_thing_and_goes_a_sane_number_of_levels(graph: Graph) -> None:
    for wrong in ({}, {"item": "A", "bom": "A|1|SERVICE|*"}, {"item": "A", "levels": 0}, {"item": "A", "levels": 101}):
        with pytest.raises(InputError):
            await explode(graph, **wrong)


async def test_a_walk_that_is_cut_short_says_so(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    await tell(graph, *(item(number) for number in "ABCD"), bom("A", "1", ["B", "C", "D"], source="PLM"))
    monkeypatch.setattr(columns, "MOST_USES", 2)
    row = {"parents": list("AAA"), "revisions": list("111"), "lines": list("123"), "children": list("BCD")}
    found = read_uses(row | {"quantities": ["1", "1", "1"], "uoms": ["C62"] * 3, "special": [], "doubtful": []})
    assert len(found.columns) == 2
    assert found.limits_hit == ("only the 2 nearest uses were followed",)


def test_uses_without_a_circle_have_none() -> None:
    assert (
        circle_of(UseColumns(("A", "A"), ("1", "1"), ("1", "2"), ("B", "B"), (Decimal(1), Decimal(2)), ("", ""))) == ()
    )
