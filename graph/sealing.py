"""Sealing: what was recorded gets its sequence numbers and its place in the log tree, in a step of its own.

Recording writes no node that others write too; so the tree grows here, by one sealer at a time. A receipt whose events
all have their outcome is taken in with the leaves that its recording left on it; they are moved to the tiles of the
tree. Receipts go in by the time of their recording and their id, as far as they are there; one whose transaction
began earlier and ended later comes with the next sealing.

A receipt that brought no entry has no place in the log.

The sequence number of an entry, from 0, is `sealed_from` of its receipt plus its rank among the entries that came with
it, in the order (recorded_at, position): a receipt may have been recorded in several transactions, one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, Final

from graph.database import Graph
from graph.errors import DatabaseError
from graph.merkle import EMPTY_ROOT, HASH_SIZE, Tile, Tree, append, right_edge
from graph.transaction import Reading, Writing

RECEIPTS_AT_ONCE: Final = 100
"""Receipts that one transaction seals; each has at most a thousand entries."""

DEADLINE = 30.0


async def seal(graph: Graph) -> int:
    """Seal all that is settled, and return how many entries that were. Safe to call at any time, by several at once.

    Raises:
        UnavailableError: the database does not answer; what was sealed by then stays so.
        DatabaseError: the tiles of the tree do not hold what its head says; `revtrace verify` tells where.

    """
    entries, receipts = 0, RECEIPTS_AT_ONCE
    while receipts == RECEIPTS_AT_ONCE:
        receipts, added = await graph.write(_seal, label="seal", deadline=DEADLINE)
        entries += added
    return entries


async def _seal(tx: Writing) -> tuple[int, int]:
    head = (await tx.run("log_lock", empty=EMPTY_ROOT.hex()))[0]
    settled = (await tx.read("receipts_settled", limit=RECEIPTS_AT_ONCE))[0]
    ids: Sequence[str] = settled["ids"]
    leaves: Sequence[bytes] = settled["leaves"]
    if not ids:
        return 0, 0
    tree, tiles = append(await _resume(tx, head["size"]), split_hashes(b"".join(leaves)))
    await tx.run("receipts_seal", rows=list(_places(ids, leaves, head["size"])))
    if tiles:
        await tx.run("log_tiles_write", rows=list(map(_row, tiles)))
        frontier = tree.frontier
        await tx.run(
            "log_advance", size=tree.size, root=frontier.root.hex(), frontier=frontier.to_bytes(), sealed_at=head["now"]
        )
    return len(ids), tree.size - head["size"]


def _places(ids: Sequence[str], leaves: Sequence[bytes], size: int) -> Iterator[dict[str, Any]]:
    """Where receipts begin in the log; one without entries has no place in it."""
    starts = accumulate((len(one) // HASH_SIZE for one in leaves), initial=size)
    for identity, own, start in zip(ids, leaves, starts, strict=False):
        yield {"id": identity, "sealed_from": start if own else None}


async def _resume(tx: Reading, size: int) -> Tree:
    """The tree as it was at a size, from its tiles."""
    edge = [(tile.level, tile.index) for tile in right_edge(size)]
    try:
        return Tree.resumed(size, await read_tiles(tx, edge))
    except ValueError as error:
        raise DatabaseError(f"the log tree is damaged: {error}", hint="run `revtrace verify`") from error


async def read_tiles(tx: Reading | Graph, places: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], bytes]:
    """The hashes of tiles by level and index; those that do not exist are left out."""
    by_key = {tile_key(*place): place for place in places}
    found = (await tx.read("log_tiles", keys=sorted(by_key)))[0]
    return {by_key[key]: hashes for key, hashes in zip(found["keys"], found["hashes"], strict=True)}


def tile_key(level: int, index: int) -> str:
    """The natural key of a tile."""
    return f"{level}/{index}"


def _row(tile: Tile) -> dict[str, Any]:
    return {
        "key": tile_key(tile.level, tile.index),
        "level": tile.level,
        "index": tile.index,
        "hashes": tile.hashes,
    }


def split_hashes(joined: bytes) -> list[bytes]:
    """Hashes that stand side by side, one by one."""
    return [joined[at : at + HASH_SIZE] for at in range(0, len(joined), HASH_SIZE)]
