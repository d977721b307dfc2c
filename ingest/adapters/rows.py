"""Rows of a file before they are events, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from graph.model.problem import SHOWN
from ingest.strict_json import Unkept

MOST_ROW_BYTES: Final = 1024 * 1024
"""Bytes of one row at most; a longer one is refused and not kept."""


class RowCode(StrEnum):
    """Why a row gives no event; a client may branch on them."""

    ROW_ENCODING = "ROW_ENCODING"
    ROW_MALFORMED = "ROW_MALFORMED"
    ROW_RAGGED = "ROW_RAGGED"
    ROW_TOO_LARGE = "ROW_TOO_LARGE"
    FIELD_MISSING = "FIELD_MISSING"
    VALUE_INVALID = "VALUE_INVALID"
    CODE_UNKNOWN = "CODE_UNKNOWN"
    QUANTITY_FORMAT = "QUANTITY_FORMAT"
    TIME_FORMAT = "TIME_FORMAT"
    GROUP_SPLIT = "GROUP_SPLIT"
    GROUP_DIFFERS = "GROUP_DIFFERS"
    GROUP_TOO_LARGE = "GROUP_TOO_LARGE"
    GROUP_INCOMPLETE = "GROUP_INCOMPLETE"


@dataclass(frozen=True, slots=True)
class RowError:
    """One fault in one row.

    Attributes:
        line: the line on which the row begins, from 1; of JSON the place in the list, of Excel the row of the sheet.
        column: the column or JSON path; "" for the row as a whole.
        code: of `RowCode`, or that of the contract's problem.
        detail: one sentence.
        got: what was found, at most 64 printable characters.

    """

    line: int
    column: str
    code: str
    detail: str
    got: str = ""

    def __str__(self) -> str:
        where = f"line {self.line}" + (f", {self.column}" if self.column else "")
        return f"{where}: {self.code} {self.detail}" + (f", got {self.got!r}" if self.got else "")


class CellError(ValueError):
    """A cell does not give what its field needs; the row is not yet known."""

    def __init__(self, column: str, code: RowCode, detail: str, got: object = "") -> None:
        super().__init__(detail)
        self.column = column
        self.code = code
        self.detail = detail
        self.got = shown(got)

    def at(self, line: int) -> RowError:
        """The error with its line."""
        return RowError(line, self.column, self.code, self.detail, self.got)


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        line: as `RowError.line`.
        cells: the values by column, or the JSON value.
        text: the row as it stands in a file of lines, with its line end; else empty.
        error: why it cannot be read; its cells are then empty.

    """

    line: int
    cells: object
    text: bytes = b""
    error: RowError | None = None

    def cell(self, name: str) -> object:
        """The value under a column or a JSON pointer (RFC 6901); None when there is none."""
        if isinstance(self.cells, Cells):
            return self.cells.get(name)
        found = self.cells
        for part in name.split("/")[1:]:
            found = _inside(found, part.replace("~1", "/").replace("~0", "~"))
        return found


class Cells(dict[str, object]):
    """The values of a row of a table by column."""

    __slots__ = ()


def _inside(value: object, part: str) -> object:
    if isinstance(value, Mapping):
        return value.get(part)
    if isinstance(value, list) and part.isascii() and part.isdigit() and int(part) < len(value):
        return value[int(part)]
    return None


def text_of(value: object) -> str:
    """A cell as text; "" for one without value.

    Raises:
        TypeError: an object, a list, or no number of JSON.

    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        # The shortest text that reads back as the same double, without exponent; Excel knows no other numbers.
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    if isinstance(value, Unkept) and value.is_json and "e" not in value.text.lower():
        return value.text
    raise TypeError("not a single value")


def shown(value: object) -> str:
    """At most 64 printable characters of what was found; of nested values nothing."""
    if isinstance(value, dict | list):
        return ""
    return str(value).encode("unicode_escape").decode("ascii")[:SHOWN]


def refused(line: int, code: RowCode, detail: str, *, got: object = "", text: bytes = b"") -> Row:
    """A row that cannot be read."""
    return Row(line, Cells(), text, RowError(line, "", code, detail, shown(got)))
