"""What a mapping says of the form of its file."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Encoding = Literal[
    "utf-8", "ascii", "windows-1250", "windows-1252", "iso-8859-1", "iso-8859-2", "iso-8859-15", "shift_jis", "gb18030"
]
"""Encodings in which a line break is one byte that is part of no other character."""

Name = Annotated[str, Field(min_length=1, max_length=200)]


class Rule(BaseModel):
    """A frozen part of a mapping; unknown keys are refused, and nothing is converted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Table(Rule):
    """A file of lines of cells.

    Attributes:
        columns: the names of the columns; without them the first line has them.
        encoding: how characters are written; a byte order mark of UTF-8 is skipped.

    """

    columns: Annotated[list[Name], Field(min_length=1)] | None = None
    encoding: Encoding = "utf-8"

    @model_validator(mode="after")
    def _columns_differ(self) -> Self:
        if self.columns is not None and len(set(self.columns)) < len(self.columns):
            raise ValueError("a column name occurs twice")
        return self


class Csv(Table):
    """Cells between delimiters; quotes are doubled inside of quotes. `quote = ""` means that nothing is quoted."""

    format: Literal["csv"]
    delimiter: Annotated[str, Field(pattern=r"^[^\r\n\"]$")]
    quote: Annotated[str, Field(pattern=r"^[^\r\n]?$")] = '"'

    @model_validator(mode="after")
    def _marks_differ(self) -> Self:
        if self.quote == self.delimiter:
            raise ValueError("delimiter and quote are the same")
        return self


class Tsv(Table):
    """Cells between tabs, and no quotes."""

    format: Literal["tsv"]
    delimiter: Literal["\t"] = "\t"
    quote: Literal[""] = ""


class Json(Rule):
    """One JSON document; `list` is the pointer (RFC 6901) to its list of rows, "" for the document itself."""

    format: Literal["json"]
    list: Annotated[str, Field(pattern="^(/.*)?$")] = ""


class JsonLines(Rule):
    """One JSON object a line."""

    format: Literal["jsonl"]


class Xlsx(Rule):
    """One sheet of an Excel file; `header_row` is counted from 1 and rows before it are skipped."""

    format: Literal["xlsx"]
    sheet: Name
    header_row: Annotated[int, Field(ge=1)] = 1


Input = Annotated[Csv | Tsv | Json | JsonLines | Xlsx, Field(discriminator="format")]

DOCUMENTS: Final = (Json, JsonLines)
"""Forms whose values are found by JSON paths; in all others by columns."""
