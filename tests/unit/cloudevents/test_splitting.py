"""A body falls into the texts of its events as they were sent; what is wrong with one leaves the others alone."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InputError
from graph.model.problem import ProblemCode
from ingest.cloudevents import EVENT_BYTES, Envelope, read_event
from ingest.splitting import (
    EventText,
    LineSplitter,
    MediaType,
    media_type,
    open_events,
    split_body,
    split_stream,
)
from tests.unit.cloudevents.events import EVENT, bent, said

BOM = b"\xef\xbb\xbf"
EVENT_TEXT = json.dumps(EVENT).encode()


def batch(body: bytes, most: int = 100) -> list[EventText]:
    return split_body(MediaType.BATCH, body, most=most)


def lines(body: bytes, most: int = 100) -> list[EventText]:
    return split_body(MediaType.LINES, body, most=most)


def texts(events: list[EventText]) -> list[bytes]:
    assert all(event.problem is None for event in events)
    return [event.text for event in events]


def fed(blocks: list[bytes], *, most_lines: int, most_bytes: int) -> list[list[EventText]]:
    splitter = LineSplitter(most_lines=most_lines, most_bytes=most_bytes)
    return [full for block in blocks for full in splitter.feed(block)] + splitter.finish()


# Media types


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("application/cloudevents+json", MediaType.EVENT),
        ("application/cloudevents-batch+json; charset=utf-8", MediaType.BATCH),
        ('Application/X-NDJSON;charset="UTF-8"', MediaType.LINES),
    ],
)
def test_a_form_is_known_by_its_media_type(content_type: str, kind: MediaType) -> None:
    assert media_type(content_type) is kind


@pytest.mark.parametrize(
    "content_type", ["", "application/json", "text/plain", "application/x-ndjson; charset=latin-1", "x" * 5000]
)
def test_another_media_type_is_refused_and_the_known_ones_are_named(content_type: str) -> None:
    with pytest.raises(InputError) as caught:
        media_type(content_type)
    assert all(kind in caught.value.hint for kind in MediaType)
    assert len(caught.value.message) < 200


# One event


def test_a_single_event_keeps_its_text() -> None:
    for body in (EVENT_TEXT, BOM + EVENT_TEXT):
        assert split_body(MediaType.EVENT, body, most=1) == [EventText(1, EVENT_TEXT)]


# Batches


def test_an_element_keeps_its_own_text_to_the_byte() -> None:
    elements = [b'{"a":1,"a":1}', b'{ "n" : 1.50, "x":"\\u0041],[{\\"" }', b"[[1,2],[3]]", b'"a,b"', b"NaN", b"\xff"]
    assert texts(batch(b" [ " + b" ,\r\n\t".join(elements) + b" ] \n")) == elements


def test_faults_of_an_element_are_found_in_it_and_its_neighbours_are_accepted() -> None:
    repeated, unquoted, closed_wrongly, joined = b'{"id":"a","id":"b"}', b"{id:1}", b'{"a":[1}}', b"{} {}"
    body = b",".join([EVENT_TEXT, repeated, EVENT_TEXT, unquoted, b"", closed_wrongly, joined, EVENT_TEXT])
    events = texts(batch(b"[" + body + b"]"))
    assert [isinstance(read_event(text), Envelope) for text in events] == [
        *(True, False, True, False, False, False, False, True)
    ]
    assert said(events[1])[0] == ("DUPLICATE_KEY", "/id")
    assert [said(events[bad]) for bad in (3, 4, 5, 6)] == [[("MALFORMED", "")]] * 4


def test_a_comma_after_the_last_element_makes_one_bad_element() -> None:
    assert texts(batch(b"[{},]")) == [b"{}", b""]
    assert texts(batch(b"[,]")) == [b"", b""]


@pytest.mark.parametrize("body", [b"[]", b" [ \n ] ", BOM + b"[]"])
def test_an_empty_batch_has_no_events(body: bytes) -> None:
    assert batch(body) == []


def test_an_element_is_named_by_the_line_on_which_it_begins() -> None:
    body = b'\n[\n{"a":\n1}, {},\n\n\n{"b":2}\n,\n]'
    assert [(event.line, event.text) for event in batch(body)] == [
        *((3, b'{"a":\n1}'), (4, b"{}"), (7, b'{"b":2}'), (9, b""))
    ]


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b'"["', b"x", b"[", b"[{}", b'[{"a":1]', b'["a]', b"[{}}", b"[]]", b"[] x", b'["\\"]', b"[" * 100_000],
)
def test_a_batch_that_is_not_one_array_is_refused_as_a_whole(body: bytes) -> None:
    with pytest.raises(InputError, match="the batch is not one JSON array"):
        batch(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text('a"\\[]{},:\u00e9\n'),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('"\\[]{},'), inner, max_size=3),
    max_leaves=10,
)


@given(st.lists(JSON, max_size=6), st.sampled_from([None, 0, 3]), st.booleans())
def test_any_array_falls_into_its_elements(elements: list[Any], indent: int | None, escaped: bool) -> None:
    body = json.dumps(elements, indent=indent, ensure_ascii=escaped).encode()
    split = texts(batch(body))
    assert [repr(json.loads(text)) for text in split] == [repr(element) for element in elements]
    if indent is None:
        assert b"[" + b", ".join(split) + b"]" == body


@given(st.binary(max_size=60) | st.text('[]{},"\\1 ', max_size=60).map(str.encode))
def test_no_bytes_whatever_crash_the_cutting_of_a_batch(junk: bytes) -> None:
    for body in (junk, b"[" + junk + b"]", b"[" + junk):
        try:
            events = batch(body)
        except InputError:
            continue
        assert b"".join(texts(events)).translate(None, b" \t\r\n,") in body.translate(None, b" \t\r\n,")


def test_more_events_than_allowed_are_refused() -> None:
    assert len(batch(b"[1,2,3]", most=3)) == 3
    assert len(lines(b"1\n2\n3", most=3)) == 3
    for kind, body in ((MediaType.BATCH, b"[1,2,3,4]"), (MediaType.LINES, b"1\n2\n3\n4")):
        with pytest.raises(InputError, match="more than 3 events"):
            split_body(kind, body, most=3)


# Lines


def test_lines_end_with_lf_or_crlf_and_the_last_one_also_with_the_stream() -> None:
    expected = [EventText(1, b'{"a":1}'), EventText(2, b'{"b":2}'), EventText(3, b'{"c":3}')]
    assert lines(b'{"a":1}\n{"b":2}\r\n{"c":3}') == expected
    assert lines(b'{"a":1}\n{"b":2}\r\n{"c":3}\n') == expected


def test_blank_lines_are_left_out_and_still_counted() -> None:
    assert [(event.line, event.text) for event in lines(b"\n{}\n\n \t \r\n[]\n\n")] == [(2, b"{}"), (5, b"[]")]


def test_a_byte_order_mark_is_left_out_at_the_start_only() -> None:
    assert texts(lines(BOM + b"{}\n" + BOM + b"[]")) == [b"{}", BOM + b"[]"]
    assert lines(BOM) == []
    assert fed([b"\xef", b"\xbb", b"\xbf1"], most_lines=1, most_bytes=9) == [[EventText(1, b"1")]]


def test_a_line_that_is_not_utf_8_stays_as_it_is_for_the_reader_to_refuse() -> None:
    events = texts(lines(EVENT_TEXT + b"\n\xff\xfe\n" + EVENT_TEXT))
    assert events[1] == b"\xff\xfe"
    assert said(events[1]) == [("MALFORMED", "")]
    assert isinstance(read_event(events[2]), Envelope)


def test_a_line_of_the_longest_length_is_kept_and_a_longer_one_becomes_a_problem() -> None:
    kept, dropped, after = lines(b"x" * EVENT_BYTES + b"\n" + b"y" * (EVENT_BYTES + 1) + b"\nz")
    assert (kept.line, len(kept.text), kept.problem) == (1, EVENT_BYTES, None)
    assert (dropped.line, dropped.text) == (2, b"")
    assert dropped.problem is not None
    assert dropped.problem.code is ProblemCode.TOO_LARGE
    assert dropped.problem.got == str(EVENT_BYTES + 1)
    assert after == EventText(3, b"z")


def test_an_endless_line_is_not_held_in_memory() -> None:
    block = b"x" * 65_536
    splitter = LineSplitter(most_lines=10, most_bytes=EVENT_BYTES)
    tracemalloc.start()
    for _ in range(500):
        assert splitter.feed(block) == []
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * EVENT_BYTES
    assert splitter.feed(b"\n{}") == []
    ((dropped, after),) = splitter.finish()
    assert dropped.problem is not None
    assert dropped.problem.got == str(500 * len(block))
    assert after == EventText(2, b"{}")


def cut(body: bytes, places: list[int]) -> list[bytes]:
    bounds = [0, *sorted(place % (len(body) + 1) for place in places), len(body)]
    return [body[start:end] for start, end in pairwise(bounds)]


def by_definition(body: bytes, longest: int) -> Iterator[tuple[int, bytes | None]]:
    """Line number and text of each line that counts; None for one that is too long."""
    for number, line in enumerate(body.split(b"\n"), start=1):
        if len(line) > longest:
            yield number, None
        elif (line.removeprefix(BOM) if number == 1 else line).strip(b" \t\r"):
            yield number, (line.removesuffix(b"\r").removeprefix(BOM) if number == 1 else line.removesuffix(b"\r"))


@given(
    st.lists(st.sampled_from([b"\n", b"\r\n", b"a", b"bb", b" ", b"\r", BOM, b"c" * 9]), max_size=40).map(b"".join),
    st.lists(st.integers(0, 400), max_size=8),
    st.integers(1, 5),
    st.integers(1, 12),
)
def test_lines_and_lists_do_not_depend_on_where_the_blocks_end(
    body: bytes, places: list[int], most_lines: int, most_bytes: int
) -> None:
    lists = fed(cut(body, places), most_lines=most_lines, most_bytes=most_bytes)
    events = [event for full in lists for event in full]
    found = [(event.line, event.text if event.problem is None else None) for event in events]
    assert found == list(by_definition(body, most_bytes))
    assert lists == fed([body], most_lines=most_lines, most_bytes=most_bytes)
    assert all(1 <= len(full) <= most_lines for full in lists)
    assert all(sum(len(event.text) for event in full) <= most_bytes for full in lists)


# Files


@pytest.mark.parametrize("name", ["events.ndjson", "events.ndjson.gz"])
def test_a_file_is_split_as_a_stream_and_may_be_compressed(tmp_path: Path, name: str) -> None:
    sent = [json.dumps(bent(id=f"e-{number}")).encode() for number in range(3000)]
    body = b"\n".join(sent)
    (tmp_path / name).write_bytes(gzip.compress(body) if name.endswith(".gz") else body)
    with open_events(tmp_path / name) as stream:
        lists = list(split_stream(stream, most_lines=1000, most_bytes=EVENT_BYTES))
    assert [len(full) for full in lists] == [1000, 1000, 1000]
    assert texts([event for full in lists for event in full]) == sent


def test_a_damaged_compressed_file_is_refused_after_what_could_be_read(tmp_path: Path) -> None:
    whole = gzip.compress(EVENT_TEXT)
    for name, body in {"cut": whole[:-12], "bent": b"\x1f\x8b\x08\x00" + b"\xff" * 40, "plain": EVENT_TEXT}.items():
        path = tmp_path / f"{name}.gz"
        path.write_bytes(body)
        with open_events(path) as stream, pytest.raises(InputError, match="damaged or cut off"):
            list(split_stream(stream, most_lines=10, most_bytes=EVENT_BYTES))


def test_a_file_that_is_not_there_is_refused_with_its_path(tmp_path: Path) -> None:
    for name in ("absent.ndjson", "absent.gz"):
        with pytest.raises(InputError, match=name):
            open_events(tmp_path / name)


def test_a_stream_is_read_no_further_than_it_is_consumed() -> None:
    stream = BytesIO(b"{}\n" * 1_000_000)
    first = next(split_stream(stream, most_lines=10, most_bytes=EVENT_BYTES))
    assert len(first) == 10
    assert stream.tell() < 1_000_000
