"""The mark of a rebuild: who records waits while it is there, and what had begun to record before has ended."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Final, NamedTuple
from uuid import uuid4

from neo4j import Query

from graph.clock import FAR_PAST
from graph.connection import metadata
from graph.database import Graph
from graph.errors import UnavailableError
from graph.failures import translated, within
from graph.recording.slice import RECORDING, WRITE_DEADLINE
from graph.transaction import Writing

REASON: Final = "the projection is being rebuilt from the log; if that run ended, run `revtrace rebuild` again"
PATIENCE: Final = WRITE_DEADLINE + 30.0
"""Seconds for transactions that record to end; the server ends each of them after `WRITE_DEADLINE`."""

_LABEL: Final = "rebuild"
_POLL = 0.1
_LIST_DEADLINE = 10.0
# A command of its own, which no Cypher file may hold: it can be part of no other statement.
_OPEN = "SHOW TRANSACTIONS YIELD transactionId, metaData"


class Place(NamedTuple):
    """How far a stage has come: the last time and the last key that are done, and how much that was."""

    at: int = FAR_PAST
    after: str = ""
    done: int = 0


class Begun(NamedTuple):
    """A rebuild that goes on.

    Attributes:
        run: names this run; a later one takes over, and this one ends at its next step.
        stage: where an earlier run ended, "" when there was none.
        before: the digest that an earlier run found, "" when there was none.

    """

    run: str
    stage: str
    before: str


async def begin(graph: Graph) -> Begun:
    """Set the mark, and wait until nobody records any more who may not have seen it.

    Raises:
        UnavailableError: a transaction that records does not end; the mark stays.

    """
    run = uuid4().hex
    mark = (await graph.execute("maintenance_begin", run=run, reason=REASON))[0]
    recording, end = await _recorders(graph), monotonic() + PATIENCE
    while recording & await _recorders(graph):
        if monotonic() > end:
            raise UnavailableError("a transaction that records does not end", hint="stop the workers, and try again")
        await asyncio.sleep(_POLL)
    return Begun(run, mark["stage"] or "", mark["before"] or "")


async def hold(tx: Writing, run: str, stage: str) -> Place:
    """Lock the mark for one step of a stage, and tell how far the stage has come.

    Raises:
        UnavailableError: another run has taken over.

    """
    held = await tx.run("maintenance_hold", run=run)
    if not held:
        raise UnavailableError("another rebuild has taken over", hint="wait for it, or run this one again")
    mark = held[0]
    return Place(mark["at"], mark["after"], mark["done"]) if mark["stage"] == stage else Place()


async def _recorders(graph: Graph) -> set[str]:
    """The transactions that are open and record, on the server that takes writes."""
    query = Query(_OPEN, metadata(_LABEL), _LIST_DEADLINE)
    async with within(_LIST_DEADLINE, _LABEL):
        with translated(_LABEL):
            async with graph.connection.session("write") as session:
                rows = await (await session.run(query)).to_eager_result()
    return {row["transactionId"] for row in rows.records if row["metaData"].get("statement") == RECORDING}
