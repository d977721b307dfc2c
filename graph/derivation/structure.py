"""In which windows the revisions of an item apply: a pure fold over the item's entries in the log.

The result depends on the set of entries only, never on the order in which they came: that is what makes
shuffled, repeated and late delivery converge, and what lets a voided entry simply drop out.

At one moment of the knowledge clock, and for one plant, the claims of the revisions are laid over the time axis:
a claim for named plants beats one for all plants, then the one that begins later wins, then the later event.
The stronger claim still yields to a revision that supersedes its own and begins no earlier: a pilot in one plant
does not outlive the revision that replaces it everywhere.
What is left of each claim is its window. Windows that stay the same from one moment of knowledge to the next
are joined, so that `asOf` and `asKnownAt` are plain filters on the relationship.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import NamedTuple, TypeVar

from graph.clock import FAR_FUTURE, FAR_PAST
from graph.derivation.claims import Claim, Definitions, Span, claims, statements
from graph.model.base import ALL_PLANTS, Effectivity, Quantity
from graph.model.bom import BomRevisionDefined
from graph.model.bom_line import BomLine, meet
from graph.model.entry import Entry

__all__ = ["EXCEPT", "LineUse", "Span", "Structure", "SubstituteUse", "WindowBox", "fold_structure"]

EXCEPT = "-"
"""Prefix of a plant that is excepted from "all plants"."""


class WindowBox(NamedTuple):
    """Where and when one revision applies to its item, at some moment of knowledge."""

    item: str
    bom: str
    view: str
    plants: tuple[str, ...]
    effective: Span


class LineUse(NamedTuple):
    """One line of one revision, without its substitutes, at some moment of knowledge."""

    bom: str
    view: str
    line: BomLine


class SubstituteUse(NamedTuple):
    """One item that may stand in on one line of one revision, at some moment of knowledge.

    Attributes:
        component: the item that the line asks for.
        quantity: how much of the item takes the place of the line's quantity.
        effectivity: where and when both it and its line apply.

    """

    bom: str
    view: str
    line: str
    component: str
    item: str
    quantity: Quantity
    priority: int
    kind: str
    set_name: str | None
    effectivity: Effectivity


@dataclass(frozen=True, slots=True)
class Structure:
    """What is known of an item's structure, each piece with the time in which it was known."""

    windows: frozenset[tuple[WindowBox, Span]]
    lines: frozenset[tuple[LineUse, Span]]
    substitutes: frozenset[tuple[SubstituteUse, Span]]


def fold_structure(entries: Iterable[Entry]) -> Structure:
    """Fold the entries about one item: definitions, releases and withdrawals of its revisions."""
    entries = sorted(entries, key=lambda entry: entry.event.order)
    windows: list[tuple[int, list[WindowBox]]] = []
    lines: list[tuple[int, list[LineUse]]] = []
    substitutes: list[tuple[int, list[SubstituteUse]]] = []
    for moment in _moments(entries):
        counting = [entry for entry in entries if entry.counts_at(moment)]
        definitions = statements(counting, BomRevisionDefined)
        windows.append((moment, list(_windows(claims(counting, definitions), definitions))))
        lines.append((moment, list(_lines(definitions))))
        substitutes.append((moment, list(_substitutes(definitions))))
    return Structure(frozenset(_known(windows)), frozenset(_known(lines)), frozenset(_known(substitutes)))


def _moments(entries: Iterable[Entry]) -> list[int]:
    """The moments of the knowledge clock at which something about the item changed."""
    moments = {entry.recorded_at for entry in entries}
    moments.update(entry.voided_at for entry in entries if entry.voided_at < FAR_FUTURE)
    return sorted(moments)


Piece = TypeVar("Piece", WindowBox, LineUse, SubstituteUse)


def _known(states: list[tuple[int, list[Piece]]]) -> Iterator[tuple[Piece, Span]]:
    """Turn states at moments into pieces with the span of knowledge in which they held."""
    open_since: dict[Piece, int] = {}
    for moment, pieces in states:
        for gone in open_since.keys() - set(pieces):
            yield gone, Span(open_since.pop(gone), moment)
        for piece in pieces:
            open_since.setdefault(piece, moment)
    for piece, since in open_since.items():
        yield piece, Span(since, FAR_FUTURE)


