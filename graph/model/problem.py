"""What is wrong with something that was sent, said so that a person or a program can mend it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

SHOWN = 64
"""How many characters of an offending value are repeated in a problem."""


class ProblemCode(StrEnum):
    """Stable codes; a client may branch on them."""

    MALFORMED = "MALFORMED"
    DUPLICATE_KEY = "DUPLICATE_KEY"
    SCHEMA_UNKNOWN = "SCHEMA_UNKNOWN"
    FIELD_UNKNOWN = "FIELD_UNKNOWN"
    FIELD_MISSING = "FIELD_MISSING"
    FIELD_INVALID = "FIELD_INVALID"
    TIME_ZONE_MISSING = "TIME_ZONE_MISSING"
    TIME_FORMAT = "TIME_FORMAT"
    QUANTITY_FORMAT = "QUANTITY_FORMAT"
    IDENTIFIER_UNMAPPED = "IDENTIFIER_UNMAPPED"
    SOURCE_NOT_ALLOWED = "SOURCE_NOT_ALLOWED"
    CONFLICT = "CONFLICT"
    TOO_LARGE = "TOO_LARGE"
    AUTHORITY = "AUTHORITY"
    POISON = "POISON"


class Problem(BaseModel):
    """One fault in one event.

    Attributes:
        code: what kind of fault.
        pointer: RFC 6901 pointer into the event, "" for the event as a whole.
        detail: one sentence in words of the field.
        got: the offending value, cut to 64 characters, "" when there is none.
        expected: what would have been accepted, "" when the detail says it.
    """

    model_config = ConfigDict(frozen=True)

    code: ProblemCode
    pointer: str = ""
    detail: str
    got: str = ""
    expected: str = ""

    @classmethod
    def about(cls, code: ProblemCode, pointer: str, detail: str, *, got: object = "", expected: str = "") -> Problem:
        """Build a problem, showing at most 64 printable characters of the offending value."""
        shown = str(got).encode("unicode_escape").decode("ascii")[:SHOWN]
        return cls(code=code, pointer=pointer, detail=detail, got=shown, expected=expected)
