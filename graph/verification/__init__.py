"""Verification: everything that the log claims of itself, computed anew from what is stored.

`verify` walks the tiles of the tree up to its root (`tree`), then every receipt with its payload and every fact that
came with it, up to the leaf of the tree (`entries`), and names the first thing that does not fit and what of it differs
(`differences`). What nobody can see from inside is a log that was rewritten as a whole: that takes a root which someone
wrote down elsewhere, to compare with the one that is told here.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.database import Graph
from graph.merkle import EMPTY_ROOT
from graph.verification.differences import Flaw, ReadPayload
from graph.verification.entries import Report, sealed_flaw, stray_flaw, unsealed_flaw
from graph.verification.tree import Head, tree_flaw

__all__ = ["Flaw", "ReadPayload", "Verification", "verify"]


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification found.

    Attributes:
        size: entries in the log tree.
        root: its root, 64 hexadecimal digits.
        sealed_at: when it was sealed so far, epoch microseconds; None when nothing was sealed ever.
        unsealed: entries that are recorded and wait for the next sealing; they were verified too.
        flaw: the first thing that does not fit, None when all fits.

    """

    size: int
    root: str
    sealed_at: int | None
    unsealed: int
    flaw: Flaw | None


async def verify(graph: Graph, read: ReadPayload, report: Report = lambda *_: None) -> Verification:
    """Verify the whole log; it may grow meanwhile.

    Args:
        graph: the door to the database.
        read: what a stored payload says; the formats are the business of whoever calls.
        report: is told what is being done, how many entries are verified, and of how many that are sealed.

    Raises:
        UnavailableError: the database does not answer.

    """
    head = await graph.read_one("log_head_in_full", into=Head) or Head(size=0, root=EMPTY_ROOT.hex(), frontier=None)
    tree = await tree_flaw(graph, head)
    flaw = await sealed_flaw(graph, read, head.size, report)
    unsealed = 0
    if not flaw and not tree:
        unsealed, flaw = await unsealed_flaw(graph, read)
        flaw = flaw or await stray_flaw(graph)
    if tree and (flaw is None or flaw.sequence is None):
        flaw = Flaw(tree)
    return Verification(head.size, head.root, head.sealed_at, unsealed, flaw)
