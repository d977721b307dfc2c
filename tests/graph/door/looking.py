"""Looking at the server and at the way to it from outside of the door."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from graph.statements.text import split_statements, tokenize

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from neo4j import AsyncDriver

    from graph.vocabulary import Vocabulary


class Outside:
    """A plain driver beside the door."""

    def __init__(self, driver: AsyncDriver, database: str) -> None:
        self._driver = driver
        self._database = database

    async def run(self, text: str, **params: object) -> list[dict[str, Any]]:
        """Run statements parted by `;`, each in a transaction of its own; the rows of the last."""
        rows: list[dict[str, Any]] = []
        async with self._driver.session(database=self._database) as session:
            for tokens in split_statements(tokenize(text)):
                result = await session.run(text[tokens[0].start : tokens[-1].end], params)
                rows = await result.data()
        return rows

    async def columns(self, text: str) -> list[str]:
        """The columns of a statement as the server sees them; nothing is executed."""
        async with self._driver.session(database=self._database) as session:
            return list((await session.run(f"EXPLAIN {text}")).keys())

    async def declare(self, vocabulary: Vocabulary) -> None:
        """Make the names of the vocabulary known, so that the server warns only about those outside of it."""
        properties = set().union(*(kind.properties for kind in vocabulary.nodes.values()))
        properties |= set().union(*(kind.properties for kind in vocabulary.relationships.values()))
        for name in vocabulary.nodes:
            await self.run(f"CREATE (n:{name}) DELETE n")
        for name in vocabulary.relationships:
            await self.run(f"CREATE (n)-[r:{name}]->(n) DELETE r, n")
        for name in properties | {"_lock"}:
            await self.run(f"CREATE (n {{{name}: 0}}) DELETE n")

    async def wipe(self) -> None:
        """Delete the sample graph."""
        await self.run("MATCH (n) WHERE n:DoorItem OR n:DoorRevision DETACH DELETE n")

    async def transactions(self, *statements: str) -> list[dict[str, Any]]:
        """The transactions of these names that the door has open on the server."""
        rows = await self.run("SHOW TRANSACTIONS YIELD metaData, currentQuery RETURN metaData, currentQuery")
        return [row for row in rows if row["metaData"].get("statement") in statements]

    async def until_open(self, statement: str) -> dict[str, Any]:
        """Wait until the door has a transaction of this name open, at most 10 s; what the server shows of it."""
        end = time.monotonic() + 10
        while not (rows := await self.transactions(statement)):
            assert time.monotonic() < end, f"{statement} never showed in the transaction list"
            await asyncio.sleep(0.02)
        return rows[0]

    async def until_quiet(self, *statements: str) -> None:
        """Wait until the door has no transaction of these names open, at most 3 s."""
        end = time.monotonic() + 3
        while rows := await self.transactions(*statements):
            assert time.monotonic() < end, rows
            await asyncio.sleep(0.02)


class Proxy:
    """A way to the server that can be cut.

    Args:
        uri: the server.
    """

    def __init__(self, uri: str) -> None:
        address = urlsplit(uri)
        self._host, self._port = address.hostname or "127.0.0.1", address.port or 7687
        self._writers: set[asyncio.StreamWriter] = set()
        self.silent_after: bytes | None = None
        """Once a client sends these bytes, they pass, but every connection is cut before the answer."""
        self.connections = 0
        self.uri = ""

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Proxy]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.uri = f"bolt://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with server:
            yield self
            self.cut()

    def cut(self) -> None:
        """Break all connections; new ones are served."""
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        upstream, downstream = await asyncio.open_connection(self._host, self._port)
        self._writers |= {writer, downstream}
        with suppress(ConnectionError):
            await asyncio.gather(self._forward(reader, downstream), self._answer(upstream, writer))

    async def _forward(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            target.write(data)
            await target.drain()
            if self.silent_after is not None and self.silent_after in data:
                await asyncio.sleep(0.2)
                self.cut()

    async def _answer(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            if self.silent_after is None:
                target.write(data)
                await target.drain()
