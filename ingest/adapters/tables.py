"""Rows of CSV, TSV and JSON Lines, one after the other: no more than one row is held."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Self

from graph.errors import InputError
from graph.model.problem import ProblemCode
from ingest.adapters.input import Csv, Tsv
from ingest.adapters.rows import MOST_ROW_BYTES, Cells, Row, RowCode, refused
from ingest.cloudevents import DATA_DEPTH
from ingest.strict_json import UnreadableError, decode, faults


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that is being read.

    Attributes:
        head: what has to stand before its rows in a file of the same form; empty when nothing has.

    """

    head: bytes
    rows: Iterator[Row]


class _TooLongError(ValueError):
    """A row takes more than `MOST_ROW_BYTES`."""


class _Lines:
    """The lines of a stream, decoded one by one; remembers the bytes of those that were given since `begin`."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._encoding = encoding
        self.line = 0
        self.held = bytearray()
        self.ended = False

    def begin(self) -> None:
        """Forget the bytes of the last row."""
        self.held.clear()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        raw = self._stream.readline(MOST_ROW_BYTES + 1)
        if not raw:
            self.ended = True
            raise StopIteration
        self.line += 1
        if self.line == 1:
            raw = raw.removeprefix(codecs.BOM_UTF8)
        if len(self.held) + len(raw) > MOST_ROW_BYTES:
            while raw and not raw.endswith(b"\n"):
                raw = self._stream.readline(MOST_ROW_BYTES)
            self.held.clear()
            raise _TooLongError
        self.held += raw
        return raw.decode(self._encoding)


def open_table(form: Csv | Tsv, stream: BinaryIO, wanted: Collection[str]) -> Opened:
    """Read a table.

    Raises:
        InputError: it has no header, or not the wanted columns.

    """
    lines = _Lines(stream, form.encoding)
    records = _records(form, lines)
    columns, head = form.columns, b""
    if columns is None:
        first = next(records, None)
        if first is None:
            raise InputError("the file is empty: its first line has to name the columns", hint="export it again")
        if isinstance(first, Row):
            raise InputError(f"the header cannot be read: {first.error}", hint="check format and encoding")
        columns, head = [name.strip() for name in first[1]], first[2]
    check_columns(columns, wanted)
    return Opened(head, (it if isinstance(it, Row) else _row(columns, *it) for it in records))


def check_columns(columns: Collection[str], wanted: Collection[str]) -> None:
    """Refuse a header in which names are missing, or occur twice so that nobody knows which is meant.

    Raises:
        InputError: so it is.

    """
    for name in sorted(wanted):
        times = sum(it == name for it in columns)
        if times != 1:
            fault = "is not in the header" if not times else "is in the header more than once"
            raise InputError(f"the column {name!r} {fault}", hint=f"it has {', '.join(map(repr, columns))}"[:500])


_Record = tuple[int, list[str], bytes]


def _records(form: Csv | Tsv, lines: _Lines) -> Iterator[_Record | Row]:
    quoting = {"quotechar": form.quote} if form.quote else {"quotechar": None, "quoting": csv.QUOTE_NONE}
    reader = csv.reader(lines, delimiter=form.delimiter, doublequote=True, strict=True, **quoting)
    while True:
        lines.begin()
        begun = lines.line + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except UnicodeDecodeError as error:
            detail = f"not {form.encoding} at byte {error.start} of its line"
            yield refused(begun, RowCode.ROW_ENCODING, detail, got=error.object[error.start], text=bytes(lines.held))
        except _TooLongError:
            yield refused(begun, RowCode.ROW_TOO_LARGE, f"longer than {MOST_ROW_BYTES} bytes")
        except csv.Error as error:
            detail = "the file ends within quotes" if lines.ended else f"cells cannot be told apart: {error}"
            yield refused(begun, RowCode.ROW_MALFORMED, detail, text=bytes(lines.held))
        else:
            if cells:
                yield begun, cells, bytes(lines.held)


def _row(columns: Collection[str], line: int, cells: list[str], text: bytes) -> Row:
    if len(cells) != len(columns):
        detail = f"it has {len(cells)} cells, and there are {len(columns)} columns"
        return refused(line, RowCode.ROW_RAGGED, detail, text=text)
    return Row(line, Cells(zip(columns, cells, strict=True)), text)


def open_json_lines(stream: BinaryIO) -> Opened:
    """Read one JSON object a line; blank lines are left out."""
    return Opened(b"", _json_rows(_Lines(stream, "utf-8")))


def _json_rows(lines: _Lines) -> Iterator[Row]:
    while True:
        lines.begin()
        begun = lines.line + 1
        try:
            text = next(lines)
        except StopIteration:
            return
        except UnicodeDecodeError as error:
            detail = f"not UTF-8 at byte {error.start} of its line"
            yield refused(begun, RowCode.ROW_ENCODING, detail, text=bytes(lines.held))
        except _TooLongError:
            yield refused(begun, RowCode.ROW_TOO_LARGE, f"longer than {MOST_ROW_BYTES} bytes")
        else:
            if text.strip():
                yield json_row(begun, text.encode(), bytes(lines.held))


def json_row(line: int, content: bytes, text: bytes) -> Row:
    """A row from the text of one JSON object."""
    try:
        value = decode(content)
    except UnreadableError as error:
        return refused(line, RowCode.ROW_MALFORMED, error.problem.detail, text=text)
    return checked(line, value, text)


def checked(line: int, value: object, text: bytes = b"") -> Row:
    """A row of a JSON value that is an object without repeated names."""
    if not isinstance(value, dict):
        return refused(line, RowCode.ROW_MALFORMED, "a row is a JSON object", text=text)
    # Numbers of many digits are kept as their texts, and are no fault here.
    for problem in faults(value, "", depth=DATA_DEPTH, floats_under=""):
        if problem.code is not ProblemCode.FIELD_INVALID:
            return refused(line, RowCode.ROW_MALFORMED, problem.detail, got=problem.pointer, text=text)
    return Row(line, value, text)
