"""The tree is that of RFC 6962, however it grew, and everything a proof needs can be read from its tiles."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.merkle import (
    EMPTY_ROOT,
    HASH_SIZE,
    TILE_WIDTH,
    Frontier,
    Tile,
    Tree,
    append,
    leaf_hash,
    node_hash,
    right_edge,
    subtree_root,
)

LARGEST = 1100
ENTRIES = [f"entry {number}".encode() for number in range(70_000)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
# Around powers of two and multiples of 256, and 65,536 where a third level of tiles begins.
BOUNDARIES = sorted(
    {size for power in range(11) for size in (2**power - 1, 2**power, 2**power + 1)}
    | {size for tile in range(1, 5) for size in (256 * tile - 1, 256 * tile, 256 * tile + 1)}
    | {0, 3, 100, LARGEST}
)
SIZES = st.integers(0, LARGEST) | st.sampled_from(BOUNDARIES)

# Input and Merkle tree hashes of the Certificate Transparency reference tests, from one leaf to all eight.
REFERENCE_ENTRIES = [
    bytes.fromhex(entry)
    for entry in ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
]
REFERENCE_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def largest_power_below(size: int) -> int:
    power = 1
    while power * 2 < size:
        power *= 2
    return power


@cache
def defined_hash(start: int, end: int) -> bytes:
    """MTH(D[start:end]) of RFC 6962, section 2.1, over ENTRIES, written down as it is defined there."""
    if start == end:
        return sha256(b"").digest()
    if end - start == 1:
        return sha256(b"\x00" + ENTRIES[start]).digest()
    middle = start + largest_power_below(end - start)
    return sha256(b"\x01" + defined_hash(start, middle) + defined_hash(middle, end)).digest()


def grown(sizes: Iterable[int]) -> tuple[Tree, dict[tuple[int, int], Tile]]:
    """The tree that grew through these sizes, and its tiles as a store that overwrites would hold them."""
    tree, stored = Tree(), dict[tuple[int, int], Tile]()
    for size in sizes:
        tree, changed = append(tree, LEAVES[tree.size : size])
        stored |= {(tile.level, tile.index): tile for tile in changed}
    return tree, stored


def hashes_of(stored: dict[tuple[int, int], Tile]) -> dict[tuple[int, int], bytes]:
    return {place: tile.hashes for place, tile in stored.items()}


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert Frontier().root == Tree().root == EMPTY_ROOT


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_of_the_reference_entries_are_the_published_ones(size: int) -> None:
    leaves = [leaf_hash(entry) for entry in REFERENCE_ENTRIES[:size]]
    assert append(Tree(), leaves)[0].root.hex() == REFERENCE_ROOTS[size - 1]
    assert Frontier().extended(leaves).root.hex() == REFERENCE_ROOTS[size - 1]


@pytest.mark.parametrize("size", [*BOUNDARIES, 65_535, 65_536, 65_537, 66_000])
def test_the_root_is_the_one_that_rfc_6962_defines(size: int) -> None:
    assert append(Tree(), LEAVES[:size])[0].root == defined_hash(0, size)
    assert Frontier().extended(LEAVES[:size]).root == defined_hash(0, size)


@settings(deadline=None)
@given(st.lists(SIZES, max_size=8).map(sorted))
def test_a_tree_is_the_same_however_it_grew(sizes: list[int]) -> None:
    tree, stored = grown(sizes)
    at_once, tiles = append(Tree(), LEAVES[: tree.size])
    assert tree == at_once
    assert sorted(stored.values()) == sorted(tiles)
    assert tree.root == defined_hash(0, tree.size)
    assert tree.frontier == Frontier().extended(LEAVES[: tree.size])


@settings(deadline=None)
@given(st.lists(SIZES, min_size=1, max_size=6).map(sorted))
def test_appending_reports_the_tiles_that_grew_and_no_others(sizes: list[int]) -> None:
    tree, _ = grown(sizes[:-1])
    before = {(tile.level, tile.index): tile for tile in append(Tree(), LEAVES[: tree.size])[1]}
    after = {(tile.level, tile.index): tile for tile in append(Tree(), LEAVES[: sizes[-1]])[1]}
    _, changed = append(tree, LEAVES[tree.size : sizes[-1]])
    assert {(tile.level, tile.index): tile for tile in changed} == {
        place: tile for place, tile in after.items() if before.get(place) != tile
    }
    assert all(after[place].hashes.startswith(tile.hashes) for place, tile in before.items())


@settings(deadline=None)
@given(SIZES, SIZES)
def test_a_tree_is_taken_up_at_any_earlier_size_from_the_tiles_of_a_later_one(one: int, other: int) -> None:
    earlier, later = sorted((one, other))
    _, stored = grown([later])
    resumed = Tree.resumed(earlier, hashes_of(stored))
    assert resumed.root == defined_hash(0, earlier)
    again, _ = append(resumed, LEAVES[earlier:later])
    assert again.root == defined_hash(0, later)


@given(SIZES)
def test_the_right_edge_names_exactly_the_tiles_that_are_not_full(size: int) -> None:
    _, stored = grown([size])
    partial = {(tile.level, tile.index, tile.width) for tile in stored.values() if tile.width < TILE_WIDTH}
    assert {(tile.level, tile.index, tile.width) for tile in right_edge(size)} == partial


def test_a_tree_is_not_taken_up_from_tiles_that_lack_a_hash() -> None:
    _, stored = grown([700])
    tiles = hashes_of(stored)
    with pytest.raises(ValueError, match="tile 2 of level 0 does not hold 188 hashes"):
        Tree.resumed(700, tiles | {(0, 2): tiles[0, 2][:-HASH_SIZE]})
    with pytest.raises(ValueError, match="tile 0 of level 1 does not hold 2 hashes"):
        Tree.resumed(700, {(0, 2): tiles[0, 2]})


@given(SIZES)
def test_a_frontier_reads_back_as_it_was_written(size: int) -> None:
    frontier = Frontier().extended(LEAVES[:size])
    assert Frontier.from_bytes(frontier.to_bytes()) == frontier


@pytest.mark.parametrize("stored", [b"", b"\0" * 7, b"\0" * 7 + b"\x03" + b"h" * 32, b"\0" * 8 + b"h"])
def test_a_frontier_whose_peaks_do_not_fit_its_size_is_refused(stored: bytes) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Frontier.from_bytes(stored)


def test_a_leaf_hash_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        append(Tree(), [b"h" * 31, b"h" * 33])


def test_tiles_have_the_shape_of_256_hashes_eight_levels_apart() -> None:
    _, stored = grown([66_000])
    assert {level: sum(1 for place in stored if place[0] == level) for level in range(3)} == {0: 258, 1: 2, 2: 1}
    assert stored[0, 257].hashes == b"".join(LEAVES[65_792:66_000])
    assert stored[1, 0].hashes[:HASH_SIZE] == defined_hash(0, 256)
    assert stored[2, 0].hashes == defined_hash(0, 65_536)


# What RFC 6962 puts into its proofs, as ranges of leaves: PATH(m, D[n]) and PROOF(m, D[n]) of section 2.1.


def inclusion_ranges(leaf: int, start: int, end: int) -> list[tuple[int, int]]:
    if end - start == 1:
        return []
    middle = start + largest_power_below(end - start)
    if leaf < middle:
        return [*inclusion_ranges(leaf, start, middle), (middle, end)]
    return [*inclusion_ranges(leaf, middle, end), (start, middle)]


def consistency_ranges(earlier: int, start: int, end: int, *, known: bool = True) -> list[tuple[int, int]]:
    if earlier == end:
        return [] if known else [(start, end)]
    middle = start + largest_power_below(end - start)
    if earlier <= middle:
        return [*consistency_ranges(earlier, start, middle, known=known), (middle, end)]
    return [*consistency_ranges(earlier, middle, end, known=False), (start, middle)]


def read_from_tiles(stored: dict[tuple[int, int], Tile], start: int, end: int) -> bytes:
    """The hash over a range of leaves of a proof, from stored tiles alone: one read for each complete subtree."""
    if (end - start).bit_count() > 1:
        middle = start + largest_power_below(end - start)
        return node_hash(read_from_tiles(stored, start, middle), read_from_tiles(stored, middle, end))
    level, height = divmod((end - start).bit_length() - 1, 8)
    index, first = divmod(start >> 8 * level, TILE_WIDTH)
    hashes = stored[level, index].hashes[first * HASH_SIZE : (first + (1 << height)) * HASH_SIZE]
    assert len(hashes) == HASH_SIZE << height
    return subtree_root(hashes)


@settings(deadline=None)
@given(st.integers(1, LARGEST) | st.sampled_from([255, 256, 257, 512, 66_000]), st.data())
def test_every_hash_of_an_inclusion_proof_is_read_from_tiles(size: int, data: st.DataObject) -> None:
    leaf = data.draw(st.integers(0, size - 1))
    _, stored = grown([size])
    for start, end in inclusion_ranges(leaf, 0, size):
        assert read_from_tiles(stored, start, end) == defined_hash(start, end)


@settings(deadline=None)
@given(st.integers(1, LARGEST) | st.sampled_from([255, 256, 257, 512, 66_000]), st.data())
def test_every_hash_of_a_consistency_proof_is_read_from_tiles(size: int, data: st.DataObject) -> None:
    earlier = data.draw(st.integers(1, size))
    _, stored = grown([size])
    for start, end in consistency_ranges(earlier, 0, size):
        assert read_from_tiles(stored, start, end) == defined_hash(start, end)


def test_one_changed_entry_changes_the_root() -> None:
    for position in (0, 255, 256, 699):
        changed = [*LEAVES[:700]]
        changed[position] = leaf_hash(b"another entry")
        assert append(Tree(), changed)[0].root != defined_hash(0, 700)


def test_all_sizes_have_different_roots() -> None:
    roots = [Frontier().extended(LEAVES[:size]).root for size in BOUNDARIES]
    assert all(before != after for before, after in pairwise(roots))
    assert len(set(roots)) == len(BOUNDARIES)
