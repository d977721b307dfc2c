"""Events that could not be accepted, sent through again as they came, under receipts of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, NamedTuple

from graph.database import Graph
from graph.transaction import Writing
from ingest.receipts import (
    CHUNK_BYTES,
    CHUNK_EVENTS,
    Channel,
    Sender,
    has_line_breaks,
    new_upload,
    receipt_id,
    receipt_row,
    texts_of,
)
from ingest.splitting import EventText

BATCH: Final = 1000
"""Exceptions looked at in one go."""

MAPPED: Final = "mapping"
"""The principal of replays that a mapping set off."""


class Failed(NamedTuple):
    """An exception and where its event is.

    Attributes:
        id: of the exception.
        source: the system that sent the event.
        receipt: the receipt that the event came with.
        position: its place in there.

    """

    id: str
    source: str
    receipt: str
    position: int


async def take_ready(graph: Graph) -> list[str]:
    """Take up held events whose local names all have a mapping by now, at most 1000.

    Returns:
        The ids of the receipts that replay them, to be settled.

    """
    ready = (await graph.read("exceptions_ready", limit=BATCH))[0]
    return await _take(graph, ready, MAPPED)


async def take(graph: Graph, exceptions: Sequence[str], principal: str) -> list[str]:
    """Take up the events of exceptions because a person says so.

    An exception whose last replay was put aside is taken up with that whole receipt.

    Returns:
        The ids of the receipts that replay them, to be settled.

    """
    receipts: list[str] = []
    for start in range(0, len(exceptions), BATCH):
        found = (await graph.read("exceptions_by_id", ids=list(exceptions[start : start + BATCH])))[0]
        receipts += await reopen(graph, sorted(set(found["replays"]) - {""}))
        receipts += await _take(graph, found, principal)
    return receipts


async def reopen(graph: Graph, receipts: Sequence[str]) -> list[str]:
    """Let receipts that were put aside be tried again; the ids of those that were."""
    if not receipts:
        return []
    reopened: list[str] = (await graph.execute("receipt_reopen", ids=list(receipts)))[0]["ids"]
    return reopened


async def _take(graph: Graph, found: Mapping[str, Sequence[Any]], principal: str) -> list[str]:
    columns = (found["ids"], found["sources"], found["receipts"], found["positions"])
    chunks: defaultdict[tuple[str, bool], _Chunk] = defaultdict(_Chunk)
    receipts: list[str] = []
    async for failed, text in _texts(graph, map(Failed._make, zip(*columns, strict=True))):
        kind = (failed.source, has_line_breaks(text))
        if not chunks[kind].has_room_for(text):
            receipts += await _take_chunk(graph, Sender(failed.source, principal, Channel.REPLAY), chunks.pop(kind))
        chunks[kind].add(failed.id, text)
    for (source, _), chunk in sorted(chunks.items()):
        receipts += await _take_chunk(graph, Sender(source, principal, Channel.REPLAY), chunk)
    return receipts


async def _texts(graph: Graph, found: Iterable[Failed]) -> AsyncIterator[tuple[Failed, EventText]]:
    """The events as they were sent, one receipt read after the other."""
    for receipt, events in groupby(found, key=attrgetter("receipt")):
        payload = (await graph.read("receipt_payloads", ids=[receipt]))[0]
        texts = texts_of(payload["media_types"][0], payload["payloads"][0])
        for failed in events:
            yield failed, texts[failed.position]


class _Chunk:
    """Events to be replayed under one receipt: the exception of each, and its text."""

    def __init__(self) -> None:
        self.texts: dict[str, EventText] = {}
        self._bytes = 0

    def has_room_for(self, text: EventText) -> bool:
        return len(self.texts) < CHUNK_EVENTS and self._bytes + len(text.text) <= CHUNK_BYTES

    def add(self, exception: str, text: EventText) -> None:
        self.texts[exception] = text
        self._bytes += len(text.text)


async def _take_chunk(graph: Graph, sender: Sender, chunk: _Chunk) -> list[str]:
    upload, texts = new_upload(), chunk.texts

    async def work(tx: Writing) -> list[str]:
        taken = set((await tx.run("exception_replaying", ids=sorted(texts), receipt=receipt_id(upload, 0)))[0]["ids"])
        if not taken:
            return []
        events = {identity: text for identity, text in texts.items() if identity in taken}
        # In the transaction that takes the exceptions: a crash leaves either open exceptions or a receipt to settle.
        receipt = receipt_row(sender, upload, 0, list(events.values()), replays=list(events))
        await tx.run("receipt_create", rows=[receipt])
        return [str(receipt["id"])]

    return await graph.write(work, label="replay")
