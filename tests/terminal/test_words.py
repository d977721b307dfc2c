"""Times, spans and keys read the same everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.terminal.words import (
    MINUTE,
    count,
    exact_time,
    key_words,
    listed,
    plain,
    reference_words,
    short_digest,
    short_time,
    span,
    time,
)
from graph.clock import FAR_FUTURE, FAR_PAST, parse_instant

MOMENT = parse_instant("2026-09-24T15:32:07.25+02:00")
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (3 * DAY + 4 * HOUR + 59 * MINUTE, "3 d 4 h"),
        (3 * DAY + 59 * MINUTE, "3 d"),
        (5 * HOUR, "5 h"),
        (5 * HOUR + MINUTE, "5 h 1 min"),
        (59 * MINUTE, "59 min"),
        (MINUTE - 1, "under 1 min"),
        (0, "under 1 min"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(length: int, words: str) -> None:
    assert span(length) == words


def test_times_are_utc_and_say_so_where_no_heading_does() -> None:
    assert time(MOMENT) == "2026-09-24 13:32"
    assert exact_time(MOMENT) == "2026-09-24 13:32:07.250000 UTC"
    assert short_time(MOMENT, 2026) == "09-24 13:32"
    assert short_time(MOMENT, 2027) == "2026-09-24"


@given(st.integers(FAR_PAST, FAR_FUTURE), st.integers(1, 9999))
def test_a_short_time_never_leaves_its_column(moment: int, year: int) -> None:
    assert len(short_time(moment, year)) <= 11


def test_names_and_keys_become_words() -> None:
    assert plain("WRONG_REVISION") == "wrong revision"
    assert plain("BOM") == "BOM"
    assert key_words("ERP|10\\|0") == "ERP 10|0"
    assert reference_words("ReleaseStep:REL-7|ERP|ITEM_MASTER") == "step ERP item master"
    assert reference_words("ChangeOrder:ECO-1") == "change order ECO-1"
    assert short_digest("0123456789abcdef" * 4) == "01234567..cdef"
    assert count(1, "gap") == "1 gap"
    assert count(1200, "order") == "1,200 orders"
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
