"""A mistake is answered by a void, whichever of the two comes first."""

from __future__ import annotations

import pytest

from graph.database import Graph
from tests.graph.door.looking import Outside
from tests.ingest.events import order, void
from tests.loading import send

STATUS = "MATCH (o:Order {key: 'ERP|1'}) RETURN o.status AS status, o.placeholder AS placeholder"


@pytest.mark.parametrize("void_first", [False, True])
async def test_a_voided_event_stays_in_the_log_and_no_longer_counts(
    graph: Graph, outside: Outside, *, void_first: bool
) -> None:
    sent = [
        order("1", "PUMP", event_id="a", at=0, status="OPEN"),
        order("1", "PUMP", event_id="b", at=60, status="CANCELLED"),
    ]
    answer = [void("b", at=120)]
    for lines in (answer, sent) if void_first else (sent, answer):
        await send(graph, "ERP", lines)
    assert await outside.run(STATUS) == [{"status": "OPEN", "placeholder": False}]
    (kept,) = await outside.run(
        "MATCH (f:Fact {event: 'b'}) RETURN f.voided_at >= f.recorded_at AS voided, f.body AS body"
    )
    assert kept["voided"]
    assert "CANCELLED" in kept["body"]


async def test_a_void_in_the_receipt_of_its_target_voids_it(graph: Graph, outside: Outside) -> None:
    assert await send(graph, "ERP", [void("a", at=60), order("1", "PUMP", event_id="a")]) == "AA"
    assert await outside.run(STATUS) == [{"status": None, "placeholder": True}]


async def test_a_void_sent_twice_is_a_duplicate(graph: Graph) -> None:
    await send(graph, "ERP", [order("1", "PUMP", event_id="a")])
    assert await send(graph, "ERP", [void("a")]) + await send(graph, "ERP", [void("a")]) == "AD"
