"""The way of every event: read, made a fact, recorded, settled. Whoever calls it, and however often."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

import structlog

from graph.database import Graph
from graph.errors import DatabaseError
from graph.model.entry import PENDING, Event, Outcome
from graph.model.identifier import IdentifierMapped
from graph.model.problem import Problem, ProblemCode
from graph.recording.exceptions import Queue, Refusal
from graph.recording.slice import RECEIVED, Slice, record
from graph.transaction import Writing
from ingest.interpretation import draft, mapped_here, names_again, sort_out
from ingest.receipts import Channel, Sender, new_upload, receipt_row, texts_of
from ingest.splitting import EventText

MOST_TRIES: Final = 6
"""After so many tries that did not come through, a receipt is put aside for a person."""

MOST_POISON: Final = 5
"""After so many refused events in one receipt, it is the database that is ill, not the events."""

REPLAY_BATCH: Final = 1000

log = structlog.get_logger(__name__)


async def settle(graph: Graph, receipt: str) -> str:
    """Settle a receipt that was committed: every event of it gets its outcome.

    Safe to call at any time, by several workers at once, and again after a crash.

    Returns:
        The outcomes, one letter an event.

    Raises:
        UnavailableError: the database does not answer; the receipt waits.
        DatabaseError: the receipt was put aside.

    """
    taken = (await graph.execute("receipt_take", id=receipt))[0]
    if taken["state"] != RECEIVED:
        return str(taken["outcomes"])
    if taken["tries"] > MOST_TRIES:
        await graph.execute("receipt_quarantine", id=receipt, reason=f"not settled in {MOST_TRIES} tries")
        raise DatabaseError(f"receipt {receipt} was put aside after {MOST_TRIES} tries", hint="see revtrace status")
    texts = texts_of(taken["media_type"], taken["payload"])
    return await settle_texts(graph, receipt, taken["source"], texts)


async def settle_texts(graph: Graph, receipt: str, source: str, texts: Sequence[EventText]) -> str:
    """Settle a receipt whose texts are at hand."""
    piece = await prepare(graph, receipt, source, texts)
    outcomes = await _record(graph, piece)
    if any(isinstance(event.fact, IdentifierMapped) for event in piece.events):
        await replay_ready(graph)
    return outcomes


async def prepare(graph: Graph, receipt: str, source: str, texts: Sequence[EventText]) -> Slice:
    """Make facts of texts, local names resolved by the mappings in the graph and in the same receipt."""
    drafts = draft(source, texts)
    missing = {name.key for one in drafts for name in one.missing}
    if missing:
        known = await _mappings(graph, missing) | mapped_here(drafts)
        drafts = names_again(source, drafts, known)
    events, refusals = sort_out(drafts)
    return Slice(receipt, source, events, refusals)


async def _mappings(graph: Graph, keys: set[str]) -> dict[str, str]:
    found = (await graph.read("identifiers_resolve", keys=sorted(keys)))[0]
    return dict(zip(found["keys"], found["canonical"], strict=True))


async def _record(graph: Graph, piece: Slice) -> str:
    """Record a slice; if the database refuses it, corner the events that it refuses."""
    try:
        return await record(graph, piece)
    except DatabaseError as error:
        if not piece.events:
            raise
        log.warning("slice refused, cornering the event", receipt=piece.receipt, reason=error.message)
    poison: list[Event] = []
    return await _corner(graph, piece, poison)


async def _corner(graph: Graph, piece: Slice, poison: list[Event]) -> str:
    try:
        return await record(graph, piece)
    except DatabaseError as error:
        if not piece.events:
            raise
        if len(piece.events) == 1:
            poison.append(piece.events[0])
            if len(poison) > MOST_POISON:
                await graph.execute("receipt_quarantine", id=piece.receipt, reason=error.message)
                raise
            return await record(graph, _poisoned(piece, error))
    first, second = piece.halves()
    await _corner(graph, first, poison)
    return await _corner(graph, second, poison)


def _poisoned(piece: Slice, error: DatabaseError) -> Slice:
    event = piece.events[0]
    problem = Problem.about(ProblemCode.POISON, "", f"the database refuses this event: {error.message}"[:500])
    refusal = Refusal(event.position, event.event_id, Outcome.REJECTED, Queue.POISON, (problem,))
    return Slice(piece.receipt, piece.source, (), (*piece.refusals, refusal))


async def replay_ready(graph: Graph) -> int:
    """Replay the held events whose local names all have a mapping by now; returns how many."""
    ready = (await graph.read("exceptions_ready", limit=REPLAY_BATCH))[0]
    return await _replay(graph, ready, principal="mapping")


async def replay(graph: Graph, exceptions: Sequence[str], principal: str) -> int:
    """Replay the events of open exceptions because a person says so; returns how many."""
    found = (await graph.read("exceptions_by_id", ids=list(exceptions)))[0]
    return await _replay(graph, found, principal=principal)


async def _replay(graph: Graph, found: Mapping[str, Sequence[Any]], principal: str) -> int:
    """Send events through again: under a receipt of their own, as they were sent, each tied to its exception."""
    texts = await _texts(graph, sorted(set(found["receipts"])))
    by_source: defaultdict[str, dict[str, EventText]] = defaultdict(dict)
    for identity, source, receipt, position in zip(
        found["ids"], found["sources"], found["receipts"], found["positions"], strict=True
    ):
        by_source[source][identity] = texts[receipt][position]
    replayed = 0
    for source, events in sorted(by_source.items()):
        replayed += await _replay_source(graph, Sender(source, principal, Channel.REPLAY), events)
    return replayed


async def _replay_source(graph: Graph, sender: Sender, events: Mapping[str, EventText]) -> int:
    async def take(tx: Writing) -> dict[str, object] | None:
        taken = (await tx.run("exception_replaying", ids=sorted(events)))[0]["ids"]
        if not taken:
            return None
        # In the transaction that takes the exceptions: a crash leaves either open exceptions or a receipt to settle.
        receipt = receipt_row(sender, new_upload(), 0, [events[identity] for identity in taken], replays=taken)
        await tx.run("receipt_create", receipt=receipt)
        return receipt

    receipt = await graph.write(take, label="replay")
    if receipt is None:
        return 0
    outcomes = await settle(graph, str(receipt["id"]))
    return len(outcomes)


async def _texts(graph: Graph, receipts: Sequence[str]) -> dict[str, list[EventText]]:
    found = (await graph.read("receipt_payloads", ids=receipts))[0]
    return {
        receipt: texts_of(media_type, payload)
        for receipt, media_type, payload in zip(found["ids"], found["media_types"], found["payloads"], strict=True)
    }


def is_settled(outcomes: str) -> bool:
    """Whether every event has its outcome."""
    return PENDING not in outcomes
