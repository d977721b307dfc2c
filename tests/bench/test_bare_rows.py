"""What is written by hand is what the pipeline writes, and what is sent by hand is what the service sends."""

from __future__ import annotations

from app.engines import Endpoints
from graph.database import Graph
from graph.queries.trace import trace_release
from graph.telemetry import recording_statements
from ingest.pipeline import settle_texts
from ingest.receipts import Channel, Sender, keep, new_upload, receipt_row
from ingest.splitting import EventText
from tests.bench import bare_rows
from tests.bench.driving import bolt
from tests.bench.events import SOURCE, Feed, release_number
from tests.bench.projected import batches_of, renamed
from tests.bench.sent import recorded
from tests.graph.door.looking import Outside
from tests.loading import empty


async def load(graph: Graph, *chunks: list[bytes]) -> str:
    """Chunks of events as the receipts of one upload; its id."""
    upload = new_upload()
    for number, chunk in enumerate(chunks):
        texts = [EventText(line, text) for line, text in enumerate(chunk, 1)]
        receipt = await keep(graph, receipt_row(Sender(SOURCE, "test", Channel.FILE), upload, number, texts))
        assert set(await settle_texts(graph, receipt, SOURCE, texts)) == {"A"}
    return upload


async def test_rows_written_by_hand_give_the_graph_of_the_pipeline(
    graph: Graph, outside: Outside, endpoints: Endpoints
) -> None:
    feed = Feed("A")
    upload = await load(graph, list(feed.foundation()), list(feed.mix(1)))
    async with bolt(endpoints) as opened:
        batches = await batches_of(opened, upload)
        whole = await opened.run("MATCH (n) WHERE NOT n:Migration AND NOT n:MigrationLock RETURN count(n) AS nodes")
        await empty(outside)
        await bare_rows.write(opened, batches)
        again = await batches_of(opened, upload)
    assert sum(batch.size[0] for batch in batches) == whole[0]["nodes"]
    assert again == batches


async def test_rows_of_another_space_share_nothing_with_the_first_but_the_base(
    graph: Graph, endpoints: Endpoints
) -> None:
    feed = Feed("Z000")
    await load(graph, [*feed.foundation(), *feed.mix(1)])
    upload = await load(graph, list(Feed("Z001", "Z000").mix(1)))
    async with bolt(endpoints) as opened:
        batches = await batches_of(opened, upload)
        await bare_rows.write(opened, renamed(batches, {"Z001": "Z002", upload: "0" * 32}))
        items = await opened.run("MATCH (i:Item) RETURN left(i.number, 4) AS space, count(*) AS items ORDER BY space")
    assert [row["items"] for row in items if row["space"] in {"Z001", "Z002"}] == [36, 36]


async def test_the_statements_of_a_trace_are_recorded_with_their_values(graph: Graph, outside: Outside) -> None:
    await load(graph, list(Feed("A").story(steps=3, acknowledgments=4, orders=1, units=1)))
    with recording_statements() as names, recorded() as sent:
        traces = await trace_release(graph, release_number("A", 0, 0))
    assert [one.name for one in sent] == names != []
    assert sum(len(step.acknowledgments) for step in traces[0].steps) == 4
    rows = [await outside.run(one.text, **one.params) for one in sent if one.name == "release_evidence"]
    assert [len(row[0]["acknowledgments"]) for row in rows] == [4]
