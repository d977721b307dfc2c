"""An unknown unit is taken in as it was told, and every walk over it says so."""

from __future__ import annotations

from decimal import Decimal

import pytest

from graph.answers.envelope import GapKind
from graph.database import Graph
from graph.queries.structure import explode, where_used
from tests.ingest.events import event, item
from tests.loading import send


def structure(part: str, *lines: tuple[str, str, str]) -> bytes:
    """A revision in force with amounts and units, such as ("TAPE", "0.5", "RL")."""
    told = [
        {"line": f"{place}0", "item": component, "quantity": {"value": amount, "uom": uom}}
        for place, (component, amount, uom) in enumerate(lines, 1)
    ]
    stated = {"bom": {"item": part, "revision": "A"}, "state": "RELEASED", "lines": told}
    return event("PLM", f"bom-{part}", "structure.bom.defined", stated)


@pytest.fixture
async def told(graph: Graph) -> Graph:
    lines = [
        *(item(number) for number in ("PUMP", "MOTOR", "TAPE", "GREASE", "WIRE")),
        structure("PUMP", ("MOTOR", "1", "C62"), ("TAPE", "0.5", "RL"), ("GREASE", "2.5", "GRM")),
        structure("MOTOR", ("WIRE", "12", "Metre"), ("TAPE", "3", "RL")),
    ]
    assert set(await send(graph, "PLM", lines)) == {"A"}
    return graph


@pytest.mark.capability(16)
async def test_nothing_is_lost_by_an_unknown_unit(told: Graph) -> None:
    walk = await explode(told, item="PUMP")
    assert {(use.child, use.quantity, use.uom) for use in walk.uses[:]} == {
        ("MOTOR", Decimal(1), "C62"),
        ("TAPE", Decimal("0.5"), "RL"),
        ("GREASE", Decimal("2.5"), "GRM"),
        ("WIRE", Decimal(12), "Metre"),
        ("TAPE", Decimal(3), "RL"),
    }


async def test_each_unknown_unit_is_one_hole_that_names_a_line(told: Graph) -> None:
    envelope = (await explode(told, item="PUMP")).envelope
    assert {(gap.kind, gap.ref): gap.reason for gap in envelope.gaps} == {
        (GapKind.UNKNOWN_UNIT, "UnitOfMeasure:RL"): (
            "the unit RL of line 20 of PUMP|A|ENGINEERING|* and 1 more is not in the table of units,"
            " so no canonical quantity is given"
        ),
        (GapKind.UNKNOWN_UNIT, "UnitOfMeasure:Metre"): (
            "the unit Metre of line 10 of MOTOR|A|ENGINEERING|* is not in the table of units,"
            " so no canonical quantity is given"
        ),
    }
    assert not envelope.complete


async def test_a_walk_tells_only_the_units_that_lie_on_it(told: Graph) -> None:
    assert (await where_used(told, "GREASE")).envelope.gaps == ()
    assert (await where_used(told, "GREASE")).envelope.complete
    assert [gap.ref for gap in (await where_used(told, "WIRE")).envelope.gaps] == ["UnitOfMeasure:Metre"]
