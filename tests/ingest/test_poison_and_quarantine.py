"""What cannot be recorded is cornered, and what cannot be settled is put aside; neither is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from graph.database import Graph
from graph.errors import DatabaseError, NotFoundError, UnavailableError
from ingest.pipeline import MOST_TRIES, retry, settle
from tests.graph.door.looking import Outside
from tests.ingest.asking import exceptions, kept, receipt
from tests.ingest.events import item
from tests.loading import send


@pytest.fixture
async def one_name_each(graph: Graph, outside: Outside) -> AsyncIterator[None]:
    """A database that refuses a second item of the same name, which this service does not expect of it."""
    await outside.run("CREATE CONSTRAINT for_the_test FOR (i:Item) REQUIRE i.name IS UNIQUE")
    yield
    await outside.run("DROP CONSTRAINT for_the_test")


@pytest.mark.usefixtures("one_name_each")
async def test_an_event_that_the_database_refuses_does_not_sink_its_neighbours(graph: Graph) -> None:
    await send(graph, "PLM", [item("TAKEN", "Pump")])
    lines = [item(f"P-{number}") for number in range(7)]
    lines[4] = item("P-4", "Pump")
    identity = await kept(graph, "PLM", b"{}", *lines)
    assert await settle(graph, identity) == "RAAAARAA"
    (poison,) = await exceptions(graph, queue="POISON")
    assert (poison["event"], poison["position"], poison["outcome"]) == ("item-P-4", 5, "REJECTED")
    assert "already exists" in poison["problems"][0]


@pytest.mark.usefixtures("one_name_each")
@pytest.mark.capability(98)
async def test_a_receipt_that_is_refused_event_after_event_is_put_aside_and_can_be_tried_again(
    graph: Graph, outside: Outside
) -> None:
    await send(graph, "PLM", [item("TAKEN", "Pump")])
    identity = await kept(graph, "PLM", *(item(f"P-{number}", "Pump") for number in range(8)))
    with pytest.raises(DatabaseError, match="already exists"):
        await settle(graph, identity)
    aside = await receipt(graph, identity)
    assert (aside["state"], aside["outcomes"]) == ("QUARANTINED", "RRRRR???")
    assert "already exists" in aside["reason"]
    assert await settle(graph, identity) == "RRRRR???"
    await outside.run("MATCH (i:Item {number: 'TAKEN'}) SET i.name = 'another'")
    assert await retry(graph, [identity]) == 8
    tried = await receipt(graph, identity)
    assert (tried["state"], tried["outcomes"], tried["reason"]) == ("SETTLED", "RRRRRARR", None)


@pytest.mark.capability(98)
async def test_a_receipt_whose_workers_die_again_and_again_is_put_aside_with_the_reason(graph: Graph) -> None:
    identity = await kept(graph, "PLM", item("PUMP"))
    for _ in range(MOST_TRIES):
        await graph.execute("receipt_take", id=identity, idle=0)
    with pytest.raises(DatabaseError, match="put aside after 6 tries"):
        await settle(graph, identity)
    aside = await receipt(graph, identity)
    assert aside["state"] == "QUARANTINED"
    assert aside["reason"] == "not settled in 6 tries: whoever took it up came to an end"
    assert await retry(graph, [identity]) == 1
    assert (await receipt(graph, identity))["outcomes"] == "A"


async def test_a_receipt_that_was_just_taken_up_is_left_to_whoever_has_it(graph: Graph) -> None:
    identity = await kept(graph, "PLM", item("PUMP"))
    await graph.execute("receipt_take", id=identity, idle=0)
    assert await settle(graph, identity, idle=60_000_000) == "?"
    assert (await graph.read("receipts_waiting", idle=60_000_000, limit=10))[0]["ids"] == []
    assert await settle(graph, identity) == "A"


async def test_while_the_projection_is_rebuilt_a_receipt_waits_and_no_try_is_counted(
    graph: Graph, outside: Outside
) -> None:
    identity = await kept(graph, "PLM", item("PUMP"))
    await outside.run("CREATE (:Maintenance {name: 'rebuild', reason: 'rebuild', since: 0})")
    for _ in range(MOST_TRIES + 1):
        with pytest.raises(UnavailableError, match="being rebuilt"):
            await settle(graph, identity)
    await outside.run("MATCH (m:Maintenance) DELETE m")
    assert await settle(graph, identity) == "A"


async def test_a_receipt_that_does_not_exist_is_said_not_to_exist(graph: Graph) -> None:
    with pytest.raises(NotFoundError):
        await settle(graph, "nowhere.0")
