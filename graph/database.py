"""The only door to Neo4j: reads and writes by the name of a statement, each with a deadline."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any, Literal, LiteralString, Self, TypeVar, overload

from neo4j import Query

from graph.connection import Connection, metadata
from graph.failures import retrying, within
from graph.statements import load_statements
from graph.transaction import Reading, Writing, at_most_one, fetch, find
from graph.values import Model, Row, shape

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    from neo4j import AsyncResult, AsyncTransaction

    from graph.statements import Statement

T = TypeVar("T")

READ_DEADLINE = 10.0
WRITE_DEADLINE = 30.0
"""Seconds for all tries of one call together."""


class Graph:
    """A database and the statements that may run on it.

    Args:
        connection: the pool of connections.
        statements: the statements by name.
    """

    def __init__(self, connection: Connection, statements: Mapping[str, Statement]) -> None:
        self.connection = connection
        self.statements = statements

    @classmethod
    async def open(
        cls,
        uri: str,
        *,
        username: str = "",
        password: str = "",
        database: str = "neo4j",
        statements: Mapping[str, Statement] | None = None,
        pool_size: int = 50,
        acquisition_timeout: float = 5.0,
        warn_notification_severity: Literal["WARNING", "INFORMATION"] | None = None,
    ) -> Self:
        """Check the statements and prepare the connections; nothing is sent yet (see `verify`).

        Args:
            uri: any scheme of the driver, such as bolt:// or neo4j+s://.
            username: empty for a server without authentication.
            password: of that user.
            database: the database on the server.
            statements: by name; those of this release when left out.
            pool_size: most connections to one server.
            acquisition_timeout: seconds to wait for a free connection.
            warn_notification_severity: turns the notifications of the server into Python warnings, for tests.

        Raises:
            ConfigurationError: the address cannot be read, or a statement breaks its contract (StatementError).
        """
        if statements is None:
            statements = load_statements()
        connection = Connection.build(
            uri,
            username=username,
            password=password,
            database=database,
            pool_size=pool_size,
            acquisition_timeout=acquisition_timeout,
            warn_notification_severity=warn_notification_severity,
        )
        return cls(connection, statements)

    async def close(self) -> None:
        """Close all connections."""
        await self.connection.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def verify(self, *, deadline: float = READ_DEADLINE) -> str:
        """Ask the server for a sign of life from our database.

        Returns:
            The product and version of the server, such as `Neo4j/5.26.24`.

        Raises:
            UnavailableError: it does not answer.
            ConfigurationError: it refuses the credentials, or has no such database.
        """

        async def attempt(remaining: float) -> str:
            async with self.connection.transaction("read", "verify", remaining) as transaction:
                summary = await (await transaction.run("RETURN 1 AS alive")).consume()
                return str(summary.server.agent)

        return await retrying(attempt, name="verify", deadline=deadline)

    @overload
    async def read(
        self, name: str, /, *, into: None = None, deadline: float = READ_DEADLINE, **params: object
    ) -> list[Row]: ...
    @overload
    async def read(
        self, name: str, /, *, into: type[Model], deadline: float = READ_DEADLINE, **params: object
    ) -> list[Model]: ...
    async def read(
        self, name: str, /, *, into: type[Model] | None = None, deadline: float = READ_DEADLINE, **params: object
    ) -> list[Row] | list[Model]:
        """The rows of one read statement.

        Args:
            name: the stem of its file in `cypher/read/`.
            into: the frozen model whose fields are its columns; plain dictionaries when left out.
            deadline: seconds.
            params: the values of its parameters.

        Raises:
            DeadlineError: no answer in time.
            UnavailableError: the database does not answer; all tries failed.
            DatabaseError: the database refused it, or a row does not fit the model.
            StatementError: there is no such statement, or it takes other parameters.
        """
        statement = find(self.statements, name, params, "read")
        return shape(await self._read(statement, params, deadline), statement, into)

    @overload
    async def read_one(
        self, name: str, /, *, into: None = None, deadline: float = READ_DEADLINE, **params: object
    ) -> Row | None: ...
    @overload
    async def read_one(
        self, name: str, /, *, into: type[Model], deadline: float = READ_DEADLINE, **params: object
    ) -> Model | None: ...
    async def read_one(
        self, name: str, /, *, into: type[Model] | None = None, deadline: float = READ_DEADLINE, **params: object
    ) -> Row | Model | None:
        """The only row of one read statement, None when there is none; arguments and errors as for `read`.

        Raises:
            DatabaseError: it returned several rows.
        """
        statement = find(self.statements, name, params, "read")
        rows = at_most_one(await self._read(statement, params, deadline), statement)
        found = shape(rows, statement, into)
        return found[0] if found else None

    async def _read(self, statement: Statement, params: Mapping[str, object], deadline: float) -> list[Row]:
        """One statement in a transaction of its own takes one round trip, and may be repeated since it only reads."""

        async def attempt(remaining: float) -> list[Row]:
            async with self.connection.session("read") as session:

                def send(text: LiteralString, values: dict[str, Any]) -> Awaitable[AsyncResult]:
                    return session.run(Query(text, metadata(statement.name), remaining), values)

                return await fetch(statement, params, send)

        return await retrying(attempt, name=statement.name, deadline=deadline)

    @asynccontextmanager
    async def reading(self, label: str, *, deadline: float = READ_DEADLINE) -> AsyncIterator[Reading]:
        """Open one transaction for several read statements.

        Args:
            label: names the question in the transaction list.
            deadline: seconds for the whole block.
        """
        async with within(deadline, label), AsyncExitStack() as stack:

            def begin(remaining: float) -> Awaitable[AsyncTransaction]:
                return stack.enter_async_context(self.connection.transaction("read", label, remaining))

            yield Reading(self.statements, await retrying(begin, name=label, deadline=deadline))

    async def write(
        self, work: Callable[[Writing], Awaitable[T]], *, label: str, deadline: float = WRITE_DEADLINE
    ) -> T:
        """Run work in one transaction that commits when it returns, and try again after deadlocks and lost connections.

        Args:
            work: may run several times, so it changes nothing outside of the transaction.
            label: names the work in metrics and in the transaction list.
            deadline: seconds for all tries.

        Raises:
            UnavailableError: all tries failed; or the connection broke while committing, with unknown outcome.
            DeadlineError: not done in time; nothing was written, or see above.
            DatabaseError: the database refused a statement; nothing was written.
            Exception: what the work raises; nothing was written.
        """

        async def attempt(remaining: float) -> T:
            async with self.connection.transaction("write", label, remaining) as transaction:
                return await work(Writing(self.statements, transaction))

        return await retrying(attempt, name=label, deadline=deadline)

    @overload
    async def execute(
        self, name: str, /, *, into: None = None, deadline: float = WRITE_DEADLINE, **params: object
    ) -> list[Row]: ...
    @overload
    async def execute(
        self, name: str, /, *, into: type[Model], deadline: float = WRITE_DEADLINE, **params: object
    ) -> list[Model]: ...
    async def execute(
        self, name: str, /, *, into: type[Model] | None = None, deadline: float = WRITE_DEADLINE, **params: object
    ) -> list[Row] | list[Model]:
        """Run one write statement in a transaction of its own; arguments as for `read`, errors as for `write`."""
        statement = find(self.statements, name, params, "write")

        async def work(transaction: Writing) -> list[Row] | list[Model]:
            return await transaction.run(name, into=into, **params)

        return await self.write(work, label=statement.name, deadline=deadline)
