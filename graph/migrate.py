"""Brings the schema of the database up to this release: each schema file once, in order, by one starter at a time.

Neo4j allows no schema command beside data in a transaction, so every statement has its own; a file that stopped in the
middle begins again at its start, which is why each of its statements can run twice. Only V000 may name the label
Migration: its lock is held while the files run.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from graph.errors import DatabaseError, MigrationError, UnavailableError
from graph.failures import retrying, within, worth_retrying
from graph.statements.files import shipped
from graph.statements.schema import load_migrations
from graph.transaction import Writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.database import Graph
    from graph.statements.files import Folder
    from graph.statements.schema import Migration

DEADLINE = 300.0
"""Seconds for all files, the wait for another starter and the building of indexes included."""

_LABEL = "migrate"
_PAUSE = 0.2
"""Seconds between two tries to take the lock."""


class AppliedMigration(BaseModel):
    """A schema file as it was when it was applied."""

    model_config = ConfigDict(frozen=True)

    version: int
    name: str
    checksum: str


async def migrate(graph: Graph, *, folder: Folder | None = None, deadline: float = DEADLINE) -> list[str]:
    """Apply the schema files that the database has not seen, and wait until all indexes serve.

    Args:
        graph: the open database.
        folder: holds `schema/`; the shipped files when left out.
        deadline: seconds for all of it.

    Returns:
        The names of the files that this call applied.

    Raises:
        MigrationError: an applied file was edited or is missing, the database was migrated by a newer release, or a
            file failed.
        UnavailableError: the database does not answer.
    """
    files = load_migrations(folder or shipped())
    async with within(deadline, _LABEL):
        await _apply(graph, files[0], deadline)
        async with AsyncExitStack() as stack:
            lock = await _lock(graph, stack, deadline)
            waiting = pending(files, await lock.read("migrations", into=AppliedMigration))
            for file in waiting:
                await _apply(graph, file, deadline)
                await graph.execute("migration_record", version=file.version, name=file.name, checksum=file.checksum)
        await graph.read("indexes_await", seconds=int(deadline), deadline=deadline)
    return [file.name for file in waiting]


def pending(files: Sequence[Migration], applied: Sequence[AppliedMigration]) -> list[Migration]:
    """The files still to be applied, in order.

    Args:
        files: those of this release, counting up from 0.
        applied: what the database recorded, oldest first.

    Raises:
        MigrationError: the two do not belong together.
    """
    for number, record in enumerate(applied):
        if number >= len(files):
            message = f"the database was migrated by a newer release: it holds {record.name}, unknown here"
            raise MigrationError(message, hint="Start that release or a later one, or bring the removed file back")
        if record.version != number:
            message = f"{files[number].name} was never applied, though {record.name} was"
            raise MigrationError(message, hint="Restore the database from a backup; its schema has a hole")
        if (record.name, record.checksum) != (files[number].name, files[number].checksum):
            message = f"{record.name} was edited or renamed after it was applied"
            raise MigrationError(message, hint="Bring the file back as it was and put the change into a new one")
    return list(files[len(applied) :])


async def _lock(graph: Graph, stack: AsyncExitStack, deadline: float) -> Writing:
    """Take the lock that all starters take, in a transaction that the stack ends; a server gives up waiting for it."""
    while True:
        try:
            async with AsyncExitStack() as trial:
                opened = graph.connection.transaction("write", _LABEL, deadline)
                transaction = Writing(graph.statements, await trial.enter_async_context(opened))
                await transaction.run("migration_lock")
                stack.push_async_exit(trial.pop_all())
                return transaction
        except UnavailableError as error:
            if not worth_retrying(error):
                raise
        await asyncio.sleep(_PAUSE)


async def _apply(graph: Graph, file: Migration, deadline: float) -> None:
    for text in file.statements:

        async def attempt(remaining: float, text: str = text) -> None:
            async with graph.connection.transaction("schema", file.name, remaining) as transaction:
                await (await transaction.run(text)).consume()

        try:
            await retrying(attempt, name=file.name, deadline=deadline)
        except DatabaseError as error:
            raise MigrationError(
                f"{file.name} failed: {error.message}", hint="Mend the file and start again"
            ) from error
