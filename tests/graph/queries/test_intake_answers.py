"""What the questions about exceptions and receipts answer, now and as it was known."""

from __future__ import annotations

import pytest

from graph.answers.exception import ExceptionState
from graph.answers.receipt import ReceiptState
from graph.database import Graph
from graph.model.entry import Outcome
from graph.queries.exception import ExceptionFilter, exception_listing
from graph.queries.receipt import ReceiptFilter, receipt_answer, receipt_listing
from graph.recording.exceptions import Queue
from ingest.pipeline import replay_ready
from ingest.receipts import Channel, Sender, keep, new_upload, receipt_row
from ingest.splitting import EventText
from tests.graph.queries.moments import now, tell
from tests.ingest.events import item, mapping, order
from tests.loading import send

HELD = order("1", {"value": "4711"})


@pytest.mark.capability(17, 97)
async def test_a_held_event_is_open_until_the_moment_at_which_it_came_through(graph: Graph) -> None:
    assert await send(graph, "ERP", [HELD]) == "H"
    before = await now(graph)
    await tell(graph, "PLM", item("PUMP"))
    await tell(graph, "ERP", mapping("4711", "PUMP"))
    assert await replay_ready(graph) == 0, "the mapping let it through at once"

    async def states(wanted: ExceptionFilter | None = None, known: int | None = None) -> list[ExceptionState]:
        return [it.state for it in (await exception_listing(graph, wanted, known=known)).nodes]

    assert (await states(), await states(known=before)) == ([ExceptionState.RESOLVED], [ExceptionState.OPEN])
    is_open = ExceptionFilter(Queue.MAPPING, "ERP", ExceptionState.OPEN)
    assert (await states(is_open), await states(is_open, before)) == ([], [ExceptionState.OPEN])
    assert await states(ExceptionFilter(source="PLM")) == await states(ExceptionFilter(Queue.POISON)) == []
    (notice,) = (await exception_listing(graph, known=before)).nodes
    assert (notice.waits_for, notice.event, notice.closed_at) == (("ERP|item|4711",), "order-1", None)
    assert [problem.code for problem in notice.problems] == ["IDENTIFIER_UNMAPPED"]


async def test_exceptions_of_one_moment_are_paged_without_loss(graph: Graph) -> None:
    held = [order(f"{number}", {"value": f"{number}"}) for number in range(7)]
    assert await send(graph, "ERP", held) == "H" * 7
    found, after, more = list[str](), None, True
    while more:
        page = await exception_listing(graph, first=3, after=after)
        found, after, more = [*found, *(it.event for it in page.nodes)], page.end_cursor, page.has_next_page
    assert sorted(found) == [f"order-{number}" for number in range(7)]


async def test_a_receipt_tells_the_outcome_of_every_event(graph: Graph) -> None:
    await tell(graph, "PLM", item("PUMP"))
    lines = [order("2", "PUMP"), HELD, b"{}", order("2", "PUMP"), order("3", "PUMP")]
    assert await send(graph, "ERP", lines) == "AHRDA"
    before = await now(graph)
    upload = (await receipt_listing(graph, ReceiptFilter(source="ERP"))).nodes[0].id
    answer = await receipt_answer(graph, upload)
    assert answer.receipt is not None
    assert {it.outcome: it.events for it in answer.receipt.counts} == {
        Outcome.ACCEPTED: 2,
        Outcome.HELD: 1,
        Outcome.REJECTED: 1,
        Outcome.DUPLICATE: 1,
    }
    told = [(it.index, it.event, it.outcome and it.outcome.letter) for it in answer.events.nodes]
    assert told == [(0, "order-2", "A"), (1, "order-1", "H"), (2, None, "R"), (3, None, "D"), (4, "order-3", "A")]
    assert [bool(it.exception) for it in answer.events.nodes] == [False, True, True, False, False]
    await tell(graph, "ERP", mapping("4711", "PUMP"))
    held = await receipt_answer(graph, upload, outcome=Outcome.HELD)
    then = await receipt_answer(graph, upload, outcome=Outcome.HELD, known=before)
    assert (len(held.events.nodes), [it.index for it in then.events.nodes]) == (0, [1])


async def test_the_events_of_a_receipt_are_paged(graph: Graph) -> None:
    await tell(graph, "PLM", *(item(f"P{number}") for number in range(7)))
    upload = (await receipt_listing(graph)).nodes[0].id
    first = await receipt_answer(graph, upload, first=5)
    rest = await receipt_answer(graph, upload, first=5, after=first.events.end_cursor)
    assert [it.index for page in (first, rest) for it in page.events.nodes] == list(range(7))
    assert (first.events.has_next_page, rest.events.has_next_page, first.events.total_count) == (True, False, 7)


async def test_a_receipt_waits_until_it_is_settled_and_before_it_came_there_is_none(graph: Graph) -> None:
    start = await now(graph)
    texts = [EventText(1, item("PUMP"))]
    await keep(graph, receipt_row(Sender("PLM", "test", Channel.FILE), new_upload(), 0, texts))
    (receipt,) = (await receipt_listing(graph)).nodes
    assert (receipt.state, [(it.outcome, it.events) for it in receipt.counts]) == (ReceiptState.RECEIVED, [(None, 1)])
    answer = await receipt_answer(graph, receipt.id)
    assert answer.receipt == receipt
    assert [it.outcome for it in answer.events.nodes] == [None]
    assert (await receipt_answer(graph, receipt.id, known=start)).receipt is None
    assert (await receipt_listing(graph, known=start)).nodes == ()
    assert (await receipt_answer(graph, "none")).receipt is None


async def test_receipts_are_found_by_source_and_state(graph: Graph) -> None:
    await tell(graph, "PLM", item("PUMP"))
    assert await send(graph, "ERP", [HELD]) == "H"
    settled = ReceiptFilter(state=ReceiptState.SETTLED)
    assert [it.source for it in (await receipt_listing(graph, settled)).nodes] == ["ERP", "PLM"]
    assert [it.source for it in (await receipt_listing(graph, ReceiptFilter("PLM"))).nodes] == ["PLM"]
    assert (await receipt_listing(graph, ReceiptFilter(state=ReceiptState.QUARANTINED))).nodes == ()
    page = await receipt_listing(graph, first=1)
    assert [it.source for it in (await receipt_listing(graph, first=1, after=page.end_cursor)).nodes] == ["PLM"]
