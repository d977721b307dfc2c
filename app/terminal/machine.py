"""Answers as JSON: names as on the wire, instants as RFC 3339 text, open ends as null, exact numbers as text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Final

from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from graph.clock import FAR_FUTURE, FAR_PAST, format_instant

INSTANTS: Final = frozenset(
    {
        *("as_of", "known", "since", "until", "due", "overdue_since", "held_since", "eff_from", "eff_to"),
        *("occurred_at", "recorded_at", "released_at", "sent_at", "received_at", "acknowledged_at", "accepted_at"),
        *("implemented_at", "verified_at", "passed_at", "judged_at"),
    }
)
"""Fields of answers that are epoch microseconds."""

INTERNAL: Final = frozenset({"order"})
"""Fields that only sort."""

Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]


def to_json(answer: Mapping[str, object]) -> str:
    """Named parts of an answer as indented JSON; fields stay in the order in which the answers declare them."""
    return json.dumps(plain_value(answer), indent=2)


def plain_value(value: object) -> Plain:
    """A value of an answer in terms of JSON."""
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in type(value).model_fields}
    if is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, Mapping):
        return {to_camel(name): _field(name, part) for name, part in value.items() if name not in INTERNAL}
    if isinstance(value, list | tuple):
        return [plain_value(part) for part in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _field(name: str, value: object) -> Plain:
    if name in INSTANTS and isinstance(value, int):
        return None if value in {FAR_PAST, FAR_FUTURE} else format_instant(value)
    return plain_value(value)
