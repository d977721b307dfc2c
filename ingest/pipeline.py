"""The way of every event: read, made a fact, recorded, settled. Whoever calls it, and however often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import structlog

from graph.database import Graph
from graph.errors import DatabaseError, NotFoundError, RevtraceError, UnavailableError
from graph.model.entry import PENDING
from graph.recording.slice import RECEIVED
from ingest.interpretation import Draft, draft
from ingest.receipts import texts_of
from ingest.replay import reopen, take, take_ready
from ingest.settling import is_mapping, settle_drafts
from ingest.splitting import EventText

MOST_TRIES: Final = 6
"""After so many tries that did not come through, a receipt is put aside for a person."""

log = structlog.get_logger(__name__)


async def settle(graph: Graph, receipt: str, *, idle: int = 0) -> str:
    """Settle a receipt that was committed: every event of it gets its outcome.

    Safe to call at any time, by several workers at once, and again after a crash.

    Args:
        graph: the door to the database.
        receipt: its id.
        idle: leave it alone when someone took it up less than so many microseconds ago.

    Returns:
        The outcomes so far, one letter an event.

    Raises:
        UnavailableError: the database does not answer, or the projection is being rebuilt; the receipt waits.
        DatabaseError: the receipt was put aside.
        NotFoundError: there is no such receipt.

    """
    outcomes, drafts = await _settle(graph, receipt, idle)
    await _replay_what_was_mapped(graph, drafts)
    return outcomes


async def settle_texts(graph: Graph, receipt: str, source: str, texts: Sequence[EventText]) -> str:
    """Settle a receipt whose texts are at hand; errors as for `settle`, except that it is never put aside."""
    return await settle_read(graph, receipt, source, draft(source, texts))


async def settle_read(graph: Graph, receipt: str, source: str, drafts: Sequence[Draft]) -> str:
    """Settle a receipt whose events are read already; errors as for `settle_texts`."""
    outcomes = await settle_drafts(graph, receipt, source, drafts)
    await _replay_what_was_mapped(graph, drafts)
    return outcomes


async def replay_ready(graph: Graph) -> int:
    """Replay the held events whose local names all have a mapping by now, at most 1000; returns how many."""
    return await _settle_replays(graph, await take_ready(graph))


async def replay(graph: Graph, exceptions: Sequence[str], principal: str) -> int:
    """Replay the events of exceptions because a person says so; returns how many events were tried again."""
    return await _settle_replays(graph, await take(graph, exceptions, principal))


async def retry(graph: Graph, receipts: Sequence[str]) -> int:
    """Try receipts again that were put aside; returns how many events were tried again."""
    return await _settle_replays(graph, await reopen(graph, receipts))


def is_settled(outcomes: str) -> bool:
    """Whether every event has its outcome."""
    return PENDING not in outcomes


async def _settle(graph: Graph, receipt: str, idle: int) -> tuple[str, Sequence[Draft]]:
    taken = await _take(graph, receipt, idle)
    if not taken["taken"]:
        return str(taken["outcomes"]), ()
    try:
        drafts = draft(taken["source"], texts_of(taken["media_type"], taken["payload"]))
        return await settle_drafts(graph, receipt, taken["source"], drafts), drafts
    except UnavailableError:
        raise  # the receipt waits, and whoever called tries again
    except DatabaseError as error:
        await _put_aside(graph, receipt, error.message)
        raise
    except Exception as error:
        with suppress(RevtraceError):
            await graph.execute("receipt_note", id=receipt, reason=f"{type(error).__name__}: {error}"[:500])
        raise


async def _take(graph: Graph, receipt: str, idle: int) -> Mapping[str, Any]:
    rows = await graph.execute("receipt_take", id=receipt, idle=idle)
    if not rows:
        raise NotFoundError(f"receipt {receipt} does not exist")
    taken = rows[0]
    if taken["state"] == RECEIVED and taken["maintenance"]:
        raise UnavailableError("the projection is being rebuilt", hint="the receipt is kept and taken up afterwards")
    if taken["taken"] and taken["tries"] > MOST_TRIES:
        reason = taken["reason"] or "whoever took it up came to an end"
        await _put_aside(graph, receipt, f"not settled in {MOST_TRIES} tries: {reason}")
        message = f"receipt {receipt} was put aside after {MOST_TRIES} tries"
        raise DatabaseError(message, hint="see `revtrace status`, and try it again with `revtrace replay`")
    return taken


async def _put_aside(graph: Graph, receipt: str, reason: str) -> None:
    log.error("receipt put aside", receipt=receipt, reason=reason)
    await graph.execute("receipt_quarantine", id=receipt, reason=reason[:500])


async def _settle_replays(graph: Graph, receipts: Sequence[str]) -> int:
    tried = 0
    for receipt in receipts:
        tried += len((await _settle(graph, receipt, 0))[0])
    return tried


async def _replay_what_was_mapped(graph: Graph, drafts: Sequence[Draft]) -> None:
    """New mappings let held events through; if that fails now, the sweep of a worker does it."""
    if not any(map(is_mapping, drafts)):
        return
    try:
        await replay_ready(graph)
    except RevtraceError as error:
        log.warning("replay of held events failed", reason=error.message)
