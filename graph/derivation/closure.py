"""The edges of a walk, seen from its start: what every computation over a walk begins with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.answers.structure import Direction, NodeColumns, UseColumns, Walk


@dataclass(frozen=True, slots=True)
class Closure:
    """What a walk followed; all columns of edges have one length.

    Attributes:
        start: where it began, at depth 0.
        nodes: what was reached.
        uses: the lines that were followed.
        sources: for each of them the end that is nearer to the start, seen along the walk.
        targets: for each of them the other end.
        direction: down from the assembly to its components, or up from the component.

    """

    start: str
    nodes: NodeColumns
    uses: UseColumns
    sources: Sequence[str]
    targets: Sequence[str]
    direction: Direction

    def outgoing(self) -> Mapping[str, Sequence[int]]:
        """The places of the edges by the item that each begins from."""
        return _places(self.sources)

    def incoming(self) -> Mapping[str, Sequence[int]]:
        """The places of the edges by the item that each leads to."""
        return _places(self.targets)


def closure_of(walk: Walk) -> Closure:
    """The edges of a walk from an item or a revision that is known.

    The own lines of a revision begin from its key: its item, if met again further down, is an item as any other.
    """
    uses, start = walk.uses, walk.bom or walk.item or ""
    if walk.direction is Direction.UP:
        return Closure(start, walk.nodes, uses, uses.children, uses.parents, walk.direction)
    sources = [start if bom == walk.bom else parent for bom, parent in zip(uses.boms, uses.parents, strict=True)]
    return Closure(start, walk.nodes, uses, sources, uses.children, walk.direction)


def _places(items: Sequence[str]) -> Mapping[str, Sequence[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        places[item].append(place)
    return places
