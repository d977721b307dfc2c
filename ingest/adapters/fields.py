"""How one field of an event comes from a row: the rules, and what they make of a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Final, Self

from pydantic import Field, field_validator, model_validator

from ingest.adapters.formats import DateFormat, DecimalFormat
from ingest.adapters.input import Name, Rule
from ingest.adapters.rows import CellError, Row, RowCode, text_of

Scalar = str | bool | int
Result = Scalar | list[Scalar] | None
"""What a field becomes; None when it is left out."""

PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")


class FieldRule(Rule):
    """Where a field comes from, and what is done with it.

    Attributes:
        column: of a table; `path`: of a JSON row, as a pointer; `constant`; `template`: text with {columns} in it.
        trim: take white space off both ends.
        split: the separator of a list in one cell, whose parts are trimmed.
        codes: what the source's codes mean; a code that is not there is an error, unless `otherwise` is given.
        integer: a JSON number comes of it.

    """

    column: Name | None = None
    path: Annotated[str, Field(pattern="^(/.*)?$")] | None = None
    constant: Scalar | list[str] | None = None
    template: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    trim: bool = False
    split: Annotated[str, Field(min_length=1)] | None = None
    codes: Annotated[dict[str, Scalar], Field(min_length=1)] | None = None
    otherwise: Scalar | None = None
    decimal: DecimalFormat | None = None
    date: DateFormat | None = None
    integer: bool = False

    @field_validator("template")
    @classmethod
    def _has_placeholders(cls, template: str | None) -> str | None:
        if template is not None and ("{" in (rest := PLACEHOLDER.sub("", template)) or "}" in rest):
            raise ValueError("a brace of the template has no partner")
        return template

    @model_validator(mode="after")
    def _is_one_way(self) -> Self:
        sources = [it for it in (self.column, self.path, self.constant, self.template) if it is not None]
        if len(sources) != 1:
            raise ValueError("say exactly one of column, path, constant and template")
        forms = [self.codes is not None, self.decimal is not None, self.date is not None, self.integer]
        if sum(forms) > 1:
            raise ValueError("say at most one of codes, decimal, date and integer")
        if self.place is None and (any(forms) or self.trim or self.split):
            raise ValueError("a constant or a template is taken as it is")
        if self.otherwise is not None and self.codes is None:
            raise ValueError("otherwise needs codes")
        return self

    @property
    def place(self) -> str | None:
        """The column or path, for a rule that has one."""
        return self.column if self.column is not None else self.path

    def places(self) -> Iterator[str]:
        """All columns or paths that are looked at."""
        if self.place is not None:
            yield self.place
        yield from PLACEHOLDER.findall(self.template or "")

    def value(self, row: Row) -> Result:
        """What the field becomes.

        Raises:
            CellError: the cell does not give it.

        """
        if self.constant is not None:
            return [*self.constant] if isinstance(self.constant, list) else self.constant
        if self.template is not None:
            return self.filled(row)
        cell = row.cell(self.place or "")
        if self.split is not None:
            parts = (part.strip() for part in self._text(cell).split(self.split))
            return [it for part in parts if part and (it := self._one(part)) is not None] or None
        if isinstance(cell, list):
            return [it for part in cell if (it := self._one(part)) is not None] or None
        return self._one(cell)

    def filled(self, row: Row) -> str | None:
        """The template with its placeholders filled; None when one of them is empty."""
        texts = {name: cell_text(row, name) for name in self.places()}
        if not all(texts.values()):
            return None
        return PLACEHOLDER.sub(lambda found: texts[found[1]], self.template or "")

    def _text(self, cell: object) -> str:
        try:
            text = text_of(cell)
        except TypeError:
            raise CellError(self.place or "", RowCode.VALUE_INVALID, "not a single value", cell) from None
        return text.strip() if self.trim else text

    def _one(self, cell: object) -> Scalar | None:
        text, column = self._text(cell), self.place or ""
        if self.codes is not None and (text or "" in self.codes):
            return self._meaning(column, text)
        if not text:
            return None
        if self.decimal is not None:
            return self.decimal.read(column, text)
        if self.date is not None:
            return self.date.read(column, cell)
        if self.integer:
            return _integer(column, text)
        return cell if isinstance(cell, bool) else text

    def _meaning(self, column: str, text: str) -> Scalar:
        found = (self.codes or {}).get(text, self.otherwise)
        if found is None:
            raise CellError(column, RowCode.CODE_UNKNOWN, "the mapping has no such code", text)
        return found


def cell_text(row: Row, name: str) -> str:
    """The trimmed text of a cell, for filters, keys and templates."""
    cell = row.cell(name)
    try:
        return text_of(cell).strip()
    except TypeError:
        raise CellError(name, RowCode.VALUE_INVALID, "not a single value", cell) from None


def _integer(column: str, text: str) -> int:
    if re.fullmatch("-?[0-9]{1,15}", text) is None:
        raise CellError(column, RowCode.VALUE_INVALID, "not a whole number of at most 15 digits", text)
    return int(text)
