"""What differs between two revisions: pure.

Lines are compared by every field that the model has. A quantity is one value with its unit, equal if it is the same
number in the same unit however many zeros it ends in; a list is a set of entries. Nothing depends on the order in
which lines are stated, and the comparison of two sides is that of the sides exchanged with before and after exchanged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias, get_args

from pydantic.fields import FieldInfo

from graph.answers.comparison import FieldChange, MatchBy, RowKind
from graph.clock import FAR_FUTURE, FAR_PAST
from graph.derivation.matching import match_lines, natural
from graph.model.base import Quantity, Value
from graph.model.bom import BomLine, BomReference, BomRevisionDefined

Fields: TypeAlias = Mapping[str, str | frozenset[str]]
"""Wire name of a field to its value as text, or to the entries of a list."""

PLACE: Final = frozenset({"line", "findNumber", "designators"})
"""The fields that tell where a line stands, by their wire names."""


class LineDifference(NamedTuple):
    """What became of one line; one of the two is none for a line that was added or removed."""

    kind: RowKind
    before: BomLine | None
    after: BomLine | None
    changes: tuple[FieldChange, ...]


def compare_lines(
    before: Sequence[BomLine], after: Sequence[BomLine], match_by: MatchBy = MatchBy.IN_TURN
) -> tuple[tuple[LineDifference, ...], int]:
    """The lines that differ, in the order of their places, and how many are the same.

    Args:
        before: lines of one revision, each with a line id of its own.
        after: lines of another.
        match_by: by what a line is found again.

    """
    found = [_difference(*pair) for pair in match_lines(before, after, match_by)]
    rows = [row for row in found if row is not None]
    return tuple(sorted(rows, key=_order)), len(found) - len(rows)


def _difference(before: BomLine | None, after: BomLine | None) -> LineDifference | None:
    if before is None or after is None:
        kind = RowKind.ADDED if before is None else RowKind.REMOVED
        changes = differences(
            *({} if line is None else fields_of(line, with_defaults=False) for line in (before, after))
        )
        return LineDifference(kind, before, after, changes)
    if before == after:
        return None
    changes = differences(fields_of(before), fields_of(after))
    return LineDifference(_kind(before, after, changes), before, after, changes) if changes else None


def _kind(before: BomLine, after: BomLine, changes: Iterable[FieldChange]) -> RowKind:
    if before.item != after.item:
        return RowKind.REPLACED
    return RowKind.MOVED if PLACE.issuperset(it.field for it in changes) else RowKind.CHANGED


def _order(row: LineDifference) -> tuple[Any, ...]:
    """Sorts by place; where one line went and another came, the one that went is first."""
    return min(_place(line) for line in (row.before, row.after) if line is not None), row.before is None


def _place(line: BomLine) -> tuple[Any, ...]:
    return natural(line.find_number or line.line), natural(line.line)


def head_of(stated: BomRevisionDefined, state: str | None) -> Fields:
    """What is stated of a revision as a whole, with the digest of its lines.

    Args:
        stated: the revision.
        state: how far it has come; what its source says of that stands beside it as `sourceState`.

    """
    told = dict(fields_of(stated.model_copy(update={"lines": (), "content_digest": None})))
    for name in ("bom", "lines"):
        told.pop(name)
    source_state = told.pop("state")
    return told | {"sourceState": source_state, "digest": stated.digest()} | ({"state": state} if state else {})


def differences(before: Fields, after: Fields) -> tuple[FieldChange, ...]:
    """The fields that differ, by name."""
    names = sorted(before.keys() | after.keys())
    return tuple(
        _change(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    )


def _change(name: str, before: str | frozenset[str] | None, after: str | frozenset[str] | None) -> FieldChange:
    if isinstance(before, frozenset) or isinstance(after, frozenset):
        had, has = frozenset(before or ()), frozenset(after or ())
        added, removed = _sorted(has - had), _sorted(had - has)
        return FieldChange(field=name, before=_joined(had), after=_joined(has), added=added, removed=removed)
    return FieldChange(field=name, before=before, after=after)


def _joined(entries: frozenset[str]) -> str | None:
    return ", ".join(_sorted(entries)) or None


def _sorted(entries: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(entries, key=natural))


def fields_of(value: Value, *, with_defaults: bool = True) -> Fields:
    """Every field of a value that has one, by its wire name; those of a value within it behind a dot.

    Args:
        value: for example a line.
        with_defaults: also those that are as if they had not been stated.

    """
    return dict(_leaves(value, value.model_dump(mode="json", by_alias=True), "", with_defaults))


def _leaves(
    value: Value, wire: Mapping[str, Any], prefix: str, with_defaults: bool
) -> Iterator[tuple[str, str | frozenset[str]]]:
    for name, field in type(value).model_fields.items():
        told, shown, path = getattr(value, name), wire[field.alias or name], prefix + (field.alias or name)
        if not with_defaults and not field.is_required() and told == field.get_default(call_default_factory=True):
            continue
        if isinstance(told, Value) and not isinstance(told, Quantity | BomReference):
            yield from _leaves(told, shown, f"{path}.", with_defaults)
        elif isinstance(told, tuple):
            yield path, frozenset(map(_entry, told, shown))
        elif told is not None and told not in {FAR_PAST, FAR_FUTURE}:
            yield path, _text(told, shown, exact=_is_exact(type(value), name))


def _entry(told: object, shown: object) -> str:
    """An entry of a list; a value with several fields is JSON."""
    if not isinstance(told, Value) or isinstance(told, Quantity | BomReference):
        return _text(told, shown, exact=False)
    fields = fields_of(told, with_defaults=False)
    return json.dumps(
        {name: it if isinstance(it, str) else _sorted(it) for name, it in fields.items()}, ensure_ascii=False
    )


def _text(told: object, shown: object, *, exact: bool) -> str:
    if isinstance(told, Quantity):
        return f"{_without_end_zeros(told.value)} {told.uom}"
    if isinstance(told, BomReference):
        return told.key
    text = shown if isinstance(shown, str) else json.dumps(shown)
    return _without_end_zeros(text) if exact else text


def _without_end_zeros(decimal: str) -> str:
    """The same number in its shortest form; by text, because decimal arithmetic rounds to 28 digits."""
    short = decimal.rstrip("0").rstrip(".") if "." in decimal else decimal
    return "0" if short == "-0" else short


@cache
def _is_exact(kind: type[Value], name: str) -> bool:
    """Whether a field holds decimal text: its pattern takes 0.5 and 0.50, which is the same."""
    field = kind.model_fields[name]
    stated = [*field.metadata, *(it for part in get_args(field.annotation) for it in getattr(part, "__metadata__", ()))]
    limits = [limit for it in stated for limit in (it.metadata if isinstance(it, FieldInfo) else (it,))]
    patterns = [pattern for limit in limits if (pattern := getattr(limit, "pattern", None))]
    return any(re.fullmatch(it, "0.5") and re.fullmatch(it, "0.50") for it in patterns)
