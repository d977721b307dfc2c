"""Rows that have to be mended, as they stood in their file, and the reasons in another file beside it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from threading import Lock
from typing import BinaryIO, Self, TextIO

from graph.errors import InputError
from ingest.adapters.input import DOCUMENTS, Json, Xlsx
from ingest.adapters.mapping import Mapping
from ingest.adapters.rows import Row, RowError


class RowRejects:
    """Two files that are made when the first row has to go into them, and never over others.

    Rows of files of lines go there with the header, so that the file can be loaded by the same mapping once they are
    mended. Of JSON documents and Excel files there are reasons only: those are mended where they are, and loading
    them again changes nothing of what was loaded before.

    Args:
        mapping: by which the file is loaded.
        loaded: the file.
        wanted: where the rows go; in the current folder, by the name of the loaded file, when None.

    Attributes:
        path: where the rows are to be mended.
        reasons: where it says why.
        count: how many rows were put aside.

    Raises:
        InputError: the wanted file exists.

    """

    def __init__(self, mapping: Mapping, loaded: Path, wanted: Path | None) -> None:
        form = mapping.declared.input
        self._has_rows = not isinstance(form, Json | Xlsx)
        suffix = ".ndjson" if isinstance(form, DOCUMENTS) else f".{form.format}"
        named = wanted or _free_name(loaded, suffix)
        if wanted is not None and wanted.exists():
            raise InputError(f"{wanted} exists already", hint="choose another --rejects file, or move this one away")
        self.path = named if self._has_rows else loaded
        self.reasons = named.with_suffix(".txt")
        self.head = b""
        self.count = 0
        self._lock = Lock()
        self._stack = ExitStack()
        self._files: tuple[BinaryIO | None, TextIO] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def put(self, rows: Iterable[Row], errors: Iterable[RowError]) -> None:
        """Add rows and what is wrong with them; may be called by several threads."""
        with self._lock:
            texts, reasons = self._files or self._open()
            for row in rows:
                self.count += 1
                if texts is not None:
                    texts.write(_ended(row.text))
            reasons.writelines(f"{error}\n" for error in errors)

    def _open(self) -> tuple[BinaryIO | None, TextIO]:
        try:
            texts = self._stack.enter_context(self.path.open("xb")) if self._has_rows else None
            reasons = self._stack.enter_context(self.reasons.open("x", encoding="utf-8"))
        except OSError as error:
            hint = "choose another --rejects file"
            raise InputError(f"cannot write {error.filename}: {error.strerror}", hint=hint) from error
        if texts is not None and self.head:
            texts.write(_ended(self.head))
        self._files = (texts, reasons)
        return self._files


def _ended(text: bytes) -> bytes:
    return text if not text or text.endswith(b"\n") else text + b"\n"


def _free_name(loaded: Path, suffix: str) -> Path:
    stem = loaded.name.removesuffix(".gz").removesuffix(loaded.name.removesuffix(".gz").rpartition(".")[2]).rstrip(".")
    number = 1
    while True:
        path = Path(f"{stem or 'rows'}{'' if number == 1 else f'-{number}'}.rejects{suffix}")
        if not path.exists() and not path.with_suffix(".txt").exists():
            return path
        number += 1
