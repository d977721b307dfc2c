"""Small closures for tests, and a plain enumeration of their paths: slow, obvious, without any sum."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from graph.answers.envelope import Clocks, Envelope
from graph.answers.line import LineTraits
from graph.answers.structure import Direction, NodeColumns, UseColumns, Walk
from graph.derivation.closure import Closure, closure_of
from graph.model.bom import BomReference, View
from graph.model.bom_line import QuantityKind

FIXED = QuantityKind.FIXED


@dataclass(frozen=True)
class Line:
    """One line of a revision of the parent."""

    parent: str
    child: str
    quantity: str = "1"
    uom: str = "C62"
    revision: str = "A"
    fixed: bool = False


def walk_of(lines: Sequence[Line], start: str, direction: Direction) -> Walk:
    """The walk from an item over lines, of which only those that can be reached are followed."""
    depths = depths_of(lines, start, direction)
    met = [(number, it) for number, it in enumerate(lines) if ends(it, direction)[0] in depths]
    reached = {item: depth for item, depth in depths.items() if item != start}
    return Walk(
        item=start,
        bom=None,
        direction=direction,
        view=View.ENGINEERING,
        plant=None,
        any_time=False,
        nodes=NodeColumns(tuple(reached), tuple(reached.values())),
        uses=UseColumns(
            parents=tuple(it.parent for _, it in met),
            boms=tuple(BomReference(item=it.parent, revision=it.revision).key for _, it in met),
            lines=tuple(str(number) for number, _ in met),
            children=tuple(it.child for _, it in met),
            quantities=tuple(Decimal(it.quantity) for _, it in met),
            uoms=tuple(it.uom for _, it in met),
            traits=tuple(LineTraits(FIXED if it.fixed else QuantityKind.PER_UNIT) for _, it in met),
        ),
        circle=(),
        envelope=Envelope(clocks=Clocks(as_of=0, known=0)),
    )


def closure(lines: Sequence[Line], start: str, direction: Direction = Direction.DOWN) -> Closure:
    """The edges of such a walk."""
    return closure_of(walk_of(lines, start, direction))


def ends(line: Line, direction: Direction) -> tuple[str, str]:
    """Where a walk comes from and where it goes to over a line."""
    return (line.parent, line.child) if direction is Direction.DOWN else (line.child, line.parent)


def depths_of(lines: Sequence[Line], start: str, direction: Direction) -> dict[str, int]:
    """Levels of the shortest path to each item."""
    depths, ahead = {start: 0}, deque([start])
    while ahead:
        item = ahead.popleft()
        for line in lines:
            source, target = ends(line, direction)
            if source == item and target not in depths:
                depths[target] = depths[item] + 1
                ahead.append(target)
    return depths


def simple_paths(lines: Sequence[Line], start: str, direction: Direction) -> Iterator[tuple[int, ...]]:
    """Every path from the start that meets no item twice, as the places of its lines."""

    def onward(item: str, met: tuple[str, ...], path: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        for place, line in enumerate(lines):
            source, target = ends(line, direction)
            if source == item and target not in met:
                yield (*path, place)
                yield from onward(target, (*met, target), (*path, place))

    return onward(start, (start,), ())


def circular_items(lines: Sequence[Line]) -> set[str]:
    """The items that use themselves over others."""
    uses: dict[str, set[str]] = {}
    for line in lines:
        uses.setdefault(line.parent, set()).add(line.child)
    found = set()
    for item in uses:
        seen: set[str] = set()
        ahead = [item]
        while ahead:
            for child in uses.get(ahead.pop(), ()):
                if child not in seen:
                    seen.add(child)
                    ahead.append(child)
        if item in seen:
            found.add(item)
    return found
