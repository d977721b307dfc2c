"""Cypher files and their headers.

A file begins with four comment lines in this order, then prose, then the text:

    // name: item_define
    // access: write
    // params: rows, known
    // returns: won
    // Defines items; the newest event wins in the same clause, because two clauses lose updates.
    UNWIND $rows AS row ...
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, TypeAlias

from graph.errors import StatementError
from graph.statements.text import CypherError, Kind, Token, split_statements, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

    Folder: TypeAlias = Traversable | Path

SHIPPED = "cypher"
_FIELDS = ("name", "access", "params", "returns")


@dataclass(frozen=True, slots=True)
class CypherFile:
    """One file: its header and its statements, each as tokens without comments."""

    path: str
    name: str
    access: str
    params: tuple[str, ...]
    returns: tuple[str, ...]
    doc: str
    text: str
    statements: list[list[Token]]


def shipped() -> Traversable:
    """The folder of Cypher files that belongs to this release."""
    return files(SHIPPED)


@contextmanager
def named_errors(path: str) -> Iterator[None]:
    """Turn a CypherError into the StatementError that names file and line."""
    try:
        yield
    except CypherError as error:
        hint = "Mend the file; no statement runs until every file keeps its contract"
        raise StatementError(f"{path}:{error.line}: {error.message}", hint=hint) from error


def read_folder(folder: Folder, access: str) -> list[CypherFile]:
    """Read `<folder>/<access>/*.cypher`, ordered by name; a missing folder holds no files.

    Raises:
        StatementError: a header is incomplete or contradicts the place of its file.
    """
    inner = folder / access
    if not inner.is_dir():
        return []
    entries = sorted((entry for entry in inner.iterdir() if entry.name.endswith(".cypher")), key=lambda e: e.name)
    return [_read(entry, f"{folder.name}/{access}/{entry.name}", access) for entry in entries]


def _read(entry: Folder, path: str, access: str) -> CypherFile:
    text = entry.read_text(encoding="utf-8").replace("\r\n", "\n")
    with named_errors(path):
        tokens = tokenize(text)
        name, told_access, params, returns, doc = _header(tokens)
        if name != entry.name.removesuffix(".cypher"):
            raise CypherError(1, f"the header names {name}, but the file is {entry.name}")
        if told_access != access:
            raise CypherError(2, f"access is {told_access}, but the file lies in {access}/")
        columns = _names(returns)
        return CypherFile(path, name, access, _names(params), columns, doc, text, split_statements(tokens))


def _header(tokens: list[Token]) -> tuple[str, str, str, str, str]:
    lines = _leading_comments(tokens)
    values = []
    for line, field in enumerate(_FIELDS, start=1):
        label, _, value = (lines[line - 1] if len(lines) >= line else "").partition(":")
        if label.strip() != field or not value.strip():
            raise CypherError(line, f"the header wants `// {field}: ...` on this line")
        values.append(value.strip())
    doc = "\n".join(lines[len(_FIELDS) :]).strip()
    if not doc:
        raise CypherError(len(_FIELDS) + 1, "the header wants a line that says what the statement does")
    name, access, params, returns = values
    return name, access, params, returns, doc


def _leading_comments(tokens: list[Token]) -> list[str]:
    """The texts of the `//` lines at the top, without a gap."""
    lines: list[str] = []
    for token in tokens:
        if token.kind is not Kind.COMMENT or token.line != len(lines) + 1 or not token.text.startswith("//"):
            break
        lines.append(token.text.removeprefix("//").strip())
    return lines


def _names(value: str) -> tuple[str, ...]:
    return () if value == "none" else tuple(part.strip() for part in value.split(","))
