"""How a source writes numbers and dates, and what they are in an event."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Final, Literal, Self

from pydantic import model_validator
from whenever import PlainDateTime

from ingest.adapters.input import Name, Rule
from ingest.adapters.rows import CellError, RowCode, text_of

_DIRECTIVES: Final = re.compile(r"%(.)")


class DecimalFormat(Rule):
    """How decimal numbers are written.

    Attributes:
        mark: between whole part and fraction.
        group: between groups of three digits of the whole part; "" for none.
        negative: whether numbers below zero are taken.

    """

    mark: Literal[".", ","] = "."
    group: Literal["", ".", ",", " ", "'", "\u00a0", "\u202f"] = ""
    negative: bool = False

    @model_validator(mode="after")
    def _marks_differ(self) -> Self:
        if self.mark == self.group:
            raise ValueError("mark and group are the same")
        return self

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Sign, whole part and fraction of a number."""
        whole = "[0-9]+" if not self.group else f"[0-9]{{1,3}}(?:{re.escape(self.group)}[0-9]{{3}})+|[0-9]+"
        return re.compile(f"([+-]?)({whole}|(?={re.escape(self.mark)}))(?:{re.escape(self.mark)}([0-9]+))?")

    def read(self, column: str, text: str) -> str:
        """The number as canonical decimal text, with the zeros at its end."""
        found = self.pattern.fullmatch(text)
        if found is None:
            raise CellError(column, RowCode.QUANTITY_FORMAT, "not a decimal number of the declared format", text)
        whole = found[2].replace(self.group, "") if self.group else found[2]
        number = (whole.lstrip("0") or "0") + (f".{found[3]}" if found[3] else "")
        if found[1] == "-" and number.strip("0."):
            if not self.negative:
                raise CellError(column, RowCode.QUANTITY_FORMAT, "the number is below zero", text)
            return f"-{number}"
        return number


class DateFormat(Rule):
    """How dates and times are written.

    Attributes:
        format: of Python's `strptime`, numbers only; without time of day the day begins at midnight.
        zone: the IANA name of the time zone in which they are meant; not beside `%z`.
        inclusive_end: the value is the last day in force, so the event says the day after.

    """

    format: str
    zone: Name | None = None
    inclusive_end: bool = False

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        used = _DIRECTIVES.findall(self.format)
        if not set("Ymd") <= set(used) or not set(used) <= set("YmdHMSfz%"):
            raise ValueError("format needs %Y, %m and %d, and knows %H, %M, %S, %f and %z beside them")
        if (self.zone is None) != ("z" in used):
            raise ValueError("either zone or %z in the format says the offset from UTC")
        if self.inclusive_end and self.zone is None:
            raise ValueError("an inclusive end is a date in a zone")
        if self.zone is not None:
            PlainDateTime(2000, 1, 1).assume_tz(self.zone)
        return self

    def read(self, column: str, cell: object) -> str:
        """The moment as RFC 3339 text with its offset."""
        moment = self._moment(column, cell)
        if self.inclusive_end:
            if moment.time().replace(tzinfo=None) != datetime.min.time():
                raise CellError(column, RowCode.TIME_FORMAT, "an inclusive end date has no time of day", cell)
            if moment.date() == date.max:
                raise CellError(column, RowCode.TIME_FORMAT, "no day follows this one", cell)
            moment += timedelta(days=1)
        if self.zone is None:
            return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
        try:
            zoned = PlainDateTime.parse_iso(moment.isoformat()).assume_tz(self.zone, disambiguation="raise")
        except ValueError as error:
            raise CellError(column, RowCode.TIME_FORMAT, f"no such moment: {error}", cell) from None
        return zoned.to_fixed_offset().format_iso().replace("+00:00", "Z")

    def _moment(self, column: str, cell: object) -> datetime:
        if isinstance(cell, datetime):
            return cell
        if isinstance(cell, date):
            return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - its zone is put on afterwards
        try:
            text = text_of(cell).strip()
            return datetime.strptime(text, self.format) if text.isascii() else _no_date()  # noqa: DTZ007 - likewise
        except (TypeError, ValueError):
            detail = f"not a date of the format {self.format}"
            raise CellError(column, RowCode.TIME_FORMAT, detail, cell) from None


def _no_date() -> datetime:
    raise ValueError("digits of other scripts")
