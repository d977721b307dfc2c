"""Statements by name inside of one transaction."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any, LiteralString, overload

from neo4j.exceptions import DriverError, Neo4jError

from graph.errors import DatabaseError, StatementError
from graph.failures import translate
from graph.telemetry import announce, count_error, count_statement
from graph.values import Model, Row, shape, to_utc

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from neo4j import AsyncResult, AsyncTransaction

    from graph.connection import Access
    from graph.statements import Statement


def find(
    statements: Mapping[str, Statement], name: str, params: Mapping[str, object], access: Access | None = None
) -> Statement:
    """The statement of this name.

    Args:
        statements: all of them.
        name: the stem of its file.
        params: the values it is called with.
        access: what it has to be, None for either.

    Raises:
        StatementError: there is none, it takes other parameters, or it writes where only reading is allowed.
    """
    statement = statements.get(name)
    if statement is None:
        raise StatementError(f"there is no statement named {name}", hint="Statements are named after their files")
    if params.keys() != statement.params:
        wrong = ", ".join(sorted(params.keys() ^ statement.params))
        raise StatementError(f"{statement.path} is called with other parameters than it declares: {wrong}")
    if access is not None and statement.access != access:
        raise StatementError(f"{statement.path} is a {statement.access} statement and was called to {access}")
    return statement


async def fetch(
    statement: Statement,
    params: Mapping[str, object],
    send: Callable[[LiteralString, dict[str, Any]], Awaitable[AsyncResult]],
) -> list[Row]:
    """Send a statement, take all its rows, and count it.

    Args:
        statement: what to send.
        params: its values.
        send: takes the text and the values; of a transaction or a session.

    Raises:
        RevtraceError: in place of what the driver raises.
    """
    values = {name: to_utc(value) for name, value in params.items()}
    announce(statement.name)
    start = perf_counter()
    try:
        result = await (await send(statement.text, values)).to_eager_result()
    except (DriverError, Neo4jError) as error:
        translated = translate(error, statement.name)
        count_error(statement.name, translated.code)
        raise translated from error
    rows = [dict(zip(result.keys, record.values(), strict=True)) for record in result.records]
    count_statement(statement.name, perf_counter() - start, len(rows))
    return rows


def at_most_one(rows: list[Row], statement: Statement) -> list[Row]:
    """The rows, which have to be none or one.

    Raises:
        DatabaseError: there are several.
    """
    if len(rows) > 1:
        raise DatabaseError(f"{statement.name} returned {len(rows)} rows where at most one was expected")
    return rows


class Reading:
    """One open transaction that runs read statements.

    Several statements in it cost one round trip each instead of three, and share their bookmark. Neo4j shows each of
    them what is committed by then: it is no snapshot, so what has to agree is asked in one statement.

    Args:
        statements: all statements by name.
        transaction: the open transaction.
    """

    def __init__(self, statements: Mapping[str, Statement], transaction: AsyncTransaction) -> None:
        self._statements = statements
        self._transaction = transaction

    @overload
    async def read(self, name: str, /, *, into: None = None, **params: object) -> list[Row]: ...
    @overload
    async def read(self, name: str, /, *, into: type[Model], **params: object) -> list[Model]: ...
    async def read(self, name: str, /, *, into: type[Model] | None = None, **params: object) -> list[Row] | list[Model]:
        """The rows of a read statement, as models when `into` is given."""
        return await self._run(find(self._statements, name, params, "read"), into, params)

    @overload
    async def read_one(self, name: str, /, *, into: None = None, **params: object) -> Row | None: ...
    @overload
    async def read_one(self, name: str, /, *, into: type[Model], **params: object) -> Model | None: ...
    async def read_one(self, name: str, /, *, into: type[Model] | None = None, **params: object) -> Row | Model | None:
        """The only row of a read statement, None when there is none."""
        statement = find(self._statements, name, params, "read")
        rows = at_most_one(await fetch(statement, params, self._transaction.run), statement)
        found = shape(rows, statement, into)
        return found[0] if found else None

    async def _run(
        self, statement: Statement, into: type[Model] | None, params: Mapping[str, object]
    ) -> list[Row] | list[Model]:
        return shape(await fetch(statement, params, self._transaction.run), statement, into)


class Writing(Reading):
    """One open transaction that runs any statement."""

    @overload
    async def run(self, name: str, /, *, into: None = None, **params: object) -> list[Row]: ...
    @overload
    async def run(self, name: str, /, *, into: type[Model], **params: object) -> list[Model]: ...
    async def run(self, name: str, /, *, into: type[Model] | None = None, **params: object) -> list[Row] | list[Model]:
        """The rows of a read or write statement, as models when `into` is given."""
        return await self._run(find(self._statements, name, params), into, params)
