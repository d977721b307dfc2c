"""The tree by itself: do the tiles give the nodes above them, and these the root, now and at every earlier sealing?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pydantic import BaseModel, ConfigDict

from graph.database import Graph
from graph.merkle import HASH_SIZE, TILE_WIDTH, Frontier, Tile, Tree, append, right_edge
from graph.sealing import read_tiles, split_hashes, tile_key

TILES: Final = 64
"""Tiles read in one go; their 16,384 leaves are half a megabyte."""


class Head(BaseModel):
    """The head of the log as it is stored."""

    model_config = ConfigDict(frozen=True)

    size: int
    root: str
    frontier: bytes | None
    sealed_at: int | None = None


async def tree_flaw(graph: Graph, head: Head) -> str:
    """What of the tree does not fit, "" when all of it does."""
    tree = Tree()
    while tree.size < head.size:
        leaves = await read_leaves(graph, tree.size, min(tree.size + TILES * TILE_WIDTH, head.size))
        if isinstance(leaves, str):
            return leaves
        if flaw := await _past_flaw(graph, tree.frontier, leaves):
            return flaw
        tree, changed = append(tree, leaves)
        if flaw := await _tiles_flaw(graph, [tile for tile in changed if tile.width == TILE_WIDTH]):
            return flaw
    edge = [Tile(one.level, one.index, tree.edge[one.level]) for one in right_edge(tree.size)]
    return await _tiles_flaw(graph, edge) or _head_flaw(tree, head)


async def read_leaves(graph: Graph, start: int, end: int) -> list[bytes] | str:
    """The leaves from one sequence number up to before another one, or which tile does not hold them."""
    first, last = start // TILE_WIDTH, (end - 1) // TILE_WIDTH
    tiles = await read_tiles(graph, [(0, index) for index in range(first, last + 1)])
    leaves: list[bytes] = []
    for index in range(first, last + 1):
        wanted = min(end, (index + 1) * TILE_WIDTH) - index * TILE_WIDTH
        hashes = tiles.get((0, index), b"")
        if len(hashes) < wanted * HASH_SIZE or len(hashes) % HASH_SIZE:
            return f"tile {tile_key(0, index)} of the log tree does not hold its {wanted} hashes"
        leaves += split_hashes(hashes[: wanted * HASH_SIZE])
    return leaves[start - first * TILE_WIDTH :]


async def _tiles_flaw(graph: Graph, tiles: Sequence[Tile]) -> str:
    """Compare tiles above the leaves; one that is not full may have grown meanwhile."""
    above = [tile for tile in tiles if tile.level > 0]
    stored = await read_tiles(graph, [(tile.level, tile.index) for tile in above]) if above else {}
    for tile in above:
        if stored.get((tile.level, tile.index), b"")[: len(tile.hashes)] != tile.hashes:
            return f"tile {tile_key(tile.level, tile.index)} of the log tree is not made of the tiles below it"
    return ""


def _head_flaw(tree: Tree, head: Head) -> str:
    if tree.root.hex() != head.root:
        return f"the head says that the root is {head.root}, and the tiles give {tree.root.hex()}"
    if head.frontier is not None and head.frontier != tree.frontier.to_bytes():
        return "the frontier of the head is not that of the tiles"
    return ""


async def _past_flaw(graph: Graph, frontier: Frontier, leaves: Sequence[bytes]) -> str:
    """Compare the heads that the log had while it grew by these leaves."""
    start = frontier.size
    past = (await graph.read("log_checkpoints", after=start, until=start + len(leaves)))[0]
    for size, root in zip(past["sizes"], past["roots"], strict=True):
        frontier = frontier.extended(leaves[frontier.size - start : size - start])
        if frontier.root.hex() != root:
            return f"the log had {size} entries once under the root {root}, and they give {frontier.root.hex()} now"
    return ""
