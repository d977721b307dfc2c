"""Totals of a walk in one topological pass: exact quantities, numbers of paths, depths, effectivity.

Along a path quantities multiply and effectivity intersects; over paths they add up and unite. Both are done edge by
edge, each item after all that leads to it, so that the cost grows with the edges and never with the paths.

The structure of an item is for one of it in the unit in which it is used. Where lines use it in several units, that
holds for one of them at most, and quantities behind it are undefined. So are quantities over a line that takes as
much for any number of pieces, and quantities by an item of which several revisions were followed, each in plants or at
times of its own: they are alternatives, and no piece has their sum. On a circle and behind it paths never end, and
nothing adds up; what can be reached, and under which effectivity, is still told.

Quantities are those that lines state: scrap is not added, and optional lines count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from graph.answers.structure import Direction
from graph.answers.totals import ItemTotal, TotalQuantity, Undefined
from graph.derivation.boxes import EVERYWHERE, MOST_BOXES, NOWHERE, Extent, intersect, union
from graph.derivation.closure import Closure
from graph.derivation.components import Component, components
from graph.model.bom_line import QuantityKind
from graph.units import exact_text

_NONE: Final = Fraction(0)
_GRAVITY: Final = (None, *Undefined)


def roll_up(closure: Closure) -> tuple[ItemTotal, ...]:
    """The totals of each item that a walk reached, nearest first, then by number."""
    outgoing, uses = closure.outgoing(), closure.uses
    tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
    tallies[closure.start] = _Tally(paths=1)
    reasons = _Reasons.of(closure)
    fixed = {place for place, it in enumerate(uses.traits) if it.quantity_kind is QuantityKind.FIXED}
    exact = {quantity: Fraction(quantity) for quantity in set(uses.quantities)}
    for component in _ordered(closure, outgoing):
        for item in component.items:
            tallies[item].on_circle = component.circular
            tallies[item].spoil(Undefined.CIRCLE if component.circular else reasons.at.get(item))
        for item in component.items:
            passed = tallies[item].passed_on(closure.direction, reasons.behind.get(item))
            for place in outgoing.get(item, ()):
                target = tallies[closure.targets[place]]
                target.add(passed, exact[uses.quantities[place]], uses.uoms[place])
                target.spoil(Undefined.FIXED if place in fixed else None)
    reached = zip(closure.nodes.items, closure.nodes.depths, strict=True)
    return tuple(tallies[item].total(item, least) for least, item in sorted((least, item) for item, least in reached))


def extents_of(closure: Closure, effective: Sequence[Extent], *, most: int = MOST_BOXES) -> dict[str, Extent]:
    """Where each item that a walk reached is reached at all: over the paths united, along each path intersected.

    Args:
        closure: the walk.
        effective: for each of its edges where that line, of that revision, applies.
        most: boxes for one item at most; beyond that it is cut.

    """
    incoming = closure.incoming()
    found: dict[str, Extent] = {closure.start: EVERYWHERE}

    def reached(item: str) -> Extent:
        pairs = dict.fromkeys((found.get(closure.sources[at], NOWHERE), effective[at]) for at in incoming[item])
        return union((intersect(*pair, most=most) for pair in pairs), most=most)

    for component in _ordered(closure, closure.outgoing()):
        open_items = [item for item in component.items if item != closure.start]
        changed = True
        while changed:
            before = [found.get(item) for item in open_items]
            found |= {item: reached(item) for item in open_items}
            changed = component.circular and before != [found[item] for item in open_items]
    return {item: found[item] for item in closure.nodes.items}


def _ordered(closure: Closure, outgoing: Mapping[str, Sequence[int]]) -> list[Component]:
    return components(
        closure.start, {item: [closure.targets[place] for place in places] for item, places in outgoing.items()}
    )


class _Reasons(NamedTuple):
    """What makes quantities undefined, circles aside.

    Attributes:
        at: at which items.
        behind: behind which items.

    """

    at: Mapping[str, Undefined]
    behind: Mapping[str, Undefined]

    @classmethod
    def of(cls, closure: Closure) -> _Reasons:
        """Look for items used in several units, and for those made by several revisions."""
        uses = closure.uses
        mixed = dict.fromkeys(_several(uses.children, uses.uoms) - {closure.start}, Undefined.UNITS)
        if closure.direction is Direction.UP:
            return cls(dict.fromkeys(_several(closure.targets, uses.boms), Undefined.REVISIONS), mixed)
        return cls({}, mixed | dict.fromkeys(_several(closure.sources, uses.boms), Undefined.REVISIONS))


def _several(items: Sequence[str], values: Sequence[str]) -> set[str]:
    """Items that stand beside more than one value."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for item, value in zip(items, values, strict=True):
        found[item].add(value)
    return {item for item, beside in found.items() if len(beside) > 1}


class _Passed(NamedTuple):
    """What an item passes on to those one edge further on.

    Attributes:
        paths: how many lead to it.
        greatest: levels of the longest of them.
        amounts: what is multiplied along the edge. Downwards each line names the unit of its own component, here none;
            upwards the unit stays that in which the start is used.
        undefined: why there are no amounts.

    """

    paths: int
    greatest: int
    amounts: Mapping[str, Fraction] | Mapping[None, Fraction]
    undefined: Undefined | None


@dataclass(slots=True)
class _Tally:
    """The totals of one item, as far as its paths have been followed."""

    quantities: dict[str, Fraction] = field(default_factory=dict)
    greatest: int = 0
    paths: int = 0
    on_circle: bool = False
    undefined: Undefined | None = None

    def spoil(self, reason: Undefined | None) -> None:
        """Make it undefined, if there is a reason to; the gravest reason stays."""
        self.undefined = _graver(self.undefined, reason)

    def passed_on(self, direction: Direction, behind: Undefined | None) -> _Passed:
        """What it passes on once all that leads to it was added; of the start one piece and one path."""
        if direction is Direction.DOWN and self.quantities:
            amounts: Mapping[str, Fraction] | Mapping[None, Fraction] = {None: sum(self.quantities.values(), _NONE)}
        else:
            amounts = self.quantities or {None: Fraction(1)}
        return _Passed(self.paths, self.greatest, amounts, _graver(self.undefined, behind))

    def add(self, passed: _Passed, factor: Fraction, uom: str) -> None:
        """Count what comes from the item before by one more edge, of so much in a unit."""
        self.paths += passed.paths
        self.greatest = max(self.greatest, passed.greatest + 1)
        if passed.undefined:
            self.spoil(passed.undefined)
            return
        for start_uom, amount in passed.amounts.items():
            told = start_uom or uom
            self.quantities[told] = self.quantities.get(told, _NONE) + amount * factor

    def total(self, item: str, least: int) -> ItemTotal:
        """What is told of it."""
        endless = self.undefined is Undefined.CIRCLE
        told = () if self.undefined else sorted(self.quantities.items())
        return ItemTotal(
            item=item,
            quantities=tuple(TotalQuantity(Decimal(exact_text(quantity)), uom) for uom, quantity in told),
            least=least,
            greatest=None if endless else self.greatest,
            paths=None if endless else self.paths,
            on_circle=self.on_circle,
            undefined=self.undefined,
        )


def _graver(one: Undefined | None, other: Undefined | None) -> Undefined | None:
    return max(one, other, key=_GRAVITY.index)
