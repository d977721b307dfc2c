"""Rows of tables: what they give, and that what is wrong with one stays with that one."""

from __future__ import annotations

import pytest

from graph.errors import InputError
from ingest.adapters.rows import MOST_ROW_BYTES
from tests.ingest.adapters.making import CSV, bom_mapping, item_mapping, line, made

CODES = "number;name\n"


def told(content: bytes | str, form: str = CSV) -> tuple[list[str], list[tuple[int, str]]]:
    """The numbers of the items, and lines and codes of the errors."""
    events, errors = made(item_mapping(form), content)
    return [event["data"]["item"] for event in events], [(it.line, it.code) for it in errors]


def test_a_row_becomes_an_event_that_names_its_mapping_and_is_the_same_again() -> None:
    content = CODES + ' P1 ;"a ""big""\npump; two lines"\n'
    (event,), errors = made(item_mapping(), content)
    assert errors == []
    assert event["data"] == {"item": "P1", "name": 'a "big"\npump; two lines'}
    assert (event["id"], event["dataschema"]) == ("ITEM:P1", "urn:revtrace:mapping:erp-items:1")
    assert made(item_mapping(), content)[0] == [event]


def test_a_ragged_row_is_refused_alone() -> None:
    assert told(CODES + "P1;a\nP2\nP3;b;c\nP4;d\n") == (["P1", "P4"], [(3, "ROW_RAGGED"), (4, "ROW_RAGGED")])


def test_a_row_in_another_encoding_is_refused_alone_and_read_in_its_own() -> None:
    content = (CODES + "P1;a\nP2;Dämpfer\nP3;b\n").encode("windows-1252")
    assert told(content) == (["P1", "P3"], [(3, "ROW_ENCODING")])
    assert told(content, CSV + 'encoding = "windows-1252"\n') == (["P1", "P2", "P3"], [])


def test_a_file_that_ends_within_quotes_loses_no_row_before_them() -> None:
    events, errors = made(item_mapping(), CODES + 'P1;a\nP2;"b\nP3;c\n')
    assert [event["data"]["item"] for event in events] == ["P1"]
    assert [(it.line, it.code, it.detail) for it in errors] == [(3, "ROW_MALFORMED", "the file ends within quotes")]


def test_a_quote_in_the_wrong_place_is_refused_alone() -> None:
    assert told(CODES + 'P1;"a"b\nP2;b\n') == (["P2"], [(2, "ROW_MALFORMED")])


def test_a_row_that_is_too_long_is_refused_and_not_kept() -> None:
    content = CODES + "P1;" + "x" * (2 * MOST_ROW_BYTES) + "\nP2;b\n"
    assert told(content) == (["P2"], [(2, "ROW_TOO_LARGE")])


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "the file is empty"),
        (b"number;title\n", "the column 'name' is not in the header"),
        (b"number;name;name\n", "the column 'name' is in the header more than once"),
        (b"n\xffmber;name\n", "the header cannot be read"),
    ],
)
def test_a_header_that_cannot_be_used_refuses_the_file(content: bytes, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        made(item_mapping(), content)


def test_a_file_with_a_header_alone_gives_nothing() -> None:
    assert told(CODES) == ([], [])


def test_tabs_and_a_byte_order_mark_are_read_and_quotes_of_tsv_are_characters() -> None:
    assert made(item_mapping('format = "tsv"\n'), '\ufeffnumber\tname\nP1\ta "b\n')[0][0]["data"]["name"] == 'a "b'


def test_an_id_is_of_ascii_whatever_it_is_made_of_and_needs_a_value() -> None:
    events, errors = made(item_mapping(), CODES + "Ä%1;a\n;b\n")
    assert events[0]["id"] == "ITEM:%C3%84%251"
    assert [(it.line, it.column, it.code) for it in errors] == [(3, "number", "FIELD_MISSING")]


def bom_line(**cells: str) -> tuple[list[dict[str, object]], list[tuple[int, str, str]]]:
    """What one row of a structure gives: the line of the event, or line, column and code of the errors."""
    head = "parent;rev;released;pos;child;refs;qty;unit;start;end\n"
    events, errors = made(bom_mapping(), head + line(**cells))
    return [it for event in events for it in event["data"]["lines"]], [(it.line, it.column, it.code) for it in errors]


def test_lists_numbers_units_and_inclusive_ends_are_converted_as_declared() -> None:
    lines, errors = bom_line(refs="R1, R2", qty="1.234,50", start="28.03.2026", end="24.10.2026")
    assert errors == []
    assert lines == [
        {
            "line": "10",
            "item": "S1",
            "designators": ["R1", "R2"],
            "quantity": {"value": "1234.50", "uom": "C62"},
            "effectivity": {"from": "2026-03-28T00:00:00+01:00", "toExclusive": "2026-10-25T00:00:00+02:00"},
        }
    ]
    assert bom_line(unit="  ")[0][0]["quantity"] == {"value": "1.5", "uom": "C62"}


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"unit": "PAL"}, "unit", "CODE_UNKNOWN"),
        ({"unit": "ea"}, "unit", "CODE_UNKNOWN"),
        ({"qty": "-1"}, "qty", "QUANTITY_FORMAT"),
        ({"qty": "abc"}, "qty", "QUANTITY_FORMAT"),
        ({"qty": "1.5"}, "qty", "QUANTITY_FORMAT"),
        ({"qty": "1e3"}, "qty", "QUANTITY_FORMAT"),
        ({"qty": "\u0661"}, "qty", "QUANTITY_FORMAT"),
        ({"start": "2026-01-01"}, "start", "TIME_FORMAT"),
        ({"end": "31.02.2026"}, "end", "TIME_FORMAT"),
        ({"released": "x"}, "released", "TIME_FORMAT"),
        ({"released": ""}, "released", "FIELD_MISSING"),
    ],
)
def test_a_cell_that_does_not_say_what_it_should_is_told_by_line_and_column(
    cells: dict[str, str], column: str, code: str
) -> None:
    assert bom_line(**cells) == ([], [(2, column, code)])


def test_a_moment_that_the_clock_skips_is_refused() -> None:
    time = 'time = { column = "released", date = { format = "%d.%m.%Y'
    mapping = bom_mapping(**{time: time + " %H:%M"})
    head = "parent;rev;released;pos;child;refs;qty;unit;start;end\n"
    _, errors = made(mapping, head + line(released="29.03.2026 02:30"))
    assert [(it.column, it.code) for it in errors] == [("released", "TIME_FORMAT")]
    assert "skipped" in errors[0].detail
