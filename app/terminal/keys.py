"""Who may use the API."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from app.keys import ApiKey
from app.terminal.layout import Entries
from app.terminal.marks import NONE, RIGHT, WRONG
from app.terminal.words import plain, time


def keys(found: Sequence[ApiKey], now: int) -> Entries | Text:
    """The keys, and whether they count at a moment, epoch microseconds."""
    if not found:
        return Text("there is no key yet: revtrace keys create")
    return Entries([_head(key, now) for key in found], [Text(", ".join(_facts(key))) for key in found])


def _head(key: ApiKey, now: int) -> tuple[Text, ...]:
    state, mark = ("valid", RIGHT) if key.is_valid(now) else ("expired", NONE)
    if key.revoked_at is not None:
        state, mark = "revoked", WRONG
    return Text.assemble((f"{mark.symbol} {state}", mark.style)), Text(key.id), Text(plain(key.role))


def _facts(key: ApiKey) -> Iterator[str]:
    if key.label:
        yield f"“{key.label}”"
    if key.sources:
        yield f"for {' '.join(sorted(key.sources))}"
    yield f"created {time(key.created_at)}"
    if key.rotated_at is not None:
        yield f"rotated {time(key.rotated_at)}"
    if key.expires_at is not None:
        yield f"expires {time(key.expires_at)}"
    if key.revoked_at is not None:
        yield f"revoked {time(key.revoked_at)}"
