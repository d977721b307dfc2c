"""Times, spans, keys and digests in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from graph.clock import to_datetime
from graph.model.base import split_key
from graph.model.release import StepKind

MINUTE: Final = 60 * 1_000_000
"""Microseconds."""

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def time(micros: int) -> str:
    """An instant to the minute, in UTC, such as `2026-09-24 13:32`."""
    return f"{to_datetime(micros):%Y-%m-%d %H:%M}"


def exact_time(micros: int) -> str:
    """An instant in full, such as `2026-09-24 13:32:07.250000 UTC`; the fraction only where there is one."""
    return to_datetime(micros).replace(tzinfo=None).isoformat(" ") + " UTC"


def short_time(micros: int, year: int) -> str:
    """An instant in eleven columns: `09-24 13:32` in that year, the bare date of any other year."""
    moment = to_datetime(micros)
    return f"{moment:%m-%d %H:%M}" if moment.year == year else f"{moment:%Y-%m-%d}"


def year_of(micros: int) -> int:
    """The year of an instant in UTC."""
    return to_datetime(micros).year


def span(micros: int) -> str:
    """A length of time in its two largest units, such as `3 d 4 h`, cut off below the minute."""
    minutes = micros // MINUTE
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return _two(days, "d", hours, "h")
    if hours:
        return _two(hours, "h", rest, "min")
    return f"{rest} min" if rest else "under 1 min"


def _two(large: int, unit: str, small: int, smaller_unit: str) -> str:
    return f"{large} {unit} {small} {smaller_unit}" if small else f"{large} {unit}"


def plain(name: StrEnum | str) -> str:
    """A name in capitals as words: `WRONG_REVISION` is `wrong revision`; BOM stays an abbreviation."""
    return " ".join(word if word == StepKind.BOM else word.lower() for word in name.split("_"))


def key_words(key: str) -> str:
    """A natural key in words: its parts with spaces between."""
    return " ".join(split_key(key))


def reference_words(ref: str) -> str:
    """A reference in words: `ReleaseStep:REL-7|ERP|BOM` is `step ERP BOM`, `ChangeOrder:E-1` is `change order E-1`."""
    label, _, key = ref.partition(":")
    if label == "ReleaseStep":
        _, system, kind = split_key(key)
        return f"step {system} {plain(kind)}"
    return f"{_CAPITAL.sub(' ', label).lower()} {key_words(key)}"


def short_digest(digest: str) -> str:
    """The two ends of a digest."""
    return f"{digest[:8]}..{digest[-4:]}"


def count(number: int, noun: str) -> str:
    """A number with its noun, in the plural where it is not one."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(words: Iterable[str]) -> str:
    """Words in a row, `and` before the last."""
    *head, last = words
    return f"{', '.join(head)} and {last}" if head else last
