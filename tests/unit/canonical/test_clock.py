"""Instants are microseconds UTC; only RFC 3339 with an offset is read, and what is shown reads back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.clock import (
    FAR_FUTURE,
    FAR_PAST,
    InstantError,
    format_instant,
    from_datetime,
    parse_instant,
    to_datetime,
)
from graph.model.problem import ProblemCode

INSTANTS = st.integers(FAR_PAST, FAR_FUTURE)


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01t00:00:01z", 1_000_000),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1969-12-31T19:00:00-05:00", 0),
        ("1970-01-01T00:00:00-00:00", 0),
        ("1970-01-01T00:00:00.5Z", 500_000),
        ("1970-01-01T00:00:00.1234567Z", 123_456),
        ("1970-01-01T00:00:00.123456999Z", 123_456),
        ("1969-12-31T23:59:59.999999999Z", -1),
        ("2024-02-29T12:00:00Z", 1_709_208_000_000_000),
        ("0001-01-01T00:00:00Z", FAR_PAST),
        ("9999-12-31T00:00:00Z", FAR_FUTURE),
    ],
)
def test_an_rfc_3339_text_is_read_to_the_microsecond(text: str, micros: int) -> None:
    assert parse_instant(text) == micros


@pytest.mark.parametrize("text", ["2026-11-24T07:13:00", "2026-11-24T07:13:00.123"])
def test_a_time_without_an_offset_is_told_apart_from_a_bad_format(text: str) -> None:
    with pytest.raises(InstantError) as caught:
        parse_instant(text)
    assert caught.value.code is ProblemCode.TIME_ZONE_MISSING


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10",
        "2026-11-24",
        "07:13:00Z",
        "2026-11-24T07:13Z",
        "2026-11-24 07:13:00Z",
        "20261124T071300Z",
        "2026-11-24T24:00:00Z",
        "2026-11-24T23:59:60Z",
        "2026-11-24T07:13:00.Z",
        "2026-11-24T07:13:00,5Z",
        "2026-11-24T07:13:00.1234567890Z",
        "2026-11-24T07:13:00+0100",
        "2026-11-24T07:13:00+01",
        "2026-11-24T07:13:00+01:00:30",
        "2026-11-24T07:13:00+24:00",
        "2026-11-24T07:13:00+01:00[Europe/Paris]",
        "2026-02-30T07:13:00Z",
        "2026-13-01T07:13:00Z",
        "2026-W48-2T07:13:00Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T00:00:00.000001Z",
        "9999-12-31T23:59:59-01:00",
        "2026-11-24T07:13:00Z\n",
        " 2026-11-24T07:13:00Z",
        "\uff12\uff10\uff12\uff16-11-24T07:13:00Z",
    ],
)
def test_anything_else_is_refused_as_a_bad_format(text: str) -> None:
    with pytest.raises(InstantError) as caught:
        parse_instant(text)
    assert caught.value.code is ProblemCode.TIME_FORMAT


@given(INSTANTS)
def test_what_is_shown_reads_back_as_the_same_instant(micros: int) -> None:
    text = format_instant(micros)
    assert len(text) == len("2026-11-24T07:13:00.000000Z")
    assert parse_instant(text) == micros


def test_an_instant_is_shown_in_utc_with_six_decimals() -> None:
    assert format_instant(parse_instant("2026-11-24T08:13:00.25+01:00")) == "2026-11-24T07:13:00.250000Z"


@given(INSTANTS)
def test_a_datetime_holds_the_instant_exactly_and_in_utc(micros: int) -> None:
    moment = to_datetime(micros)
    assert moment.tzinfo is UTC
    assert from_datetime(moment) == micros


def test_a_datetime_of_any_zone_gives_its_instant() -> None:
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert from_datetime(noon.astimezone(ZoneInfo("America/New_York"))) == from_datetime(noon)
    assert from_datetime(noon.astimezone(timezone(timedelta(hours=5, minutes=45)))) == from_datetime(noon)


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(InstantError) as caught:
        from_datetime(to_datetime(0).replace(tzinfo=None))
    assert caught.value.code is ProblemCode.TIME_ZONE_MISSING
