"""A plain driver, for what is written and asked by hand beside the service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from neo4j import AsyncDriver, AsyncGraphDatabase, AsyncSession

from app.engines import Endpoints


class Bolt:
    """Statements in transactions of their own.

    Args:
        driver: the driver.
        database: the database on the server.
    """

    def __init__(self, driver: AsyncDriver, database: str) -> None:
        self._driver = driver
        self._database = database

    def session(self) -> AsyncSession:
        """A session that takes all rows of an answer at once, as those of the service do."""
        return self._driver.session(database=self._database, fetch_size=-1)

    async def run(self, text: str, **params: object) -> list[dict[str, Any]]:
        """The rows of one statement."""
        async with self.session() as session:
            result = await session.run(text, params)
            return await result.data()


@asynccontextmanager
async def bolt(endpoints: Endpoints) -> AsyncIterator[Bolt]:
    """A plain driver on the database of the endpoints."""
    auth = (endpoints.neo4j_username, endpoints.neo4j_password) if endpoints.neo4j_username else None
    async with AsyncGraphDatabase.driver(
        endpoints.neo4j_uri, auth=auth, notifications_min_severity="OFF", telemetry_disabled=True
    ) as driver:
        yield Bolt(driver, endpoints.neo4j_database)
