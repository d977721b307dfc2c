"""Witness paths: the lines by which a walk came to an item, the shortest path first."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import Final, NamedTuple

from graph.answers.structure import Use
from graph.derivation.closure import Closure

MOST_WITNESSES: Final = 100
"""Paths that are told at most."""

MOST_LOOKED: Final = 20_000
"""Beginnings of paths that are looked at for them at most: between circles few of them may be whole paths."""


class Witnesses(NamedTuple):
    """Paths to one item.

    Attributes:
        paths: each as its lines, from the start of the walk on; none meets an item twice. The shortest come first.
        cut: whether there may be more.

    """

    paths: tuple[tuple[Use, ...], ...]
    cut: bool


def witnesses(closure: Closure, item: str, *, most: int = MOST_WITNESSES) -> Witnesses:
    """The shortest paths of a walk to an item; none for the start and for what was not reached.

    Paths are built backwards, always going on with the one that can become the shortest. As the distance to the start
    is known for every item, no beginning leads astray unless a circle does.
    """
    paths: list[tuple[Use, ...]] = []
    for looked, path in enumerate(_paths(closure, item)):
        if looked >= MOST_LOOKED or (path and len(paths) == most):
            return Witnesses(tuple(paths), cut=True)
        if path:
            paths.append(path)
    return Witnesses(tuple(paths), cut=False)


def shortest(closure: Closure, item: str) -> tuple[Use, ...] | None:
    """One shortest path of a walk to an item, always the same; none for the start and for what was not reached."""
    return next(iter(witnesses(closure, item, most=1).paths), None)


def _paths(closure: Closure, item: str) -> Iterator[tuple[Use, ...] | None]:
    """The whole paths, and none for each beginning that was looked at in between."""
    depths = {closure.start: 0} | dict(zip(closure.nodes.items, closure.nodes.depths, strict=True))
    incoming, rank = closure.incoming(), _ranks(closure)
    waiting: list[tuple[int, tuple[int, ...], str, tuple[int, ...]]] = []
    if item != closure.start and item in depths:
        waiting.append((depths[item], (), item, ()))
    while waiting:
        _, order, reached, edges = heapq.heappop(waiting)
        if reached == closure.start:
            yield tuple(closure.uses.row(place) for place in reversed(edges))
            continue
        yield None
        met = {item, *(closure.sources[place] for place in edges)}
        for place in incoming.get(reached, ()):
            source = closure.sources[place]
            if source not in met:
                length = len(edges) + 1 + depths[source]
                heapq.heappush(waiting, (length, (*order, rank[place]), source, (*edges, place)))


def _ranks(closure: Closure) -> list[int]:
    """The place of each edge in an order that depends on the lines alone."""
    uses = closure.uses
    keys = [(uses.parents[at], uses.boms[at], len(uses.lines[at]), uses.lines[at]) for at in range(len(uses))]
    rank = [0] * len(keys)
    for number, place in enumerate(sorted(range(len(keys)), key=keys.__getitem__)):
        rank[place] = number
    return rank