def _lines(definitions: Definitions) -> Iterator[LineUse]:
    for key, stated in definitions.items():
        current = stated[-1].fact
        for line in current.lines:
            alone = line.model_copy(update={"substitutes": ()}) if line.substitutes else line
            yield LineUse(key, current.bom.view.value, alone)


def _substitutes(definitions: Definitions) -> Iterator[SubstituteUse]:
    for key, stated in definitions.items():
        current = stated[-1].fact
        for line in current.lines:
            for it in line.substitutes:
                box = meet(line.effectivity, it.effectivity)
                if box is not None:
                    told = it.item, it.quantity or line.quantity, it.priority, it.kind.value, it.set_name, box
                    yield SubstituteUse(key, current.bom.view.value, line.line, line.item, *told)


def _windows(asking: Iterable[Claim], definitions: Definitions) -> Iterator[WindowBox]:
    structures: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in sorted(asking, reverse=True, key=lambda it: it.strength):
        structures[claim.item, claim.view].append(claim)
    for (item, view), rivals in structures.items():
        named = {plant for claim in rivals if claim.specific for plant in claim.plants}
        zones: defaultdict[tuple[str, Span], set[str]] = defaultdict(set)
        for plant in (*named, ALL_PLANTS):
            for bom, span in _winners([claim for claim in rivals if claim.covers(plant)], definitions):
                zones[bom, span].add(plant)
        for (bom, span), plants in zones.items():
            yield WindowBox(item, bom, view, _as_list(plants, named), span)


def _as_list(plants: set[str], named: set[str]) -> tuple[str, ...]:
    """Plants as the relationship stores them: codes, or `*` with the excepted ones marked."""
    if ALL_PLANTS not in plants:
        return tuple(sorted(plants))
    return (ALL_PLANTS, *sorted(EXCEPT + plant for plant in named - plants))


def _winners(rivals: Sequence[Claim], definitions: Definitions) -> Iterator[tuple[str, Span]]:
    """Lay the claims over the time axis of one plant, the strongest first."""
    free = [Span(FAR_PAST, FAR_FUTURE)]
    won: list[tuple[Span, str]] = []
    for rank, claim in enumerate(rivals):
        asked = [claim.span]
        for successor in _successors(claim, islice(rivals, rank + 1, None), definitions):
            _, asked = _cut(asked, successor.span)
        for span in asked:
            taken, free = _cut(free, span)
            won += [(part, claim.bom) for part in taken]
    return _joined(sorted(won))


def _successors(claim: Claim, weaker: Iterable[Claim], definitions: Definitions) -> Iterator[Claim]:
    """The weaker claims of revisions that supersede that of the claim, as far as they begin no earlier."""

    def begins_no_earlier(other: Claim) -> bool:
        return other.span.start >= claim.span.start

    # Weaker claims for all plants begin ever earlier, so that the search for those may stop.
    begun = filter(begins_no_earlier, weaker) if claim.specific else takewhile(begins_no_earlier, weaker)
    return (other for other in begun if supersedes(other.bom, claim.bom, definitions))


def supersedes(newer: str, older: str, definitions: Definitions) -> bool:
    """Whether one revision follows the other, directly or over others; a circle of statements is walked once."""
    walked: set[str] = set()
    while newer in definitions and newer not in walked:
        walked.add(newer)
        before = definitions[newer][-1].fact.supersedes
        newer = before.key if before else ""
        if newer == older:
            return True
    return False


def _cut(spans: Iterable[Span], by: Span) -> tuple[list[Span], list[Span]]:
    """The parts of spans inside of another one, and those outside."""
    inside, outside = [], []
    for span in spans:
        start, end = max(span.start, by.start), min(span.end, by.end)
        if start >= end:
            outside.append(span)
            continue
        inside.append(Span(start, end))
        outside += [part for part in (Span(span.start, start), Span(end, span.end)) if part.start < part.end]
    return inside, outside


def _joined(won: Iterable[tuple[Span, str]]) -> Iterator[tuple[str, Span]]:
    """Revision and span, spans of one revision that touch made one: sending it again does not split its window."""
    bom, start, end = "", 0, 0
    for span, winner in won:
        if winner == bom and span.start == end:
            end = span.end
            continue
        if bom:
            yield bom, Span(start, end)
        bom, start, end = winner, span.start, span.end
    if bom:
        yield bom, Span(start, end)
