"""Value types that facts are made of, and what every fact can say of itself.

Wire names are camelCase, Python names snake_case. Nothing here is a float: quantities are decimal text,
instants are epoch microseconds UTC read from RFC 3339 text with an offset.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from graph.clock import FAR_FUTURE, FAR_PAST, InstantError, format_instant, parse_instant
from graph.model.keys import (
    ItemReference,
    Key,
    LocalName,
    Names,
    PartyReference,
    PlantReference,
    SystemReference,
    compose_key,
    split_key,
)

__all__ = [
    "ALL_PLANTS",
    "DECIMAL_TEXT",
    "Digest",
    "Effectivity",
    "Fact",
    "Instant",
    "ItemReference",
    "Key",
    "LocalName",
    "Names",
    "Nature",
    "PartyReference",
    "PlantReference",
    "Quantity",
    "Subject",
    "SystemReference",
    "Text",
    "Value",
    "compose_key",
    "split_key",
]

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


def _instant(value: object) -> int:
    if not isinstance(value, str):
        raise PydanticCustomError("time_format", "an instant is RFC 3339 text with an offset")
    try:
        return parse_instant(value)
    except InstantError as error:
        raise PydanticCustomError(error.code.value.lower(), "{reason}", {"reason": str(error)}) from None


def _decimal(value: object) -> str:
    if not isinstance(value, str) or re.fullmatch(DECIMAL_TEXT, value) is None:
        raise PydanticCustomError("quantity_format", "a quantity is decimal text without exponent, at most 12 decimals")
    return value


Instant = Annotated[
    int,
    BeforeValidator(_instant, json_schema_input_type=str),
    PlainSerializer(format_instant, return_type=str, when_used="json"),
    Field(description="RFC 3339 date and time with its offset from UTC, to the microsecond."),
]
"""Epoch microseconds UTC; on the wire RFC 3339 text with an offset."""

Text = Annotated[str, Field(max_length=4000, description="Free words of a person or a system.")]
"""Free words of a person or a system."""

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 in lower-case hexadecimal.")]
"""SHA-256 in lower-case hexadecimal."""


class Value(BaseModel):
    """A frozen value without unknown fields; camelCase on the wire."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, validate_by_name=True, validate_by_alias=True
    )


DECIMAL_TEXT = r"^-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,12})?$"
"""Exact decimal numbers, ASCII digits only."""


class Quantity(Value):
    """An exact amount with its unit code (UN/ECE Rec 20), for example 4 C62 (pieces)."""

    value: Annotated[str, BeforeValidator(_decimal), Field(pattern=DECIMAL_TEXT, description="The exact amount.")]
    uom: Key

    @property
    def amount(self) -> Decimal:
        """The amount as an exact decimal."""
        return Decimal(self.value)


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
