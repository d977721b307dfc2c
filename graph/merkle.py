"""The Merkle tree over the log: hashing of RFC 6962 (RFC 9162), kept as tiles in the shape of C2SP tlog-tiles.

A node is the root of a complete subtree of 2**height leaves; tiles keep those whose height is a multiple of 8.
Tile (level, index) holds, side by side, the nodes of height 8 * level from number 256 * index on: 256 of them
when full, fewer at the right edge of the tree. A tile only ever grows at its end, so the tile of an earlier
tree is a prefix of it. Nodes of the heights between follow from one tile, so proofs will need nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HASH_SIZE: Final = 32
TILE_HEIGHT: Final = 8
TILE_WIDTH: Final = 1 << TILE_HEIGHT
EMPTY_ROOT: Final = sha256(b"").digest()

_TILE_BYTES = TILE_WIDTH * HASH_SIZE
_SIZE_BYTES = 8


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf, SHA-256(0x00 || entry)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node, SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The compact range from the first leaf: the least from which a tree can grow and give its root.

    Attributes:
        size: number of leaves.
        peaks: roots of the complete subtrees that the tree falls into, largest (leftmost) first; one for each
            1 in the binary notation of size.

    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def extended(self, leaf_hashes: Iterable[bytes]) -> Frontier:
        """The frontier after more leaves."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaf_hashes:
            node, complete = leaf, size
            while complete & 1:
                node = node_hash(peaks.pop(), node)
                complete >>= 1
            peaks.append(node)
            size += 1
        return Frontier(size, tuple(peaks))

    @property
    def root(self) -> bytes:
        """The Merkle tree hash; that of no leaves is SHA-256 of nothing."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def to_bytes(self) -> bytes:
        """Eight bytes of size, big-endian, then the peaks."""
        return self.size.to_bytes(_SIZE_BYTES, "big") + b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, stored: bytes) -> Frontier:
        """Read what `to_bytes` wrote.

        Raises:
            ValueError: the number of peaks does not fit the size.

        """
        size, hashes = int.from_bytes(stored[:_SIZE_BYTES], "big"), stored[_SIZE_BYTES:]
        if len(stored) < _SIZE_BYTES or len(hashes) != size.bit_count() * HASH_SIZE:
            raise ValueError("the number of peaks does not fit the size of the tree")
        return cls(size, tuple(_parts(hashes, HASH_SIZE)))


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """Up to 256 neighbouring nodes of one height, side by side.

    Attributes:
        level: height of the nodes divided by 8; on level 0 they are leaf hashes.
        index: number of the tile on its level, from 0.
        hashes: width * 32 bytes.

    """

    level: int
    index: int
    hashes: bytes

    @property
    def width(self) -> int:
        """How many nodes it holds, 1 to 256."""
        return len(self.hashes) // HASH_SIZE


@dataclass(frozen=True, slots=True, order=True)
class EdgeTile:
    """A tile that a tree has not filled yet: its place, and how many nodes of it belong to the tree."""

    level: int
    index: int
    width: int


def right_edge(size: int) -> list[EdgeTile]:
    """The tiles that a tree of that size has begun and not filled, lowest level first."""
    edge = []
    for level in range((size.bit_length() + TILE_HEIGHT - 1) // TILE_HEIGHT):
        index, width = divmod(size >> TILE_HEIGHT * level, TILE_WIDTH)
        if width:
            edge.append(EdgeTile(level, index, width))
    return edge


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree that grows by tiles.

    Attributes:
        size: number of leaves.
        edge: for each level the nodes of its tile that is not full, b"" when there is none.

    """

    size: int = 0
    edge: tuple[bytes, ...] = ()

    @classmethod
    def resumed(cls, size: int, tiles: Mapping[tuple[int, int], bytes]) -> Tree:
        """Take up a tree where its stored tiles end, or as it was at any earlier size.

        Args:
            size: number of leaves, at most that of the stored tree.
            tiles: the tiles that `right_edge(size)` names, by level and index.

        Raises:
            ValueError: a tile is missing or too short.

        """
        begun = right_edge(size)
        edge = [b""] * (begun[-1].level + 1 if begun else 0)
        for tile in begun:
            hashes = tiles.get((tile.level, tile.index), b"")[: tile.width * HASH_SIZE]
            if len(hashes) != tile.width * HASH_SIZE:
                raise ValueError(f"tile {tile.index} of level {tile.level} does not hold {tile.width} hashes")
            edge[tile.level] = hashes
        return cls(size, tuple(edge))

    @property
    def frontier(self) -> Frontier:
        """The compact range of the tree."""
        return Frontier(self.size, tuple(peak for hashes in reversed(self.edge) for peak in _peaks(hashes)))

    @property
    def root(self) -> bytes:
        """The Merkle tree hash."""
        return self.frontier.root


def append(tree: Tree, leaf_hashes: Sequence[bytes]) -> tuple[Tree, list[Tile]]:
    """Let a tree grow.

    Args:
        tree: the tree so far.
        leaf_hashes: hashes of the new leaves, as `leaf_hash` makes them.

    Returns:
        The tree after, and each tile that is new or longer than before, whole, lowest level first.

    Raises:
        ValueError: a leaf hash does not have 32 bytes.

    """
    if any(len(leaf) != HASH_SIZE for leaf in leaf_hashes):
        raise ValueError("a leaf hash has 32 bytes")
    edge, changed = list(tree.edge), []
    nodes, level = b"".join(leaf_hashes), 0
    while nodes:
        if level == len(edge):
            edge.append(b"")
        first = tree.size >> TILE_HEIGHT * (level + 1)
        tiles = [Tile(level, first + i, part) for i, part in enumerate(_parts(edge[level] + nodes, _TILE_BYTES))]
        full = [tile for tile in tiles if tile.width == TILE_WIDTH]
        edge[level] = b"" if len(full) == len(tiles) else tiles[-1].hashes
        changed += tiles
        nodes, level = b"".join(subtree_root(tile.hashes) for tile in full), level + 1
    return Tree(tree.size + len(leaf_hashes), tuple(edge)), changed


def subtree_root(hashes: bytes) -> bytes:
    """The root over 2**k neighbouring nodes, given side by side."""
    while len(hashes) > HASH_SIZE:
        hashes = b"".join([sha256(b"\x01" + pair).digest() for pair in _parts(hashes, 2 * HASH_SIZE)])
    return hashes


def _peaks(hashes: bytes) -> Iterable[bytes]:
    """The roots of the complete subtrees over neighbouring nodes, largest first."""
    width, start = len(hashes) // HASH_SIZE, 0
    for height in reversed(range(width.bit_length())):
        if width >> height & 1:
            end = start + (HASH_SIZE << height)
            yield subtree_root(hashes[start:end])
            start = end


def _parts(joined: bytes, length: int) -> Iterable[bytes]:
    return (joined[at : at + length] for at in range(0, len(joined), length))
