"""Effectivity boxes: plants x serials x lots x valid time, and exact set algebra over them.

What a few boxes cover is a set of points: a plant, a serial, a lot and a moment. `union`, `intersect` and `subtract`
give the covered set as disjoint boxes in one canonical form, which depends on the set alone, never on the boxes that
described it nor on the order of the operands.

The form slices the set by plant, then by lot, then by serial: those that look alike are taken together, and for each
slice the spans of time are as long as they can be. A plant, serial or lot that nobody names looks like any other such.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final, NamedTuple, TypeAlias

from graph.clock import FAR_FUTURE, FAR_PAST
from graph.derivation.selections import ALL_CODES, ALL_SERIALS, Cell, Codes, Serials

MOST_BOXES: Final = 64
"""Boxes that one region has at most, unless it is asked otherwise."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where something applies: in all four respects at once.

    Attributes:
        plants: all, all but some, or some.
        serials: of the owning item.
        lots: of the owning item.
        since: first moment, epoch microseconds; far past when open.
        until: first moment after, epoch microseconds; far future when open.

    """

    plants: Codes = ALL_CODES
    lots: Codes = ALL_CODES
    serials: Serials = ALL_SERIALS
    since: int = FAR_PAST
    until: int = FAR_FUTURE

    @property
    def is_empty(self) -> bool:
        """Whether it covers nothing."""
        nothing = any(it.is_empty for it in (self.plants, self.lots, self.serials))
        return nothing or self.since >= self.until


@dataclass(frozen=True, slots=True)
class Region:
    """A set of points as disjoint boxes in canonical form; equal regions cover the same points."""

    boxes: tuple[Box, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it covers nothing."""
        return not self.boxes


@dataclass(frozen=True, slots=True)
class Cut:
    """A set of points that takes more boxes than may be kept: it is told only what encloses it.

    Attributes:
        hull: a box that covers the set, and more.

    """

    hull: Box

    @property
    def is_empty(self) -> bool:
        """Whether it covers nothing; what is cut never does."""
        return False


Extent: TypeAlias = Region | Cut
"""Where something applies, exactly or, if that is too much, by its hull."""

EVERYWHERE: Final = Region((Box(),))
NOWHERE: Final = Region()


def region(*boxes: Box, most: int = MOST_BOXES) -> Extent:
    """What boxes, which may overlap, cover together."""
    return _combined(boxes, (), _first, most)


def union(extents: Iterable[Extent], *, most: int = MOST_BOXES) -> Extent:
    """What is in any of them.

    Take all operands at once: two of them may together be cut although a third would make them simple again.

    Args:
        extents: any number, in any order.
        most: boxes of the result at most; beyond that it is cut.

    """
    distinct = tuple(dict.fromkeys(extents))
    if len(distinct) == 1 and _is_short(distinct[0], most):
        return distinct[0]
    boxes = list(dict.fromkeys(chain.from_iterable(map(boxes_of, distinct))))
    if any(isinstance(it, Cut) for it in distinct):
        return Cut(_hull(boxes))
    return _combined(boxes, (), _first, most)


def intersect(one: Extent, other: Extent, *, most: int = MOST_BOXES) -> Extent:
    """What is in both."""
    for part, whole in ((one, other), (other, one)):
        if whole == EVERYWHERE and _is_short(part, most):
            return part
    exact = _combined(boxes_of(one), boxes_of(other), _both, most)
    if exact.is_empty or not (isinstance(one, Cut) or isinstance(other, Cut)):
        return exact
    return Cut(_hull(boxes_of(exact)))


def subtract(one: Region, other: Region, *, most: int = MOST_BOXES) -> Extent:
    """What is in the one and not in the other; of regions only, since a hull covers more than its set."""
    return _combined(one.boxes, other.boxes, _only_first, most)


def boxes_of(extent: Extent) -> tuple[Box, ...]:
    """The boxes of a region; the hull of what is cut."""
    return (extent.hull,) if isinstance(extent, Cut) else extent.boxes


def _is_short(extent: Extent, most: int) -> bool:
    return len(boxes_of(extent)) <= most


class _TooMany(Exception):  # noqa: N818 - ends a computation, no error
    """More boxes than may be kept."""


class _Part(NamedTuple):
    """A box, and whether it is of the first operand."""

    box: Box
    first: bool


_Keep: TypeAlias = Callable[[bool, bool], bool]
"""Whether a point is in the result, by whether it is in the first operand and in the second."""

_DIMENSIONS: Final = ("plants", "lots", "serials")


def _first(one: bool, _: bool) -> bool:
    return one


def _both(one: bool, other: bool) -> bool:
    return one and other


def _only_first(one: bool, other: bool) -> bool:
    return one and not other


def _combined(first: Iterable[Box], second: Iterable[Box], keep: _Keep, most: int) -> Extent:
    parts = [_Part(box, first=True) for box in first if not box.is_empty]
    parts += [_Part(box, first=False) for box in second if not box.is_empty]
    try:
        return Region(_slices(parts, _DIMENSIONS, keep, most))
    except _TooMany:
        return Cut(_hull([part.box for part in parts if part.first]))


def _slices(parts: Sequence[_Part], dimensions: Sequence[str], keep: _Keep, most: int) -> tuple[Box, ...]:
    """The result by slices of the first dimension: cells whose sections are equal make one slice."""
    if not dimensions:
        return tuple(Box(since=since, until=until) for since, until in _spans(parts, keep))
    dimension, *inner = dimensions
    selections = [getattr(part.box, dimension) for part in parts]
    kind: Any = type(selections[0]) if selections else Codes
    every = kind.cells(dict.fromkeys(selections))
    sections: dict[tuple[_Part, ...], tuple[Box, ...]] = {}
    slices: defaultdict[tuple[Box, ...], set[Cell]] = defaultdict(set)
    for cell in every:
        inside = tuple(part for part, selection in zip(parts, selections, strict=True) if selection.has(cell))
        if inside not in sections:
            sections[inside] = _slices(inside, inner, keep, most)
            if sum(map(len, {sections[inside], *slices})) > most:
                raise _TooMany
        slices[sections[inside]].add(cell)
    sides = [(box, kind.of(cells, every)) for section, cells in slices.items() for box in section]
    return tuple(sorted((replace(box, **{dimension: side}) for box, side in sides), key=_order))


def _spans(parts: Sequence[_Part], keep: _Keep) -> Iterator[tuple[int, int]]:
    """The longest spans of time in which the result holds, where only time is left to tell."""
    steps: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for box, first in parts:
        steps[box.since][not first] += 1
        steps[box.until][not first] -= 1
    depth, since = [0, 0], None
    for moment in sorted(steps):
        depth = [it + step for it, step in zip(depth, steps[moment], strict=True)]
        holds = keep(depth[0] > 0, depth[1] > 0)
        if holds and since is None:
            since = moment
        elif since is not None and not holds:
            yield since, moment
            since = None


def _order(box: Box) -> tuple[object, ...]:
    return box.plants.order(), box.lots.order(), box.serials.order(), box.since, box.until


def _hull(boxes: Sequence[Box]) -> Box:
    """The least box that covers some boxes: of each dimension all that any of them has."""
    sides = {}
    for dimension in _DIMENSIONS:
        selections = list(dict.fromkeys(getattr(box, dimension) for box in boxes))
        kind = type(selections[0])
        every = kind.cells(selections)
        sides[dimension] = kind.of({cell for cell in every if any(it.has(cell) for it in selections)}, every)
    return Box(**sides, since=min(box.since for box in boxes), until=max(box.until for box in boxes))
