"""In which windows the revisions of an item apply: a pure fold over the item's entries in the log.

The result depends on the set of entries only, never on the order in which they came: that is what makes
shuffled, repeated and late delivery converge, and what lets a voided entry simply drop out.

At one moment of the knowledge clock, and for one plant, the claims of the revisions are laid over the time axis:
a claim for named plants beats one for all plants, then the one that begins later wins, then the later event.
What is left of each claim is its window. Windows that stay the same from one moment of knowledge to the next
are joined, so that `asOf` and `asKnownAt` are plain filters on the relationship.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from graph.clock import FAR_FUTURE, FAR_PAST
from graph.model.base import ALL_PLANTS, Effectivity
from graph.model.bom import BomLine, BomReference, BomRevisionDefined, SourceState
from graph.model.entry import Entry
from graph.model.release import RevisionReleased, RevisionWithdrawn

EXCEPT = "-"
"""Prefix of a plant that is excepted from "all plants"."""


class Span(NamedTuple):
    """A closed-open interval."""

    start: int
    end: int


class WindowBox(NamedTuple):
    """Where and when one revision applies, at some moment of knowledge."""

    bom: str
    view: str
    plants: tuple[str, ...]
    effective: Span


class LineUse(NamedTuple):
    """One line of one revision, at some moment of knowledge."""

    bom: str
    view: str
    line: BomLine


@dataclass(frozen=True, slots=True)
class Structure:
    """What is known of an item's structure, each piece with the time in which it was known."""

    windows: frozenset[tuple[WindowBox, Span]]
    lines: frozenset[tuple[LineUse, Span]]


class Claim(NamedTuple):
    """A revision asks to apply in these plants over this span."""

    specific: bool
    start: int
    order: str
    end: int
    bom: BomReference
    plants: tuple[str, ...]

    def covers(self, plant: str) -> bool:
        """Whether the claim reaches the plant; `*` stands for every plant that no claim names."""
        return not self.specific or plant in self.plants


def fold_structure(entries: Sequence[Entry]) -> Structure:
    """Fold the entries about one item: definitions, releases and withdrawals of its revisions."""
    windows: list[tuple[int, list[WindowBox]]] = []
    lines: list[tuple[int, list[LineUse]]] = []
    for moment in _moments(entries):
        counting = [entry for entry in entries if entry.counts_at(moment)]
        windows.append((moment, list(_windows(_claims(counting)))))
        lines.append((moment, list(_lines(_definitions(counting).values()))))
    return Structure(frozenset(_known(windows)), frozenset(_known(lines)))


def _moments(entries: Iterable[Entry]) -> list[int]:
    """The moments of the knowledge clock at which something about the item changed."""
    moments = {entry.recorded_at for entry in entries}
    moments.update(entry.voided_at for entry in entries if entry.voided_at < FAR_FUTURE)
    return sorted(moments)


Piece = TypeVar("Piece", WindowBox, LineUse)


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


def _latest(entries: Iterable[Entry], keys: Iterable[str]) -> dict[str, Entry]:
    latest: dict[str, Entry] = {}
    for key, entry in zip(keys, entries, strict=True):
        if key not in latest or latest[key].event.order < entry.event.order:
            latest[key] = entry
    return latest


def _definitions(entries: Iterable[Entry]) -> dict[str, tuple[str, BomRevisionDefined]]:
    """The current definition of each revision, with its order."""
    defined = [entry for entry in entries if isinstance(entry.event.fact, BomRevisionDefined)]
    latest = _latest(defined, (entry.event.fact.subject.key for entry in defined))
    return {
        key: (entry.event.order, entry.event.fact)
        for key, entry in latest.items()
        if isinstance(entry.event.fact, BomRevisionDefined)
    }


def _lines(definitions: Iterable[tuple[str, BomRevisionDefined]]) -> Iterator[LineUse]:
    for _, definition in definitions:
        for line in definition.lines:
            yield LineUse(definition.bom.key, definition.bom.view.value, line)


def _claims(entries: Sequence[Entry]) -> Iterator[Claim]:
    definitions = _definitions(entries)
    withdrawn = _withdrawals(entries)
    released: set[str] = set()
    releases = [entry for entry in entries if isinstance(entry.event.fact, RevisionReleased)]
    for number, entry in _latest(releases, (entry.event.fact.subject.key for entry in releases)).items():
        release = entry.event.fact
        if not isinstance(release, RevisionReleased):
            continue
        released.add(release.bom.key)
        definition = definitions.get(release.bom.key)
        box = release.effectivity or (definition[1].effectivity if definition else Effectivity())
        yield from _claim(release.bom, box, entry.event.order, withdrawn.get(number, FAR_FUTURE))
    for key, (order, definition_) in definitions.items():
        if key not in released and definition_.state is SourceState.RELEASED:
            yield from _claim(definition_.bom, definition_.effectivity, order, FAR_FUTURE)


def _withdrawals(entries: Iterable[Entry]) -> dict[str, int]:
    """Release number to the moment of its first withdrawal."""
    moments: dict[str, int] = {}
    for entry in entries:
        if isinstance(entry.event.fact, RevisionWithdrawn):
            number = entry.event.fact.release
            moments[number] = min(entry.event.occurred_at, moments.get(number, FAR_FUTURE))
    return moments


def _claim(bom: BomReference, box: Effectivity, order: str, withdrawn_at: int) -> Iterator[Claim]:
    end = min(box.until, withdrawn_at)
    plants = _plants(bom.plant, box.plants)
    if plants and box.since < end:
        yield Claim(plants != (ALL_PLANTS,), box.since, order, end, bom, plants)


def _plants(own: str, asked: tuple[str, ...]) -> tuple[str, ...]:
    """The plants of a revision of one plant (or all) and of a box, together."""
    if own == ALL_PLANTS:
        return asked
    return (own,) if own in asked or asked == (ALL_PLANTS,) else ()


def _windows(claims: Iterable[Claim]) -> Iterator[WindowBox]:
    by_view: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_view[claim.bom.view.value].append(claim)
    for view, rivals in by_view.items():
        named = {plant for claim in rivals if claim.specific for plant in claim.plants}
        zones: defaultdict[tuple[str, Span], set[str]] = defaultdict(set)
        for plant in (*named, ALL_PLANTS):
            for bom, span in _winners(plant, rivals):
                zones[bom, span].add(plant)
        for (bom, span), plants in zones.items():
            yield WindowBox(bom, view, _as_list(plants, named), span)


def _as_list(plants: set[str], named: set[str]) -> tuple[str, ...]:
    """Plants as the relationship stores them: codes, or `*` with the excepted ones marked."""
    if ALL_PLANTS not in plants:
        return tuple(sorted(plants))
    return (ALL_PLANTS, *sorted(EXCEPT + plant for plant in named - plants))


def _winners(plant: str, claims: Iterable[Claim]) -> Iterator[tuple[str, Span]]:
    """Lay the claims over the time axis of one plant, the strongest first."""
    free = [Span(FAR_PAST, FAR_FUTURE)]
    for claim in sorted((claim for claim in claims if claim.covers(plant)), reverse=True, key=_strength):
        left: list[Span] = []
        for span in free:
            taken = Span(max(span.start, claim.start), min(span.end, claim.end))
            if taken.start >= taken.end:
                left.append(span)
                continue
            yield claim.bom.key, taken
            left += [
                part for part in (Span(span.start, taken.start), Span(taken.end, span.end)) if part.start < part.end
            ]
        free = left


def _strength(claim: Claim) -> tuple[bool, int, str]:
    return claim.specific, claim.start, claim.order
