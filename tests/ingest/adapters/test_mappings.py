"""A mapping that cannot be used is refused with its line and its key."""

from __future__ import annotations

import pytest

from ingest.adapters.reading import MappingError, read_mapping
from tests.ingest.adapters.making import BOM, CSV, bom_mapping, item_mapping, item_text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("version = 1", 'version = "1"', "line 3: version: Input should be a valid integer"),
        ('source = "ERP"', 'source = "E R P"', "line 4: source: not the name of a source"),
        ("item.defined.v1", "item.defined.v9", "line 5: type: no contract of this type"),
        ("name.column", "nmae.column", "line 12: data: the contract requires name"),
        ('name.column = "name"', 'name = { colunm = "name" }', "line 14: data.name.colunm: no such key is known"),
        ('name.column = "name"', 'name = { column = "name", constant = "x" }', "line 14: data.name: say exactly one"),
        ('name.column = "name"', 'name = { path = "/name" }', "line 14: data.name.path: a file of csv has no paths"),
        ('name.column = "name"', 'name = { column = "name", otherwise = "x" }', "data.name: otherwise needs codes"),
        ('name.column = "name"', 'name = "name"', "line 14: data.name: a field is a table"),
        ("id.template", "id.column", "line 6: id: an id is a template"),
        ("{number}", "{number", "line 6: id.template: a brace of the template has no partner"),
        ('time.constant = "2026-01-01T00:00:00Z"', 'time.column = "at"', "line 7: time: a time has a date format"),
        ('delimiter = ";"', 'delimiter = "\\""', "line 11: input.delimiter"),
        ('delimiter = ";"', 'delimiter = ";"\nencoding = "utf-7"', "line 12: input.encoding"),
        ('delimiter = ";"', 'delimiter = ";"\ncolumns = ["a", "a"]', "a column name occurs twice"),
        ('format = "csv"', 'format = "xls"', "line 9: input"),
        ("[data]", "[dta]", "line 12: dta: no such key is known"),
        ("[data]", "[data", "line 12: not TOML"),
        ("[data]", '[[where]]\ncolumn = "x"\n[data]', "line 12: where.0: say exactly one of is, equals and not_equals"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_its_key(old: str, new: str, told: str) -> None:
    text = item_text()
    assert old in text
    with pytest.raises(MappingError) as refused:
        read_mapping(text.replace(old, new, 1).encode(), "items.toml")
    assert any(told in str(fault) for fault in refused.value.faults), list(map(str, refused.value.faults))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('zone = "Europe/Berlin"', 'zone = "Nowhere/None"', "time.date: time zone ID 'Nowhere/None' not found"),
        (', zone = "Europe/Berlin"', "", "either zone or %z"),
        ("%d.%m.%Y", "%d.%m.%y", "format needs %Y, %m and %d"),
        ('group = "."', 'group = ","', "mark and group are the same"),
        ('list = "lines"', 'list = "state"', "the contract has no list under this name"),
        ("item.column", "itm.column", "the contract has no such field here"),
        ("line.column", "phantom.column", "the contract requires line"),
    ],
)
def test_a_group_is_held_against_its_contract_too(old: str, new: str, told: str) -> None:
    text = BOM.replace("INPUT\n", CSV)
    assert old in text
    with pytest.raises(MappingError) as refused:
        read_mapping(text.replace(old, new).encode(), "bom.toml")
    assert any(told in str(fault) for fault in refused.value.faults), list(map(str, refused.value.faults))


def test_bytes_that_are_no_text_are_told_with_their_line() -> None:
    with pytest.raises(MappingError, match=r"x\.toml, line 2: not UTF-8"):
        read_mapping(b'name = "a"\nsource = "\xff"', "x.toml")


def test_name_and_version_are_in_the_schema_of_every_event() -> None:
    assert item_mapping().schema == "urn:revtrace:mapping:erp-items:1"
    assert bom_mapping().schema == "urn:revtrace:mapping:erp-boms:3"
