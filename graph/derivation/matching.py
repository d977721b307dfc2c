"""Which line of one revision is which line of another: pure.

Lines are found again in passes, from the narrowest likeness to the widest; what one pass has paired the next does not
see, so no line is paired twice. Lines that are alike in the same way are paired in the order of their line ids. All
this is the same from both sides, and in whatever order the lines come.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from graph.answers.comparison import MatchBy
from graph.model.bom import BomLine

Pair: TypeAlias = tuple[BomLine, BomLine] | tuple[BomLine, None] | tuple[None, BomLine]

Likeness: TypeAlias = Callable[[BomLine], Hashable]
"""What lines have in common; none where a line does not have it."""

Pairing: TypeAlias = Callable[[Sequence[BomLine], Sequence[BomLine]], Iterable[tuple[str, str]]]
"""Lines of both sides, sorted by line id, to the ids of those that belong together, each at most once."""

_DIGITS: Final = re.compile(r"([0-9]+)")


def match_lines(before: Iterable[BomLine], after: Iterable[BomLine], match_by: MatchBy) -> Iterator[Pair]:
    """Every line of both sides once: with the one that it is found again as, or alone.

    Args:
        before: lines of one revision, each with a line id of its own.
        after: lines of another.
        match_by: by what a line is found again.

    """
    left = {it.line: it for it in sorted(before, key=_line)}
    right = {it.line: it for it in sorted(after, key=_line)}
    for pairing in _PAIRINGS[match_by]:
        for one, other in list(pairing(list(left.values()), list(right.values()))):
            yield left.pop(one), right.pop(other)
    yield from ((line, None) for line in left.values())
    yield from ((None, line) for line in right.values())


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts texts with numbers in them as people do: R9 before R10."""
    parts = enumerate(_DIGITS.split(text))
    return tuple((1, int(part), part) if number % 2 else (0, 0, part) for number, part in parts)


def _line(line: BomLine) -> str:
    return line.line


def _find_number(line: BomLine) -> str | None:
    return line.find_number


def _item(line: BomLine) -> str:
    return line.item


def _designators(line: BomLine) -> frozenset[str] | None:
    return frozenset(line.designators) or None


def _amount(line: BomLine) -> Hashable:
    return line.quantity.amount, line.quantity.uom


def _lacks(likeness: Likeness) -> Likeness:
    """In common to lines that do not have something."""
    return lambda line: True if likeness(line) is None else None


def _alike(*likenesses: Likeness) -> Pairing:
    """Pairs lines that have all of this in common."""

    def pairing(before: Sequence[BomLine], after: Sequence[BomLine]) -> Iterator[tuple[str, str]]:
        left, right = _grouped(before, likenesses), _grouped(after, likenesses)
        for key in left.keys() & right.keys():
            yield from zip(left[key], right[key], strict=False)

    return pairing


def _grouped(lines: Iterable[BomLine], likenesses: Sequence[Likeness]) -> Mapping[Hashable, Sequence[str]]:
    groups: defaultdict[Hashable, list[str]] = defaultdict(list)
    for line in lines:
        key = tuple(likeness(line) for likeness in likenesses)
        if None not in key:
            groups[key].append(line.line)
    return groups


def _sharing(*likenesses: Likeness) -> Pairing:
    """Pairs lines with designators in common, and all of this besides: those that share most first."""

    def pairing(before: Sequence[BomLine], after: Sequence[BomLine]) -> Iterator[tuple[str, str]]:
        left, right = _holders(before, likenesses), _holders(after, likenesses)
        shared: Counter[tuple[str, str]] = Counter()
        for key in left.keys() & right.keys():
            # A designator stands once in a sound revision; where it does not, its lines are paired as they come,
            # for all of them with all of them could be a hundred million.
            shared.update(zip(left[key], right[key], strict=False))
        gone: tuple[set[str], set[str]] = (set(), set())
        for one, other in sorted(shared, key=lambda pair: (-shared[pair], sorted(pair))):
            if one not in gone[0] and other not in gone[1]:
                gone[0].add(one)
                gone[1].add(other)
                yield one, other

    return pairing


def _holders(lines: Iterable[BomLine], likenesses: Sequence[Likeness]) -> Mapping[Hashable, Sequence[str]]:
    """The lines that hold each designator, by it and what else they have."""
    holders: defaultdict[Hashable, list[str]] = defaultdict(list)
    for line in lines:
        for designator in dict.fromkeys(line.designators):
            holders[designator, *(likeness(line) for likeness in likenesses)].append(line.line)
    return holders


_BY_LINE: Final = (_alike(_line),)
_BY_FIND_NUMBER: Final = (
    _alike(_find_number, _item, _line),
    _alike(_find_number, _item),
    _alike(_find_number, _line),
    _alike(_find_number),
    _alike(_line, _lacks(_find_number)),
)
_BY_ITEM: Final = (
    _alike(_item, _line),
    _alike(_item, _find_number),
    _alike(_item, _designators),
    _alike(_item, _amount),
    _alike(_item),
)
_PAIRINGS: Final[Mapping[MatchBy, Sequence[Pairing]]] = {
    MatchBy.IN_TURN: (*_BY_LINE, *_BY_FIND_NUMBER, *_BY_ITEM),
    MatchBy.LINE: _BY_LINE,
    MatchBy.FIND_NUMBER: _BY_FIND_NUMBER,
    MatchBy.DESIGNATOR: (_sharing(_item), _sharing(), _alike(_line, _lacks(_designators))),
    MatchBy.ITEM: _BY_ITEM,
}
