"""Random lines, and what comes of lines by the rows of a comparison: from the wire, not from how they were made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from graph.answers.comparison import FieldChange
from graph.derivation.comparison import LineDifference
from graph.model.bom import BomLine

Plain = dict[str, str | frozenset[str]]
"""What a line says: amounts as numbers in one form, lists as sets, what is open or not there left out."""

_AMOUNTS = ["1", "1.0", "1.00", "2", "0.12", "0.120", "-0.0", "0", "12345678901234567890123456.000000000001"]
_PLACES = st.sampled_from(["R1", "R2", "R3", "R9", "R10", "R11"])
_BOXES = st.sampled_from(
    [
        {},
        {"plants": ["LYON"]},
        {"plants": ["PUEBLA", "LYON"]},
        {"from": "2026-01-01T00:00:00Z"},
        {"from": "2026-01-01T01:00:00+01:00", "toExclusive": "2026-07-01T00:00:00Z"},
    ]
)
LINES = st.lists(
    st.fixed_dictionaries(
        {
            "line": st.sampled_from(["10", "20", "30", "40", "100", "A"]),
            "item": st.sampled_from(["NUT", "BOLT", "SEAL"]),
            "quantity": st.fixed_dictionaries(
                {"value": st.sampled_from(_AMOUNTS), "uom": st.sampled_from(["C62", "KGM"])}
            ),
        },
        optional={
            "findNumber": st.sampled_from(["1", "2", "3"]),
            "designators": st.lists(_PLACES, max_size=3),
            "effectivity": _BOXES,
        },
    ).map(BomLine.model_validate),
    max_size=6,
    unique_by=lambda it: it.line,
)


def plain(line: BomLine) -> Plain:
    """What a line says."""
    return _flat(json.loads(line.model_dump_json(by_alias=True)))


def _flat(wire: dict[str, Any], prefix: str = "") -> Plain:
    told: Plain = {}
    for name, value in wire.items():
        if isinstance(value, dict) and value.keys() == {"value", "uom"}:
            told[prefix + name] = f"{_number(value['value'])} {value['uom']}"
        elif isinstance(value, dict):
            told |= _flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            told[prefix + name] = frozenset(map(str, value))
        elif isinstance(value, bool):
            told[prefix + name] = "true" if value else "false"
        elif value is not None and value[:4] not in {"0001", "9999"}:
            told[prefix + name] = value
    return {name: value for name, value in told.items() if value}


def _number(text: str) -> str:
    """The one shortest text of a number: whole numbers over a power of ten."""
    above, below = Decimal(text).as_integer_ratio()
    places = 0
    while above * 10**places % below:
        places += 1
    digits = str(abs(above) * 10**places // below).rjust(places + 1, "0")
    sign = "-" if above < 0 else ""
    return f"{sign}{digits[: len(digits) - places]}.{digits[len(digits) - places :]}" if places else f"{sign}{digits}"


_LEAST = {"line": "10", "item": "NUT", "quantity": {"value": "1", "uom": "C62"}}
UNSAID = {name: value for name, value in plain(BomLine.model_validate(_LEAST)).items() if name not in _LEAST}
"""What holds for a line of which its source says no more than it must; of a line that is added it is not told."""


def applied(before: Sequence[BomLine], rows: Iterable[LineDifference]) -> list[Plain]:
    """The lines that come of others by what a comparison says."""
    lines = {it.line: plain(it) for it in before}
    added = []
    for row in rows:
        start = lines.pop(row.before.line) if row.before else {}
        if row.after is not None:
            unsaid = {} if row.before else UNSAID
            added.append(unsaid | _changed(start, row.changes))
    return [*lines.values(), *added]


def _changed(line: Plain, changes: Iterable[FieldChange]) -> Plain:
    told = dict(line)
    for it in changes:
        if it.added or it.removed:
            had = told.pop(it.field, frozenset())
            assert isinstance(had, frozenset)
            assert had >= set(it.removed)
            assert not had & set(it.added)
            told[it.field] = (had - set(it.removed)) | set(it.added)
        else:
            assert told.pop(it.field, None) == it.before
            told[it.field] = it.after or ""
    return {name: value for name, value in told.items() if value}


def as_set(lines: Iterable[Plain]) -> set[frozenset[tuple[str, str | frozenset[str]]]]:
    """Lines without an order; no two of a revision are the same, for each has an id of its own."""
    return {frozenset(line.items()) for line in lines}
