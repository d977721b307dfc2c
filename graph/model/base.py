"""Value types that facts are made of, and what every fact can say of itself.

Wire names are camelCase, Python names snake_case. Nothing here is a float: quantities are decimal text,
instants are epoch microseconds UTC read from RFC 3339 text with an offset.
"""

from __future__ import annotations

import re
import unicodedata
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationInfo, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from graph.clock import FAR_FUTURE, FAR_PAST, InstantError, format_instant, parse_instant

KEY_LENGTH = 200
ALL_PLANTS = "*"


class Nature(StrEnum):
    """What sort of record a fact is."""

    MASTER = "MASTER"
    TRANSACTION = "TRANSACTION"
    APPROVAL = "APPROVAL"


class Subject(NamedTuple):
    """The noun a fact is about: its label in the graph and its natural key."""

    label: str
    key: str

    def __str__(self) -> str:
        return f"{self.label}:{self.key}"


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


def _instant(value: object) -> int:
    if not isinstance(value, str):
        raise PydanticCustomError("time_format", "an instant is RFC 3339 text with an offset")
    try:
        return parse_instant(value)
    except InstantError as error:
        raise PydanticCustomError(error.code.value.lower(), "{reason}", {"reason": str(error)}) from None


Key = Annotated[str, BeforeValidator(_key)]
"""Case-sensitive text, trimmed, NFC, no control characters, at most 200 characters."""

Instant = Annotated[int, BeforeValidator(_instant), PlainSerializer(format_instant, return_type=str, when_used="json")]
"""Epoch microseconds UTC; on the wire RFC 3339 text with an offset."""

Text = Annotated[str, Field(max_length=4000)]
"""Free words of a person or a system."""

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 in lower-case hexadecimal."""


class Value(BaseModel):
    """A frozen value without unknown fields; camelCase on the wire."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, validate_by_name=True, validate_by_alias=True
    )


DECIMAL_TEXT = r"^-?(0|[1-9]\d{0,25})(\.\d{1,12})?$"


class Quantity(Value):
    """An exact amount with its unit code (UN/ECE Rec 20), for example 4 C62 (pieces)."""

    value: Annotated[str, Field(pattern=DECIMAL_TEXT)]
    uom: Key

    @property
    def amount(self) -> Decimal:
        """The amount as an exact decimal."""
        return Decimal(self.value)


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
        missing: filled with every local name that no mapping covers.

    """

    system: str
    known: Mapping[str, str] = field(default_factory=dict)
    missing: list[LocalName] = field(default_factory=list)

    def canonical(self, name: LocalName) -> str:
        """The canonical key, or the local value itself after noting that the mapping is missing."""
        found = self.known.get(name.key)
        if found is None:
            self.missing.append(name)
            return name.value
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


ItemReference = Annotated[str, BeforeValidator(_reference("item"))]
"""A canonical item number, or `{"value": ..., "system": ...}`: what a system calls the item."""

PlantReference = Annotated[str, BeforeValidator(_reference("plant"))]
"""A canonical plant code, or a system's local name for it."""

PartyReference = Annotated[str, BeforeValidator(_reference("party"))]
"""A canonical party code, or a system's local name for it."""

SystemReference = Key
"""The code under which a system is registered; systems have no local names."""


class Effectivity(Value):
    """Where and when something applies: plants times a closed-open interval of time.

    Attributes:
        plants: plant codes, or `["*"]` for all.
        since: first microsecond (wire name `from`); far past when open.
        until: first microsecond after (wire name `toExclusive`); far future when open.

    """

    plants: tuple[PlantReference, ...] = (ALL_PLANTS,)
    since: Instant = Field(default=FAR_PAST, alias="from")
    until: Instant = Field(default=FAR_FUTURE, alias="toExclusive")

    def references(self) -> Iterator[Subject]:
        """The plants that are named."""
        for plant in self.plants:
            if plant != ALL_PLANTS:
                yield Subject("Plant", plant)

    @model_validator(mode="after")
    def _is_a_box(self) -> Self:
        if self.since >= self.until:
            raise PydanticCustomError("effectivity", "effectivity must begin before it ends")
        if not self.plants or (ALL_PLANTS in self.plants and len(self.plants) > 1):
            raise PydanticCustomError("effectivity", 'plants are a list of codes, or ["*"] alone for all of them')
        return self


class Fact(Value):
    """Something that a system asserts has happened.

    Attributes:
        TYPE: event type without version, `domain.object.verb`.
        VERSION: version of the contract.
        NATURE: master data, transaction or approval state.

    """

    TYPE: ClassVar[str]
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature]

    @property
    @abstractmethod
    def subject(self) -> Subject:
        """The noun that this fact is about."""

    @property
    def structured_item(self) -> str | None:
        """The item whose structure this fact bears on, if any."""
        return None

    def attributes(self) -> dict[str, object]:
        """What the noun's node holds of this fact, by property name; empty for facts that are evidence."""
        return {}

    def references(self) -> Iterator[Subject]:
        """The other nouns that this fact names; each becomes a placeholder until it is defined."""
        yield from ()

    def body(self) -> str:
        """The fact as compact JSON, canonical keys in place of local names, defaults left out."""
        return self.model_dump_json(by_alias=True, exclude_defaults=True)

    @classmethod
    def contract(cls) -> str:
        """The full event type on the wire, for example `master.item.defined.v1`."""
        return f"{cls.TYPE}.v{cls.VERSION}"
