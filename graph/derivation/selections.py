"""Selections of plants, lots and serials: all, all but some, or some.

Nobody knows all plants, lots or serials, so what is not named is only known to be none of the named. Both kinds of
selection tell their members by cells: parts that lie wholly inside or outside of each of the selections at hand, and
`None` for everything that none of them names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias


class SerialRange(NamedTuple):
    """Serials from the first to the last number, both included, whose text follows one pattern.

    The pattern says how a number is written, such as `SN-{:06}`; serials of different patterns are different serials.
    """

    pattern: str
    first: int
    last: int


Cell: TypeAlias = str | SerialRange | None


@dataclass(frozen=True, slots=True)
class Codes:
    """Plants or lots.

    Attributes:
        named: codes.
        complement: whether it is all but the named rather than the named.

    """

    named: frozenset[str] = frozenset()
    complement: bool = True

    @classmethod
    def some(cls, *codes: str) -> Codes:
        """These codes and no others."""
        return cls(frozenset(codes), complement=False)

    @classmethod
    def all_but(cls, *codes: str) -> Codes:
        """All codes but these."""
        return cls(frozenset(codes), complement=True)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it."""
        return not self.named and not self.complement

    def has(self, cell: Cell) -> bool:
        """Whether a cell is in it."""
        return (cell in self.named) != self.complement

    @staticmethod
    def cells(selections: Iterable[Codes]) -> list[Cell]:
        """The codes that any of the selections names, and the rest."""
        return [None, *sorted({code for it in selections for code in it.named})]

    @staticmethod
    def of(cells: Collection[Cell], every: Iterable[Cell]) -> Codes:
        """The selection of some of all cells."""
        named = (cell for cell in every if (cell in cells) != (None in cells))
        return Codes(frozenset(cell for cell in named if isinstance(cell, str)), None in cells)

    def order(self) -> tuple[bool, tuple[str, ...]]:
        """Sorts selections."""
        return self.complement, tuple(sorted(self.named))


@dataclass(frozen=True, slots=True)
class Serials:
    """Serials of one item.

    Attributes:
        named: ranges.
        complement: whether it is all but the named rather than the named.

    """

    named: frozenset[SerialRange] = frozenset()
    complement: bool = True

    @classmethod
    def some(cls, *ranges: SerialRange) -> Serials:
        """The serials in these ranges and no others."""
        return cls(frozenset(it for it in ranges if it.first <= it.last), complement=False)

    @classmethod
    def all_but(cls, *ranges: SerialRange) -> Serials:
        """All serials but those in these ranges."""
        return cls(frozenset(it for it in ranges if it.first <= it.last), complement=True)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it."""
        return not self.named and not self.complement

    def has(self, cell: Cell) -> bool:
        """Whether a cell is in it."""
        return any(_within(cell, it) for it in self.named) != self.complement

    @staticmethod
    def cells(selections: Iterable[Serials]) -> list[Cell]:
        """The ranges that any of the selections names, cut where any of them begins or ends; and the rest."""
        by_pattern: defaultdict[str, set[SerialRange]] = defaultdict(set)
        for it in {it for selection in selections for it in selection.named}:
            by_pattern[it.pattern].add(it)
        return [None, *(cell for pattern in sorted(by_pattern) for cell in _pieces(pattern, by_pattern[pattern]))]

    @staticmethod
    def of(cells: Collection[Cell], every: Iterable[Cell]) -> Serials:
        """The selection of some of all cells."""
        named = (cell for cell in every if (cell in cells) != (None in cells))
        return Serials(frozenset(_joined(cell for cell in named if isinstance(cell, SerialRange))), None in cells)

    def order(self) -> tuple[bool, tuple[SerialRange, ...]]:
        """Sorts selections."""
        return self.complement, tuple(sorted(self.named))


ALL_CODES: Final = Codes()
ALL_SERIALS: Final = Serials()


def _within(cell: Cell, outer: SerialRange) -> bool:
    if not isinstance(cell, SerialRange):
        return False
    return cell.pattern == outer.pattern and outer.first <= cell.first and cell.last <= outer.last


def _pieces(pattern: str, ranges: Iterable[SerialRange]) -> Iterator[SerialRange]:
    """The parts of overlapping ranges of one pattern, in order."""
    steps: defaultdict[int, int] = defaultdict(int)
    for it in ranges:
        steps[it.first] += 1
        steps[it.last + 1] -= 1
    depth = 0
    for first, after in pairwise(sorted(steps)):
        depth += steps[first]
        if depth:
            yield SerialRange(pattern, first, after - 1)


def _joined(ranges: Iterable[SerialRange]) -> Sequence[SerialRange]:
    """Ranges that touch made one."""
    joined: list[SerialRange] = []
    for it in sorted(ranges):
        if joined and joined[-1].pattern == it.pattern and joined[-1].last + 1 == it.first:
            joined[-1] = joined[-1]._replace(last=it.last)
        else:
            joined.append(it)
    return joined
