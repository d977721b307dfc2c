"""JSON, JSON Lines and Excel, and adapters that were installed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint, EntryPoints
from io import BytesIO
from typing import BinaryIO

import pytest

from graph.errors import InputError
from ingest.adapters import registry
from ingest.adapters.registry import adapted, find_adapter
from tests.ingest.adapters.making import item_mapping, made, workbook

LINES = 'format = "jsonl"\n'
DOCUMENT = 'format = "json"\nlist = "/parts"\n'
SHEET = 'format = "xlsx"\nsheet = "Parts"\nheader_row = 2\n'


def told(form: str, content: bytes | str) -> tuple[list[tuple[str, str]], list[tuple[int, str]]]:
    events, errors = made(item_mapping(form), content)
    return [(it["data"]["item"], it["data"]["name"]) for it in events], [(it.line, it.code) for it in errors]


def test_lines_of_json_are_read_one_by_one() -> None:
    content = (
        '{"number": 1, "name": "a"}\n\n{no}\n[]\n{"number": 2, "name": "b", "name": "c"}\n{"number": 3.50, "name": "d"}'
    )
    codes = [(3, "ROW_MALFORMED"), (4, "ROW_MALFORMED"), (5, "ROW_MALFORMED")]
    assert told(LINES, content) == ([("1", "a"), ("3.5", "d")], codes)


def test_numbers_of_many_digits_are_kept_digit_by_digit() -> None:
    content = '{"number": 12345678901234567890.123456789, "name": "a"}'
    assert told(LINES, content)[0] == [("12345678901234567890.123456789", "a")]


def test_a_nested_value_is_no_text() -> None:
    events, errors = made(item_mapping(LINES), '{"number": {"x": 1}, "name": "a"}')
    assert (events, [(it.column, it.code) for it in errors]) == ([], [("/number", "VALUE_INVALID")] * 2)


def test_a_document_is_read_at_its_path() -> None:
    assert told(DOCUMENT, '{"parts": [{"number": "1", "name": "a"}, 7]}') == ([("1", "a")], [(2, "ROW_MALFORMED")])


@pytest.mark.parametrize(
    ("content", "fault"), [("", "not JSON"), ('{"parts": [', "not JSON"), ('{"part": []}', "there is no list")]
)
def test_a_document_without_its_list_is_refused(content: str, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        told(DOCUMENT, content)


def test_a_sheet_is_read_below_its_header() -> None:
    rows: list[list[object]] = [["Parts of today"], ["number", "name"], [1, "a"], ["", ""], ["P2", "b"], [2.5, "#N/A"]]
    assert told(SHEET, workbook(rows)) == ([("1", "a"), ("P2", "b")], [(6, "VALUE_INVALID")])


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "not an Excel file"),
        (b"number;name\n", "not an Excel file"),
        (workbook([["number", "name"]], sheet="Other"), "there is no sheet 'Parts'"),
        (workbook([["number", "name"]]), "has no row 2"),
        (workbook([[], ["number", "title"]]), "'name' is not in the header"),
        (workbook([[], ["number", "name"]])[:-30], "not an Excel file"),
    ],
)
def test_a_workbook_that_cannot_be_used_is_refused(content: bytes, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        told(SHEET, content)


def numbers(stream: BinaryIO) -> Iterator[bytes]:
    """An adapter for the tests."""
    for line in stream:
        yield b'{"id": "%d"}' % int(line)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Adapters as if packages had declared them."""
    here = f"{__name__}:numbers"
    entries = [
        EntryPoint("numbers", here, registry.GROUP),
        EntryPoint("twice", here, registry.GROUP),
        EntryPoint("twice", here, registry.GROUP),
        EntryPoint("broken", "no.such.module:f", registry.GROUP),
    ]
    monkeypatch.setattr(registry, "entry_points", lambda **wanted: EntryPoints(entries).select(**wanted))


def test_an_adapter_is_found_by_its_name_and_gives_texts(installed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EntryPoint, "load", lambda _: numbers)
    texts = list(adapted("numbers", find_adapter("numbers"), BytesIO(b"1\n2\n")))
    assert [(it.line, it.text) for it in texts] == [(1, b'{"id": "1"}'), (2, b'{"id": "2"}')]


@pytest.mark.parametrize(
    ("name", "fault"),
    [("other", "there is no adapter"), ("twice", "2 packages have"), ("broken", "cannot be imported")],
)
def test_an_adapter_that_is_not_one_is_refused(installed: None, name: str, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        find_adapter(name)


def test_an_adapter_that_fails_is_named() -> None:
    with pytest.raises(InputError, match="the adapter 'numbers' failed: ValueError"):
        list(adapted("numbers", numbers, BytesIO(b"1\nx\n")))
    with pytest.raises(InputError, match="gave str instead of bytes"):
        list(adapted("texts", lambda _: ["a"], BytesIO()))  # type: ignore[list-item] # the fault is the point
