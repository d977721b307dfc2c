"""A mapping: which columns or paths of a file become which fields of which events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from ingest.adapters.fields import FieldRule, cell_text
from ingest.adapters.input import Input, Name, Rule
from ingest.adapters.rows import Row


class Condition(Rule):
    """Which rows count: by whether a cell is empty (white space is nothing), or by its trimmed text."""

    column: Name | None = None
    path: Annotated[str, Field(pattern="^(/.*)?$")] | None = None
    state: Annotated[Literal["empty", "not empty"] | None, Field(alias="is")] = None
    equals: str | None = None
    not_equals: str | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.column is None) == (self.path is None):
            raise ValueError("say one of column and path")
        if sum(it is not None for it in (self.state, self.equals, self.not_equals)) != 1:
            raise ValueError("say exactly one of is, equals and not_equals")
        return self

    @property
    def place(self) -> str:
        """The column or path."""
        return self.column if self.column is not None else self.path or ""

    def holds(self, row: Row) -> bool:
        """Whether the row counts; CellError when the cell is no single value."""
        text = cell_text(row, self.place)
        if self.state is not None:
            return (self.state == "empty") == (not text)
        return text == self.equals if self.equals is not None else text != self.not_equals


class Grouping(Rule):
    """Rows that become one event with a list.

    Attributes:
        by: columns or paths; rows with the same texts in them are one group.
        list: the field of data that takes an element for each row; `fields`: the fields of an element.
        rows: "adjacent": the rows of a group stand together, and the file is streamed; "any": it has to be small
            enough to be held.

    """

    by: Annotated[list[Name], Field(min_length=1)]
    list: Name
    rows: Literal["adjacent", "any"] = "adjacent"
    fields: dict[str, Any]


class Declared(Rule):
    """A mapping as it is written; `data` and `group.fields` are trees of rules, read apart."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    version: Annotated[int, Field(ge=1, le=1_000_000)]
    source: str
    type: str
    id: FieldRule
    time: FieldRule
    input: Input
    where: Annotated[list[Condition], Field(default_factory=list)]
    group: Grouping | None = None
    data: dict[str, Any]


Fields = tuple[tuple[tuple[str, ...], FieldRule], ...]
"""Rules with the paths of the fields that they fill."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping that can be used.

    Attributes:
        fields: of the data of an event.
        items: of an element of the list, for groups.

    """

    declared: Declared
    fields: Fields
    items: Fields

    @property
    def schema(self) -> str:
        """What every event names as its `dataschema`: by which mapping, in which version, its data were made."""
        return f"urn:revtrace:mapping:{self.declared.name}:{self.declared.version}"

    def places(self) -> set[str]:
        """All columns or paths that are looked at."""
        rules = [self.declared.id, self.declared.time, *(rule for _, rule in (*self.fields, *self.items))]
        filters = {condition.place for condition in self.declared.where}
        by = self.declared.group.by if self.declared.group else ()
        return {place for rule in rules for place in rule.places()} | filters | set(by)
