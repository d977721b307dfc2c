"""A payload is kept so that the very texts that came can be split from it again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.database import Graph
from ingest.receipts import CHUNK_BYTES, CHUNK_EVENTS, Channel, Sender, chunked, keep, receipt_row, texts_of
from ingest.splitting import EventText, LineSplitter, MediaType, split_body
from tests.graph.door.looking import Outside
from tests.ingest.events import item

SENDER = Sender("PLM", "test", Channel.HTTP)


def _again(texts: list[EventText], *, body: bytes | None = None, kind: MediaType = MediaType.LINES) -> list[bytes]:
    row = receipt_row(SENDER, "u", 0, texts, body=body, media_type=kind)
    media_type, payload = row["media_type"], row["payload"]
    assert isinstance(media_type, str)
    assert isinstance(payload, bytes)
    return [text.text for text in texts_of(media_type, payload)]


@given(st.lists(st.binary(max_size=30).filter(bytes.strip), min_size=1, max_size=20))
def test_lines_come_back_whatever_they_hold(lines: list[bytes]) -> None:
    splitter = LineSplitter(most_lines=1000, most_bytes=10_000)
    body = b"\n".join(lines)
    texts = [text for some in [*splitter.feed(body), *splitter.finish()] for text in some]
    assert not texts or _again(texts) == [text.text for text in texts]


ELEMENTS = st.recursive(
    st.sampled_from([b"1", b'"a]\\"\n"', b"", b"\n", b"tru\ne"]),
    lambda inner: st.lists(inner, max_size=3).map(lambda items: b"[" + b" ,\n".join(items) + b"]"),
    max_leaves=8,
)


@given(st.lists(ELEMENTS, min_size=1, max_size=8))
def test_elements_of_a_batch_come_back_however_they_are_laid_out(elements: list[bytes]) -> None:
    texts = split_body(MediaType.BATCH, b"[" + b",".join(elements) + b"]", most=100)
    expected = [text.text for text in texts]
    assert not texts or _again(texts) == expected
    for text in texts:
        assert _again([text]) == [text.text]


def test_a_line_that_was_too_long_to_keep_comes_back_as_its_problem() -> None:
    splitter = LineSplitter(most_lines=10, most_bytes=10)
    (texts,) = [*splitter.feed(b'{"a":1}\n' + b"x" * 50), *splitter.finish()]
    row = receipt_row(SENDER, "u", 0, texts)
    first, second = texts_of(MediaType.LINES, row["payload"] if isinstance(row["payload"], bytes) else b"")
    assert (first.text, first.problem) == (b'{"a":1}', None)
    assert second.problem is not None
    assert (second.problem.code, second.problem.got) == ("TOO_LARGE", "50")


@given(st.lists(st.integers(0, 3), max_size=20))
def test_chunks_hold_every_text_once_in_order_and_keep_to_their_bounds(sizes: list[int]) -> None:
    texts = [EventText(number, b"x" * (size * CHUNK_BYTES // 4)) for number, size in enumerate(sizes)]
    chunks = list(chunked(texts))
    assert [text.line for chunk in chunks for text in chunk] == list(range(len(sizes)))
    assert all(0 < len(chunk) <= CHUNK_EVENTS and sum(len(t.text) for t in chunk) <= CHUNK_BYTES for chunk in chunks)


async def test_a_receipt_that_is_committed_again_is_there_once(graph: Graph, outside: Outside) -> None:
    rows = [receipt_row(SENDER, "u", number, [EventText(1, item(f"P-{number}"))]) for number in range(2)]
    assert await keep(graph, *rows) == await keep(graph, *rows) == "u.0"
    assert await outside.run("MATCH (r:Receipt) RETURN r.id AS id ORDER BY id") == [{"id": "u.0"}, {"id": "u.1"}]
