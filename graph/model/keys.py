"""Natural keys, and how the names that systems use for things become keys."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

KEY_LENGTH = 200


def compose_key(*parts: str) -> str:
    """Join the parts of a natural key so that different parts never give the same text."""
    return "|".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)


def split_key(key: str) -> tuple[str, ...]:
    """The parts that `compose_key` joined."""
    parts = re.split(r"(?<!\\)((?:\\\\)*)\|", key)
    joined = [text + slashes for text, slashes in zip(parts[::2], [*parts[1::2], ""], strict=True)]
    return tuple(re.sub(r"\\(.)", r"\1", part) for part in joined)


def _key(value: object) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("key_format", "a key is text")
    text = value.strip()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text or len(text) > KEY_LENGTH:
        raise PydanticCustomError("key_format", "a key has 1 to 200 characters")
    if not text.isprintable():
        raise PydanticCustomError("key_format", "a key has no control or invisible characters")
    return text


Key = Annotated[
    str,
    BeforeValidator(_key),
    Field(description="Case-sensitive text, trimmed, NFC, no control characters, at most 200 characters."),
]
"""Case-sensitive text, trimmed, NFC, no control characters, at most 200 characters."""


class LocalName(NamedTuple):
    """What one system calls something."""

    system: str
    kind: str
    value: str

    @property
    def key(self) -> str:
        """The natural key of the identifier."""
        return compose_key(self.system, self.kind, self.value)


@dataclass(slots=True)
class Names:
    """How local names become canonical keys while one event is validated.

    Attributes:
        system: the system that speaks; a local name without a system is one of its own.
        known: identifier key to canonical key.
        missing: filled with every local name that no mapping covers, each once, in the order of their coming.

    """

    system: str
    known: Mapping[str, str] = field(default_factory=dict)
    missing: dict[LocalName, None] = field(default_factory=dict)

    def canonical(self, name: LocalName) -> str:
        """The canonical key, or the key of the name itself after noting that the mapping is missing.

        The bare local value would not do: it may happen to be the canonical key of something else.
        """
        found = self.known.get(name.key)
        if found is None:
            self.missing[name] = None
            return name.key
        return found


def _reference(kind: str) -> Callable[[object, ValidationInfo], str]:
    def resolve(value: object, info: ValidationInfo) -> str:
        if not isinstance(value, dict):
            return _key(value)
        if not value.keys() <= {"system", "value"} or "value" not in value:
            raise PydanticCustomError("key_format", "a local name is an object of value and, if not one's own, system")
        names: Names = info.context if info.context is not None else Names("")
        system = _key(value["system"]) if "system" in value else names.system
        return names.canonical(LocalName(system, kind, _key(value["value"])))

    return resolve


ItemReference = Annotated[
    str,
    BeforeValidator(_reference("item"), json_schema_input_type=str | dict[str, str]),
    Field(description='A canonical item number, or {"value", "system"}: what a system calls the item.'),
]
"""A canonical item number, or `{"value": ..., "system": ...}`: what a system calls the item."""

PlantReference = Annotated[
    str,
    BeforeValidator(_reference("plant"), json_schema_input_type=str | dict[str, str]),
    Field(description='A canonical plant code, or {"value", "system"}: what a system calls the plant.'),
]
"""A canonical plant code, or a system's local name for it."""

PartyReference = Annotated[
    str,
    BeforeValidator(_reference("party"), json_schema_input_type=str | dict[str, str]),
    Field(description='A canonical party code, or {"value", "system"}: what a system calls the party.'),
]
"""A canonical party code, or a system's local name for it."""

SystemReference = Key
"""The code under which a system is registered; systems have no local names."""
