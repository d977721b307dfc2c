"""Rows of JSON documents and Excel sheets, which have to be in memory as a whole; larger files are refused."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import BinaryIO, Final

from graph.errors import InputError
from ingest.adapters.excel_errors import error_cells
from ingest.adapters.input import Json, Xlsx
from ingest.adapters.rows import Cells, Row, RowCode, refused
from ingest.adapters.tables import Opened, check_columns, checked
from ingest.strict_json import UnreadableError, decode

MOST_BYTES: Final = 64 * 2**20
"""Bytes of a file that has to be held."""

MOST_UNPACKED: Final = 512 * 2**20
"""Bytes of an Excel file once it is unpacked."""


def open_json(form: Json, stream: BinaryIO) -> Opened:
    """Read the list of a JSON document.

    Raises:
        InputError: too long, not JSON, or there is no list at the path.

    """
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        message = f"a JSON document of more than {MOST_BYTES // 2**20} MiB"
        raise InputError(message, hint="write one object a line, and declare the format jsonl")
    try:
        value = decode(content.removeprefix(b"\xef\xbb\xbf"))
    except UnreadableError as error:
        raise InputError(f"the file is {error.problem.detail}", hint="export it again") from None
    rows = Row(1, value).cell(form.list)
    if not isinstance(rows, list):
        raise InputError(f"there is no list at {form.list or 'the top'!r}", hint="check input.list of the mapping")
    return Opened(b"", (checked(number, it) for number, it in enumerate(rows, 1)))


def open_sheet(form: Xlsx, stream: BinaryIO, wanted: Collection[str]) -> Opened:
    """Read one sheet of an Excel file.

    Raises:
        InputError: no such file or sheet, one that is too large, or one without the wanted columns.

    """
    wrong = _errors(form.sheet, stream)
    rows = _sheet(form, stream)
    if len(rows) < form.header_row:
        raise InputError(f"the sheet {form.sheet!r} has no row {form.header_row}", hint="check input.header_row")
    columns = [str(it).strip() for it in rows[form.header_row - 1]]
    check_columns(columns, wanted)
    used = {place: name for place, name in enumerate(columns) if name in wanted}
    return Opened(b"", _rows(columns, rows, form.header_row, {at: used[at[1]] for at in wrong if at[1] in used}))


def _sheet(form: Xlsx, stream: BinaryIO) -> list[list[object]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(stream) as book:
            return [[*row] for row in book.get_sheet_by_name(form.sheet).to_python(skip_empty_area=False)]
    except CalamineError as error:
        raise InputError(f"the Excel file cannot be read: {error}", hint="save it again as .xlsx") from error


def _errors(sheet: str, stream: BinaryIO) -> set[tuple[int, int]]:
    """The cells that hold errors, of a file that is small enough to be held."""
    try:
        with zipfile.ZipFile(stream) as packed:
            parts = packed.infolist()
            if sum(it.compress_size for it in parts) > MOST_BYTES or sum(it.file_size for it in parts) > MOST_UNPACKED:
                raise InputError("the Excel file is too large to be held", hint="export the sheet as CSV")
            found = error_cells(packed, sheet)
    except KeyError:
        raise InputError(f"there is no sheet {sheet!r}", hint="check input.sheet of the mapping") from None
    except (zipfile.BadZipFile, zlib.error, UnicodeDecodeError):
        raise InputError("not an Excel file of the form .xlsx", hint="save it again as .xlsx") from None
    stream.seek(0)
    return found


def _rows(
    columns: Sequence[str], rows: Sequence[Sequence[object]], header: int, wrong: Mapping[tuple[int, int], str]
) -> Iterator[Row]:
    by_row = {row: column for (row, _), column in wrong.items()}
    for number, values in enumerate(rows[header:], header + 1):
        if number in by_row:
            yield refused(number, RowCode.VALUE_INVALID, f"the cell of {by_row[number]} holds an error of Excel")
        elif any(value not in {"", None} for value in values):
            yield Row(number, Cells((name, value) for name, value in zip(columns, values, strict=False) if name))
