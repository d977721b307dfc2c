"""The driver, held by one object that hands out sessions and transactions; nothing else touches it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from neo4j import READ_ACCESS, WRITE_ACCESS, AsyncGraphDatabase

from graph.bookmarks import current_holder
from graph.errors import ConfigurationError
from graph.failures import translated
from graph.telemetry import request_id

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from neo4j import AsyncDriver, AsyncSession, AsyncTransaction

Access: TypeAlias = Literal["read", "write", "schema"]

CONNECT_TIMEOUT = 5.0
IDLE_CHECK = 60.0
"""Seconds; a connection idle for longer is tried before it is used, since firewalls drop silent ones."""

_SESSIONS: dict[str, dict[str, Any]] = {
    "read": {"default_access_mode": READ_ACCESS},
    "write": {"default_access_mode": WRITE_ACCESS},
    # IF NOT EXISTS is how a schema file runs twice; the server's note that it did so is no news.
    "schema": {"default_access_mode": WRITE_ACCESS, "notifications_min_severity": "OFF"},
}


class Connection:
    """A pool of connections to one database.

    Args:
        driver: the asynchronous driver; the synchronous one hangs when threads share it.
        database: the database on the server.
    """

    def __init__(self, driver: AsyncDriver, database: str) -> None:
        self._driver = driver
        self._database = database

    @classmethod
    def build(
        cls,
        uri: str,
        *,
        username: str,
        password: str,
        database: str,
        pool_size: int,
        acquisition_timeout: float,
        warn_notification_severity: Literal["WARNING", "INFORMATION"] | None,
    ) -> Connection:
        """Make the driver; the first session connects.

        Raises:
            ConfigurationError: the address cannot be read.
        """
        if not uri.startswith(("bolt", "neo4j")):
            message = f"the database address begins with {uri.partition(':')[0]}, not with bolt or neo4j"
            raise ConfigurationError(message, hint="Check NEO4J_URI; over HTTP no deadline reaches the server")
        try:
            with translated("the connection"):
                driver = AsyncGraphDatabase.driver(
                    uri,
                    auth=(username, password) if username else None,
                    user_agent=f"revtrace/{version('revtrace')}",
                    max_connection_pool_size=pool_size,
                    connection_acquisition_timeout=acquisition_timeout,
                    connection_timeout=CONNECT_TIMEOUT,
                    liveness_check_timeout=IDLE_CHECK,
                    notifications_min_severity=warn_notification_severity or "OFF",
                    warn_notification_severity=warn_notification_severity,
                    disable_auto_commit_retries=True,
                    telemetry_disabled=True,
                )
        except ValueError as error:
            raise ConfigurationError(f"the database address cannot be read: {error}", hint="Check NEO4J_URI") from error
        return cls(driver, database)

    async def close(self) -> None:
        """Close all connections."""
        await self._driver.close()

    @asynccontextmanager
    async def session(self, access: Access) -> AsyncIterator[AsyncSession]:
        """Open a session that starts from the bookmarks of the running scope and leaves its own there."""
        holder = current_holder()
        waited_for = holder.current() if holder else None
        async with self._driver.session(
            database=self._database,
            bookmarks=waited_for,
            fetch_size=-1,
            **_SESSIONS[access],
        ) as session:
            yield session
            if holder and waited_for is not None:
                holder.advance(waited_for, await session.last_bookmarks())

    @asynccontextmanager
    async def transaction(self, access: Access, name: str, remaining: float) -> AsyncIterator[AsyncTransaction]:
        """Open a transaction that commits when the block ends and rolls back when it raises or is cancelled.

        Args:
            access: whether it may write; a cluster sends readers to any member.
            name: the statement or unit of work, for messages and the transaction list.
            remaining: seconds after which the server ends it.

        Raises:
            RevtraceError: in place of all that the driver raises.
        """
        with translated(name):
            async with self.session(access) as session:
                opened = await session.begin_transaction(metadata=metadata(name), timeout=remaining)
                async with opened as transaction:
                    yield transaction


def metadata(name: str) -> dict[str, str]:
    """What `SHOW TRANSACTIONS` shows of a transaction."""
    return {"app": "revtrace", "statement": name, "request": request_id.get()}
