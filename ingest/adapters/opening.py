"""Any file that a mapping can read, as rows."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from graph.errors import InputError
from ingest.adapters.held import open_json, open_sheet
from ingest.adapters.input import Json, JsonLines, Xlsx
from ingest.adapters.mapping import Mapping
from ingest.adapters.rows import Row
from ingest.adapters.tables import Opened, open_json_lines, open_table


def open_rows(mapping: Mapping, stream: BinaryIO) -> Opened:
    """Read a file from its start, in the form that the mapping declares.

    Raises:
        InputError: the file as a whole cannot be read; also while its rows are read, when it is cut off.

    """
    form, wanted = mapping.declared.input, mapping.places()
    try:
        stream.seek(0)
        if isinstance(form, Json):
            opened = open_json(form, stream)
        elif isinstance(form, JsonLines):
            opened = open_json_lines(stream)
        elif isinstance(form, Xlsx):
            opened = open_sheet(form, stream, wanted)
        else:
            opened = open_table(form, stream, wanted)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise _damaged() from error
    return Opened(opened.head, _whole(opened.rows))


def _whole(rows: Iterator[Row]) -> Iterator[Row]:
    try:
        yield from rows
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise _damaged() from error


def _damaged() -> InputError:
    return InputError("the compressed file is damaged or cut off", hint="compress it again and load it")
