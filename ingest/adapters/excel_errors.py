"""Which cells of an Excel sheet hold an error; the reader of sheets gives them as empty, and nobody would know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final
from zipfile import ZipFile

BLOCK_BYTES: Final = 1024 * 1024

_ELEMENT = {name: re.compile(rf"<(?:\w+:)?{name}\s[^>]*>") for name in ("sheet", "Relationship")}
_ATTRIBUTE = re.compile(r"""(?:\w+:)?(\w+)\s*=\s*["']([^"']*)["']""")
_ERROR_CELL = re.compile(rb"<(?:\w+:)?c\s(?=[^>]*\bt=[\"']e[\"'])[^>]*\br=[\"']([A-Z]+)([0-9]+)[\"']")


def error_cells(packed: ZipFile, sheet: str) -> set[tuple[int, int]]:
    """Row, from 1, and column, from 0, of every cell of the sheet that holds an error.

    Raises:
        KeyError: the file does not say where the sheet is.

    """
    part = _part_of(packed, sheet)
    return {(int(row), _index(column)) for column, row in _found(packed, part)}


def _part_of(packed: ZipFile, sheet: str) -> str:
    """The name of the part that holds a sheet (ECMA-376, part 1, 12.3.23 and 18.2.19)."""
    book = packed.read("xl/workbook.xml").decode()
    links = packed.read("xl/_rels/workbook.xml.rels").decode()
    link = {it["name"]: it["id"] for it in _elements(book, "sheet")}[sheet]
    target = {it["Id"]: it["Target"] for it in _elements(links, "Relationship")}[link]
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _elements(text: str, name: str) -> Iterator[dict[str, str]]:
    for found in _ELEMENT[name].finditer(text):
        yield {key: unescape(value) for key, value in _ATTRIBUTE.findall(found[0])}


def _found(packed: ZipFile, part: str) -> Iterator[tuple[bytes, bytes]]:
    with packed.open(part) as file:
        held = b""
        while block := file.read(BLOCK_BYTES):
            held += block
            whole = held.rfind(b">") + 1  # a tag that is cut off waits for the next block
            yield from _ERROR_CELL.findall(held[:whole])
            held = held[whole:]


def _index(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
