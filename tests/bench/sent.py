"""What the service sends to the database for a question: each statement with the values of its parameters."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

from graph import database, transaction

if TYPE_CHECKING:
    from graph.statements import Statement
    from graph.values import Row


class Sent(NamedTuple):
    """One statement as it went over the wire."""

    name: str
    text: str
    params: dict[str, object]


@contextmanager
def recorded() -> Iterator[list[Sent]]:
    """The statements that this process sends through the door while the block runs, in order."""
    sent: list[Sent] = []
    fetch = transaction.fetch

    async def record(
        statement: Statement, params: Mapping[str, object], send: Callable[..., Awaitable[Any]]
    ) -> list[Row]:
        sent.append(Sent(statement.name, statement.text, dict(params)))
        return await fetch(statement, params, send)

    with patch.object(transaction, "fetch", record), patch.object(database, "fetch", record):
        yield sent
