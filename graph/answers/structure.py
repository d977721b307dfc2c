"""Walks over product structure: the items on them, their depths, and every use with its exact quantity."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from graph.answers.envelope import Envelope
from graph.answers.line import USUAL, LineTraits
from graph.model.bom import View


class Direction(StrEnum):
    """Which way a walk goes."""

    DOWN = "DOWN"
    UP = "UP"


class Node(NamedTuple):
    """An item on a walk; depth is the least number of levels from the start."""

    item: str
    depth: int


class Use(NamedTuple):
    """One line: a revision of the parent uses so much of the child.

    Attributes:
        bom: key of the revision.
        line: id of the line within it.
        traits: what is special about the line.

    """

    parent: str
    bom: str
    line: str
    child: str
    quantity: Decimal
    uom: str
    traits: LineTraits = USUAL


@dataclass(frozen=True, slots=True)
class NodeColumns:
    """The items of a walk, nearest first, as columns of one length."""

    items: tuple[str, ...] = ()
    depths: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, where: slice) -> tuple[Node, ...]:
        return tuple(map(self.row, range(*where.indices(len(self)))))

    def row(self, index: int) -> Node:
        """One item."""
        return Node(self.items[index], self.depths[index])


@dataclass(frozen=True, slots=True)
class UseColumns:
    """The uses of a walk, nearest first, as columns of one length; no traits at all if nothing is special."""

    parents: tuple[str, ...] = ()
    boms: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    quantities: tuple[Decimal, ...] = ()
    uoms: tuple[str, ...] = ()
    traits: tuple[LineTraits, ...] = ()

    def __len__(self) -> int:
        return len(self.parents)

    def __getitem__(self, where: slice) -> tuple[Use, ...]:
        return tuple(map(self.row, range(*where.indices(len(self)))))

    def row(self, index: int) -> Use:
        """One use."""
        return Use(
            self.parents[index],
            self.boms[index],
            self.lines[index],
            self.children[index],
            self.quantities[index],
            self.uoms[index],
            self.traits[index] if self.traits else USUAL,
        )


@dataclass(frozen=True, slots=True)
class Walk:
    """What lies below an item or a revision, or above an item, in one context.

    Attributes:
        item: the item that was started from; none if nothing names it.
        bom: key of the revision that was started from, if it was one.
        direction: down to the components, or up to what uses it.
        view: whose structure was walked.
        plant: the plant that it was walked for; none for all of them together.
        any_time: whether effectivity was left aside.
        nodes: the items that were reached, without the start.
        uses: the lines that were followed; all of them lie within the levels asked for.
        circle: items that use each other in a circle, the first one again at the end; empty as it should be.
        envelope: what the answer says about itself.

    """

    item: str | None
    bom: str | None
    direction: Direction
    view: View
    plant: str | None
    any_time: bool
    nodes: NodeColumns
    uses: UseColumns
    circle: tuple[str, ...]
    envelope: Envelope
