"""A refused event keeps the id that it has, whatever else is wrong with it."""

from __future__ import annotations

import pytest

from graph.recording.exceptions import Refusal
from ingest.interpretation import ID_LENGTH, draft
from ingest.splitting import EventText


def refused(text: bytes) -> Refusal:
    """The refusal of one event that PLM sends."""
    (one,) = draft("PLM", [EventText(1, text)])
    assert isinstance(one.reading, Refusal)
    return one.reading


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        (b'{"specversion":"1.0","id":"x"}', "x"),
        (b'{"id":"e 1","time":"2026-11-20T10:00:00"}', "e 1"),
        (b'{"id":"' + b"x" * ID_LENGTH + b'"}', "x" * ID_LENGTH),
        (b'{"id":"x","data":{"a":1.5,"a":NaN}}', ""),
        (b'{"id":"' + b"x" * (ID_LENGTH + 1) + b'"}', ""),
        (b'{"id":"\\u001b[2J"}', ""),
        ('{"id":"\u00e4"}'.encode(), ""),
        (b'{"id":7}', ""),
        (b'["id"]', ""),
        (b"{}", ""),
        (b"not json", ""),
        (b"\xff", ""),
    ],
)
def test_a_refused_event_is_known_by_its_id_where_a_source_may_give_such_a_one(text: bytes, identity: str) -> None:
    assert refused(text).event_id == identity
