"""Rows that belong together. A group is whole or refused: a structure that lacks a line would be a wrong one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Final

from graph.errors import InputError
from graph.model.base import compose_key
from ingest.adapters.fields import cell_text
from ingest.adapters.mapping import Grouping
from ingest.adapters.rows import CellError, Row, RowCode, RowError

MOST_GROUP_ROWS: Final = 10_000
"""Rows of one group at most, as many as a structure may have lines."""

MOST_HELD_BYTES: Final = 64 * 2**20
"""Bytes of rows that are held to be put in order."""

Keyed = tuple[str | None, Row]
"""A row with the key of its group; None for one that cannot be read, so that nobody knows its group."""

_DETAILS: Final = {
    RowCode.GROUP_SPLIT: "the rows of its group do not stand together; sort the file by the columns of the group",
    RowCode.GROUP_TOO_LARGE: f"its group has more than {MOST_GROUP_ROWS} rows",
    RowCode.GROUP_INCOMPLETE: "its group may lack a row beside it that cannot be read",
}


def grouped(how: Grouping, rows: Callable[[], Iterator[Row]]) -> Iterator[tuple[Row, ...]]:
    """The groups of a file; rows of refused groups come one by one, each with its error.

    The rows are read twice, so that no group is given before it is known that none of its rows stands elsewhere.
    Of groups that stand together no more than one is held, and 8 bytes of each group's key.

    Args:
        how: by what they are grouped.
        rows: reads the rows from the start.

    Raises:
        InputError: rows that stand anywhere are more than can be held.

    """
    if how.rows == "any":
        held = _in_order(_held(how, rows()))
        flaws = _flaws(held)
        if any(key is None for key, _ in held):
            flaws = dict.fromkeys((hash(key) for key, _ in held), RowCode.GROUP_INCOMPLETE)
        yield from _groups(held, flaws)
    else:
        flaws = _flaws(_keyed(how, rows()))
        yield from _groups(_keyed(how, rows()), flaws)


def _keyed(how: Grouping, rows: Iterable[Row]) -> Iterator[Keyed]:
    for row in rows:
        if row.error is not None:
            yield None, row
            continue
        try:
            yield compose_key(*(_part(row, name) for name in how.by)), row
        except CellError as error:
            yield None, replace(row, error=error.at(row.line))


def _part(row: Row, name: str) -> str:
    text = cell_text(row, name)
    if not text:
        raise CellError(name, RowCode.FIELD_MISSING, "empty, so that nobody knows to which group the row belongs")
    return text


def _held(how: Grouping, rows: Iterable[Row]) -> list[Keyed]:
    held, size = [], 0
    for key, row in _keyed(how, rows):
        size += len(row.text)
        if size > MOST_HELD_BYTES:
            message = f"more than {MOST_HELD_BYTES // 2**20} MiB of rows cannot be held to be grouped"
            raise InputError(message, hint='sort the file by the columns of the group, and declare rows = "adjacent"')
        held.append((key, row))
    return held


def _in_order(held: list[Keyed]) -> list[Keyed]:
    """Groups together, in the order of their first rows; rows within a group as they stand."""
    first: dict[str | None, int] = {}
    for key, _ in held:
        first.setdefault(key, len(first))
    return sorted(held, key=lambda keyed: first[keyed[0]])


def _flaws(keyed: Iterable[Keyed]) -> dict[int, RowCode]:
    """Which groups are refused and why, by the hash of the key."""
    flaws: dict[int, RowCode] = {}
    seen: set[int] = set()
    last, after_unread, length = 0, False, 0
    for key, _ in keyed:
        if key is None:
            flaws[last] = RowCode.GROUP_INCOMPLETE
            after_unread = True
            continue
        this = hash(key)
        if this != last and this in seen:
            flaws[this] = RowCode.GROUP_SPLIT
        length = length + 1 if this == last else 1
        if length > MOST_GROUP_ROWS:
            flaws[this] = RowCode.GROUP_TOO_LARGE
        if after_unread:
            flaws[this] = RowCode.GROUP_INCOMPLETE
        seen.add(this)
        last, after_unread = this, False
    return flaws


def _groups(keyed: Iterable[Keyed], flaws: dict[int, RowCode]) -> Iterator[tuple[Row, ...]]:
    for key, run in groupby(keyed, key=itemgetter(0)):
        flaw = None if key is None else flaws.get(hash(key))
        if key is None:
            yield from ((row,) for _, row in run)
        elif flaw is None:
            yield tuple(row for _, row in run)
        else:
            yield from ((replace(row, error=RowError(row.line, "", flaw, _DETAILS[flaw])),) for _, row in run)
