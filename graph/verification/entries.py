"""The entries of the log: every receipt and every fact, compared with their payload and their leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Final, NamedTuple

from graph.database import Graph
from graph.merkle import HASH_SIZE
from graph.recording.log import first_voids, fitting
from graph.sealing import split_hashes
from graph.verification.differences import Claim, Flaw, ReadPayload, Stored, find_flaw, payload_flaw
from graph.verification.tree import read_leaves

EVENTS_AT_ONCE: Final = 2000
"""Events of the receipts that are compared in one go; at least one receipt is."""

RECEIPTS_AT_ONCE: Final = 500

DEADLINE: Final = 60.0
SCAN_DEADLINE: Final = 600.0
"""Seconds for one look through the whole log."""


Report = Callable[[str, int, int | None], None]
"""Is told what is being done, how much of it is done, and of how much, if that is known."""


class Span(NamedTuple):
    """A receipt and the sequence numbers that are its own."""

    receipt: str
    start: int
    end: int


async def sealed_flaw(graph: Graph, read: ReadPayload, size: int, report: Report) -> Flaw | None:
    """The first entry in the tree of that size that does not fit."""
    done = 0
    report("verifying", done, size)
    while done < size:
        spans = await _spans(graph, done, size)
        if not spans or spans[0].start != done:
            return Flaw("no receipt claims this entry", done)
        if flaw := await _twice(partial(_spans_flaw, graph, read, spans)):
            return flaw
        done = spans[-1].end
        report("verifying", done, size)
    return None


async def unsealed_flaw(graph: Graph, read: ReadPayload) -> tuple[int, Flaw | None]:
    """How many entries are not sealed yet, and the first of them that does not fit."""
    after, entries = "", 0
    while True:
        page = (await graph.read("receipts_unsealed", after=after, limit=RECEIPTS_AT_ONCE))[0]
        ids: list[str] = page["ids"][: fitting(page["events"], EVENTS_AT_ONCE)]
        if not ids:
            return entries, None
        if flaw := await _twice(partial(_waiting_flaw, graph, read, ids)):
            return entries, flaw
        entries += sum(len(receipt.get("leaves") or b"") for receipt in await _receipts(graph, ids)) // HASH_SIZE
        after = ids[-1]


async def stray_flaw(graph: Graph) -> Flaw | None:
    """A fact that came with no receipt."""
    keys = (await graph.read("facts_astray", deadline=SCAN_DEADLINE))[0]["keys"]
    return Flaw("it stands in the log, but there is no receipt that it came with", entry=keys[0]) if keys else None


async def _twice(find: Callable[[], Awaitable[Flaw | None]]) -> Flaw | None:
    """Look again at what does not fit: it may have been recorded, voided or sealed between two reads."""
    return await find() and await find()


async def _spans(graph: Graph, start: int, size: int) -> list[Span]:
    """The next receipts in the tree; each ends where the next one begins."""
    page = (await graph.read("receipts_sealed", at=start, limit=RECEIPTS_AT_ONCE + 1))[0]
    whole = len(page["ids"]) <= RECEIPTS_AT_ONCE
    ends = [min(end, size) for end in page["starts"]] + ([size] if whole else [])
    spans = [Span(one, *ends) for one, ends in zip(page["ids"], pairwise(ends), strict=False) if ends[0] < size]
    return spans[: fitting(page["events"], EVENTS_AT_ONCE)]


async def _spans_flaw(graph: Graph, read: ReadPayload, spans: Sequence[Span]) -> Flaw | None:
    start = spans[0].start
    leaves = await read_leaves(graph, start, spans[-1].end)
    if isinstance(leaves, str):
        return Flaw(leaves, start)
    held = {one.receipt: _Held(leaves[one.start - start : one.end - start], one.start) for one in spans}
    return await _first_flaw(graph, read, await _receipts(graph, list(held)), held)


async def _waiting_flaw(graph: Graph, read: ReadPayload, ids: Sequence[str]) -> Flaw | None:
    """The flaw of receipts that hold their leaves themselves; one that was sealed meanwhile is seen next time."""
    waiting = [receipt for receipt in await _receipts(graph, ids) if receipt.get("sealed_from") is None]
    held = {one["id"]: _Held(split_hashes(one.get("leaves") or b""), None) for one in waiting}
    return await _first_flaw(graph, read, waiting, held)


class _Held(NamedTuple):
    """The leaves that the log holds for a receipt, and the sequence number of the first."""

    leaves: Sequence[bytes]
    start: int | None


async def _receipts(graph: Graph, ids: Sequence[str]) -> list[Stored]:
    """Receipts in the order of the ids."""
    found = (await graph.read("receipts_in_full", ids=ids, deadline=DEADLINE))[0]["receipts"]
    by_id = {receipt["id"]: receipt for receipt in found}
    return [by_id[one] for one in ids if one in by_id]


async def _first_flaw(
    graph: Graph, read: ReadPayload, receipts: Sequence[Stored], held: Mapping[str, _Held]
) -> Flaw | None:
    facts = await _facts(graph, list(held))
    voids = await first_voids(graph, [fact["key"] for own in facts.values() for fact in own if "key" in fact])
    for receipt in receipts:
        identity = receipt["id"]
        leaves, start = held[identity]
        if what := payload_flaw(receipt):
            return Flaw(what, start, receipt=identity)
        told = read(receipt["media_type"], receipt["payload"])
        own = facts.get(identity, [])
        absent = {one.key for one in told if one is not None} - {fact.get("key") for fact in own}
        elsewhere = await _elsewhere(graph, absent) if len(own) < len(leaves) else {}
        if flaw := find_flaw(Claim(receipt, own, leaves, start, voids, told, elsewhere)):
            return flaw
    return None


async def _facts(graph: Graph, receipts: Sequence[str]) -> Mapping[str, list[Stored]]:
    """The facts that came with receipts."""
    found = (await graph.read("facts_by_receipt", receipts=receipts, deadline=DEADLINE))[0]["facts"]
    facts: defaultdict[str, list[Stored]] = defaultdict(list)
    for fact in found:
        facts[fact["receipt"]].append(fact)
    return facts


async def _elsewhere(graph: Graph, keys: set[str]) -> Mapping[str, Stored]:
    """The facts with these keys, whatever receipt they say that they came with."""
    found = (await graph.read("facts_in_full", keys=sorted(keys), deadline=DEADLINE))[0]["facts"]
    return {fact["key"]: fact for fact in found}
