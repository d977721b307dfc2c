"""From a file and a mapping to the texts of events, and rows that give none: pure, and in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO
from urllib.parse import quote

import orjson

from graph.model.problem import Problem
from ingest.adapters.fields import FieldRule, Result
from ingest.adapters.grouping import grouped
from ingest.adapters.mapping import Fields, Mapping
from ingest.adapters.opening import open_rows
from ingest.adapters.rows import CellError, Row, RowCode, RowError

_PLAIN = "".join(map(chr, range(0x20, 0x7F))).replace("%", "")


@dataclass(frozen=True, slots=True)
class Mapped:
    """The text of one event, and the rows that it is made of."""

    text: bytes
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Unmapped:
    """Rows that give no event, and why."""

    rows: tuple[Row, ...]
    errors: tuple[RowError, ...]


class Transformation:
    """One file under one mapping.

    Args:
        mapping: the rules.
        stream: the file; it has to be one that can be read again from its start.

    Attributes:
        head: what has to stand before its rows in a file of the same form.
        skipped: how many rows did not count by the filter, once all were read.

    Raises:
        InputError: the file as a whole cannot be read.

    """

    def __init__(self, mapping: Mapping, stream: BinaryIO) -> None:
        self._mapping = mapping
        self._stream = stream
        self.head = open_rows(mapping, stream).head
        self.skipped = 0

    def run(self) -> Iterator[Mapped | Unmapped]:
        """The events in the order of their first rows; errors as for the class."""
        group = self._mapping.declared.group
        groups = grouped(group, self._rows) if group else ((row,) for row in self._rows())
        for rows in groups:
            yield _event(self._mapping, rows)

    def _rows(self) -> Iterator[Row]:
        self.skipped = 0
        for row in open_rows(self._mapping, self._stream).rows:
            try:
                counts = row.error is not None or all(it.holds(row) for it in self._mapping.declared.where)
            except CellError as error:
                yield replace(row, error=error.at(row.line))
                continue
            if counts:
                yield row
            else:
                self.skipped += 1


def _event(mapping: Mapping, rows: tuple[Row, ...]) -> Mapped | Unmapped:
    errors = [row.error for row in rows if row.error is not None]
    if errors:
        return Unmapped(rows, tuple(errors))
    declared, group = mapping.declared, mapping.declared.group
    heads = [_head(mapping, row, errors) for row in rows]
    elements = [_values(mapping.items, row, errors) for row in rows] if group else []
    if not errors:
        errors += _differences(mapping, rows, heads)
    if errors:
        return Unmapped(rows, tuple(errors))
    identity, time, *values = heads[0]
    data = _object(mapping.fields, values)
    if group:
        data[group.list] = [_object(mapping.items, element) for element in elements]
    event = {
        "specversion": "1.0",
        "id": identity,
        "source": declared.source,
        "type": declared.type,
        "time": time,
        "dataschema": mapping.schema,
        "data": data,
    }
    return Mapped(orjson.dumps(event), rows)


def _head(mapping: Mapping, row: Row, errors: list[RowError]) -> list[Result]:
    """Id, time and values of the data, which all rows of a group share."""
    declared = mapping.declared
    identity, time = _values((((), declared.id), ((), declared.time)), row, errors)
    for name, found, rule in (("id", identity, declared.id), ("time", time, declared.time)):
        if found is None and not any(error.line == row.line for error in errors):
            places = ", ".join(rule.places())
            errors.append(RowError(row.line, places, RowCode.FIELD_MISSING, f"empty, and the {name} is made of it"))
    shown = quote(identity, safe=_PLAIN) if isinstance(identity, str) else identity
    return [shown, time, *_values(mapping.fields, row, errors)]


def _values(fields: Fields, row: Row, errors: list[RowError]) -> list[Result]:
    return [_value(rule, row, errors) for _, rule in fields]


def _value(rule: FieldRule, row: Row, errors: list[RowError]) -> Result:
    try:
        return rule.value(row)
    except CellError as error:
        errors.append(error.at(row.line))
        return None


def _differences(mapping: Mapping, rows: Sequence[Row], heads: Sequence[list[Result]]) -> Iterator[RowError]:
    rules = [mapping.declared.id, mapping.declared.time, *(rule for _, rule in mapping.fields)]
    for row, head in zip(rows, heads, strict=True):
        for rule, mine, first in zip(rules, head, heads[0], strict=True):
            if mine != first:
                detail = f"not the same as in line {rows[0].line} of its group: {first}"
                yield RowError(row.line, ", ".join(rule.places()), RowCode.GROUP_DIFFERS, detail, str(mine))


def _object(fields: Fields, values: Iterable[Result]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for (path, _), value in zip(fields, values, strict=True):
        if value is None:
            continue
        inner = made
        for name in path[:-1]:
            inner = inner.setdefault(name, {})
        inner[path[-1]] = value
    return made


def traced(mapping: Mapping, event: Mapped, problems: Iterable[Problem]) -> tuple[RowError, ...]:
    """What is wrong with an event, told of the rows and columns that it was made of."""
    return tuple(_traced(mapping, event, problem) for problem in problems)


def _traced(mapping: Mapping, event: Mapped, problem: Problem) -> RowError:
    row, fields, path = event.rows[0], mapping.fields, problem.pointer.split("/")[1:]
    declared, group = mapping.declared, mapping.declared.group
    places: set[str] = set()
    if path[:1] == ["data"]:
        path = path[1:]
        if group and path[:1] == [group.list] and len(path) > 1 and path[1].isdigit():
            row, fields, path = event.rows[int(path[1])], mapping.items, path[2:]
        near = [rule for at, rule in fields if path and (path[: len(at)] == [*at] or [*at][: len(path)] == path)]
        places = {place for rule in near for place in rule.places()}
    elif path[:1] in (["id"], ["time"]):
        places = {*(declared.id if path == ["id"] else declared.time).places()}
    expected = f", expected {problem.expected}" if problem.expected else ""
    detail = f"{problem.detail}{expected} ({problem.pointer or 'event'})"
    return RowError(row.line, ", ".join(sorted(places)), problem.code, detail, problem.got)
