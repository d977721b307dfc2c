"""The list of keys says of each whether it counts, what it is for and what happened to it, and no secret."""

from __future__ import annotations

import pytest

from app.access import Role
from app.keys import ApiKey
from app.terminal.keys import keys
from app.terminal.marks import NONE
from graph.clock import parse_instant
from tests.terminal.pages import coloured, piped

NOW = parse_instant("2026-11-24T12:40:10Z")
KEY = ApiKey(
    id="0123456789ab",
    hash="f" * 64,
    role=Role.INGESTER,
    sources=frozenset({"WMS", "PLM"}),
    label="line 4",
    created_at=NOW,
)


def line(**told: object) -> str:
    return piped(keys([KEY.model_copy(update=told)], NOW)).rstrip("\n")


@pytest.mark.parametrize(
    ("told", "state", "fact"),
    [
        ({}, "● valid", ""),
        ({"expires_at": NOW + 1}, "● valid", ", expires 2026-11-24 12:40"),
        ({"expires_at": NOW}, f"{NONE.symbol} expired", ", expires 2026-11-24 12:40"),
        ({"rotated_at": NOW}, "● valid", ", rotated 2026-11-24 12:40"),
        ({"revoked_at": NOW}, "✕ revoked", ", revoked 2026-11-24 12:40"),
    ],
)
def test_a_key_shows_whether_it_counts_and_why(told: dict[str, object], state: str, fact: str) -> None:
    assert line(**told) == f"{state}  0123456789ab  ingester  “line 4”, for PLM WMS, created 2026-11-24 12:40{fact}"


def test_no_hash_is_shown() -> None:
    assert "ffff" not in line(previous_hash="f" * 64)


def test_no_key_yet_says_how_to_make_one() -> None:
    assert piped(keys([], NOW)) == "there is no key yet: revtrace keys create\n"


def test_a_label_cannot_steer_the_terminal() -> None:
    assert "\x1b[2J" not in coloured(keys([KEY.model_copy(update={"label": "\x1b[2J"})], NOW))
