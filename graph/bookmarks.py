"""Bookmarks: a reader on another member of a cluster waits until it has seen what the bookmark stands for.

A request opens a scope with the token that its client sent; every transaction inside of it starts from the bookmarks
known by then; the token at the end goes back to the client.
"""

from __future__ import annotations

import base64
import binascii
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

import orjson
from neo4j import Bookmarks

from graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TOKEN = 4096
"""Longest accepted token, in characters; a bookmark takes about 90 and a token holds a few."""


class BookmarkHolder:
    """What the transactions of one scope have seen so far.

    Args:
        values: the raw bookmarks to start from.
    """

    def __init__(self, values: frozenset[str]) -> None:
        self._values = values

    def current(self) -> Bookmarks:
        """The bookmarks that the next transaction has to wait for."""
        return Bookmarks.from_raw_values(self._values)

    def advance(self, waited_for: Bookmarks, reached: Bookmarks) -> None:
        """Replace what a transaction waited for by what it reached; transactions may end in any order."""
        self._values = (self._values - waited_for.raw_values) | reached.raw_values

    def token(self) -> str:
        """The bookmarks as one URL-safe word; empty when there are none."""
        if not self._values:
            return ""
        return base64.urlsafe_b64encode(orjson.dumps(sorted(self._values))).decode().rstrip("=")


_holder: ContextVar[BookmarkHolder | None] = ContextVar("bookmark_holder", default=None)


def current_holder() -> BookmarkHolder | None:
    """The holder of the running scope, if any."""
    return _holder.get()


@contextmanager
def tracking_bookmarks(token: str = "") -> Iterator[BookmarkHolder]:
    """Open a scope in which each transaction sees what the one before it did.

    Args:
        token: what an earlier scope returned, perhaps in another process.

    Raises:
        InputError: the token is none of ours.
    """
    holder = BookmarkHolder(_read_token(token))
    reset = _holder.set(holder)
    try:
        yield holder
    finally:
        _holder.reset(reset)


def _read_token(token: str) -> frozenset[str]:
    if not token:
        return frozenset()
    try:
        padded = token + "=" * (-len(token) % 4)
        values = (
            orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True)) if len(token) <= MAX_TOKEN else None
        )
    except (binascii.Error, ValueError):
        values = None
    if not isinstance(values, list) or not all(isinstance(value, str) and value.isascii() for value in values):
        raise InputError("the bookmark token cannot be read", hint="Send the token exactly as it was received")
    return frozenset(values)
