"""Instants: integers of microseconds since 1970-01-01T00:00:00Z, read from and shown as RFC 3339 text.

Between integers and text stands one other form, `datetime` in `datetime.timezone.utc`, for libraries that
ask for it. No other time zone object is ever made here.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from whenever import OffsetDateTime

from graph.model.problem import ProblemCode

FAR_PAST: Final = -62_135_596_800_000_000
"""0001-01-01T00:00:00Z: the earliest instant, and the beginning of an interval without one."""

FAR_FUTURE: Final = 253_402_214_400_000_000
"""9999-12-31T00:00:00Z: the latest instant, and the end of an interval without one."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DATE_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-5][0-9](?:\.[0-9]{1,9})?"
_WITH_OFFSET = re.compile(_DATE_TIME + r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})")
_NAIVE = re.compile(_DATE_TIME)


class InstantError(ValueError):
    """A text or a `datetime` does not tell an instant.

    Attributes:
        code: `TIME_ZONE_MISSING` when only the offset from UTC is missing, else `TIME_FORMAT`.

    """

    def __init__(self, code: ProblemCode, message: str) -> None:
        super().__init__(message)
        self.code = code


def parse_instant(text: str) -> int:
    """Read an RFC 3339 date-time with offset and at most nine decimals; digits below a microsecond are cut off.

    Leap seconds (`:60`), `24:00`, and what lies before 0001-01-01 or after 9999-12-31T00:00:00Z are refused.

    Args:
        text: for example `2026-11-24T08:13:00.25+01:00`.

    Returns:
        Microseconds since 1970-01-01T00:00:00Z, from `FAR_PAST` to `FAR_FUTURE`.

    Raises:
        InstantError: no offset from UTC, or not such a text.

    """
    if not _WITH_OFFSET.fullmatch(text):
        raise _unreadable(text)
    try:
        micros = OffsetDateTime.parse_iso(text).timestamp(unit="microsecond")
    except ValueError:
        raise InstantError(ProblemCode.TIME_FORMAT, "no such date, time of day or offset") from None
    if micros > FAR_FUTURE:
        raise InstantError(ProblemCode.TIME_FORMAT, "the latest instant is 9999-12-31T00:00:00Z, which means open")
    return micros


def _unreadable(text: str) -> InstantError:
    if _NAIVE.fullmatch(text):
        return InstantError(ProblemCode.TIME_ZONE_MISSING, "the offset from UTC is missing")
    return InstantError(ProblemCode.TIME_FORMAT, "not an RFC 3339 date and time with an offset from UTC")


def format_instant(micros: int) -> str:
    """Show an instant as RFC 3339 text in UTC with six decimals, for example `2026-11-24T07:13:00.000000Z`."""
    return to_datetime(micros).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def to_datetime(micros: int) -> datetime:
    """The instant as a `datetime` in `datetime.timezone.utc`."""
    return _EPOCH + micros * _MICROSECOND


def from_datetime(moment: datetime) -> int:
    """The instant of an aware `datetime` of any time zone.

    Raises:
        InstantError: the `datetime` is naive.

    """
    if moment.utcoffset() is None:
        raise InstantError(ProblemCode.TIME_ZONE_MISSING, "the datetime has no time zone")
    return (moment - _EPOCH) // _MICROSECOND
