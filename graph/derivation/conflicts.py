"""Where the effectivity of an item is in doubt: gaps, overlaps, ties and missing starts. Pure, from the log.

- `GAP`: in a plant no revision applies between two that do, or none any more after the last one, unless that one
  was stated as obsolete.
- `AMBIGUOUS`: two revisions claim the same plant from the same moment, and neither supersedes the other: only the
  time of their events decides.
- `OVERLAP`: a revision states an end that lies after the beginning of another one that does not supersede it.
- `MISSING`: a revision is released, and neither the release nor the revision says from when it is effective.

A plant by name beats all plants, and an open end gives way to the next beginning: both are meant, and no conflict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import NamedTuple

from graph.answers.effectivity import Conflict, ConflictKind
from graph.clock import FAR_FUTURE, FAR_PAST
from graph.derivation.claims import Claim, Definitions, Span, statements
from graph.derivation.structure import WindowBox, supersedes
from graph.derivation.timeline import claims_of, interval, name_of, reaches, recorded_by, windows_of
from graph.derivation.verdicts import when
from graph.model.base import ALL_PLANTS, Effectivity
from graph.model.bom import BomRevisionDefined, SourceState, View
from graph.model.entry import Entry
from graph.model.release import RevisionReleased


def effectivity_conflicts(entries: Iterable[Entry], item: str, known: int) -> tuple[Conflict, ...]:
    """The conflicts in the effectivity of an item, by view and time.

    Args:
        entries: all about the item that `fold_structure` folds.
        item: number of the item.
        known: knowledge time, epoch microseconds.

    """
    counting = [entry for entry in recorded_by(entries, known) if entry.counts_at(known)]
    found = [conflict for view in View for conflict in _of_view(item, view, counting)]
    return tuple(sorted(found, key=lambda it: (it.view, it.since or FAR_PAST, it.kind, it.plants, it.revisions)))


class _Doubt(NamedTuple):
    """A conflict, whatever the plant."""

    kind: ConflictKind
    span: Span
    revisions: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Effectivity:
    """What is said of the effectivity of an item in one view.

    Attributes:
        boxes: what the claims state, by their order.
        released: the orders of claims that releases make.

    """

    claims: Sequence[Claim]
    windows: Sequence[WindowBox]
    definitions: Definitions
    boxes: Mapping[str, Effectivity]
    released: frozenset[str]


def _of_view(item: str, view: View, counting: Sequence[Entry]) -> Iterator[Conflict]:
    said = _said(item, view, counting)
    named = {plant for claim in said.claims if claim.specific for plant in claim.plants}
    places: defaultdict[_Doubt, set[str]] = defaultdict(set)
    for plant in (*named, ALL_PLANTS):
        for doubt in _in_plant(said, plant):
            places[doubt].add(plant)
    for doubt, plants in places.items():
        everywhere = ALL_PLANTS in plants
        yield Conflict(
            kind=doubt.kind,
            item=item,
            view=view,
            all_plants=everywhere,
            plants=() if everywhere else tuple(sorted(plants)),
            except_plants=tuple(sorted(named - plants)) if everywhere else (),
            **interval(doubt.span).model_dump(),
            revisions=doubt.revisions,
            reason=doubt.reason,
        )


def _said(item: str, view: View, counting: Sequence[Entry]) -> _Effectivity:
    definitions = statements(counting, BomRevisionDefined)
    claims = [claim for claim in claims_of(item, counting).values() if claim.view == view]
    facts = {entry.event.order: entry.event.fact for entry in counting}
    return _Effectivity(
        claims=sorted(claims, key=lambda claim: claim.strength),
        windows=[window for window in windows_of(item, counting) if window.view == view],
        definitions=definitions,
        boxes={claim.order: _box(facts[claim.order], claim.bom, definitions) for claim in claims},
        released=frozenset(it.order for it in claims if isinstance(facts[it.order], RevisionReleased)),
    )


def _box(fact: object, bom: str, definitions: Definitions) -> Effectivity:
    """The effectivity that an event claims: its own, or that of the revision which it releases."""
    if isinstance(fact, BomRevisionDefined | RevisionReleased) and fact.effectivity is not None:
        return fact.effectivity
    return definitions[bom][-1].fact.effectivity if bom in definitions else Effectivity()


def _in_plant(said: _Effectivity, plant: str) -> Iterator[_Doubt]:
    windows = [window for window in said.windows if reaches(window, plant)]
    claims = [claim for claim in said.claims if claim.covers(plant)]
    yield from _gaps(windows, said.definitions)
    yield from _missing(claims, said)
    for earlier, later in combinations(claims, 2):
        if earlier.bom != later.bom and earlier.specific == later.specific:
            yield from _rivalry(earlier, later, windows, said)


def _gaps(windows: Sequence[WindowBox], definitions: Definitions) -> Iterator[_Doubt]:
    for before, after in pairwise(windows):
        span = Span(before.effective.end, after.effective.start)
        if span.start < span.end:
            words = f"{name_of(before.bom)} ends on {when(span.start)}, and {name_of(after.bom)} begins only on"
            yield _Doubt(ConflictKind.GAP, span, (before.bom, after.bom), f"{words} {when(span.end)}")
    for last in windows[-1:]:
        stated = definitions.get(last.bom)
        obsolete = stated is not None and stated[-1].fact.state is SourceState.OBSOLETE
        if last.effective.end < FAR_FUTURE and not obsolete:
            words = f"{name_of(last.bom)} ends on {when(last.effective.end)}, and nothing follows"
            yield _Doubt(ConflictKind.GAP, Span(last.effective.end, FAR_FUTURE), (last.bom,), words)


def _missing(claims: Iterable[Claim], said: _Effectivity) -> Iterator[_Doubt]:
    for claim in claims:
        if claim.order in said.released and said.boxes[claim.order].since == FAR_PAST:
            begin = f"it is taken to begin with its release, on {when(claim.span.start)}"
            words = f"nothing says from when {name_of(claim.bom)} is effective; {begin}"
            yield _Doubt(ConflictKind.MISSING, claim.span, (claim.bom,), words)


def _rivalry(earlier: Claim, later: Claim, windows: Iterable[WindowBox], said: _Effectivity) -> Iterator[_Doubt]:
    """What is in doubt between two claims for one plant, of which the later one is the stronger."""
    stated_end = said.boxes[earlier.order].until
    if earlier.span.start == later.span.start:
        kind, words = ConflictKind.AMBIGUOUS, "begin at the same moment; the one that was stated later is taken"
    elif later.span.start < stated_end < FAR_FUTURE:
        kind, words = ConflictKind.OVERLAP, f"overlap; {name_of(later.bom)}, which begins later, is taken"
    else:
        return
    if _settled(earlier, later, said.definitions):
        return
    both = Span(later.span.start, min(earlier.span.end, later.span.end))
    names = f"{name_of(earlier.bom)} and {name_of(later.bom)}"
    for span in _applying(both, {earlier.bom, later.bom}, windows):
        yield _Doubt(kind, span, (later.bom, earlier.bom), f"{names} {words}")


def _settled(earlier: Claim, later: Claim, definitions: Definitions) -> bool:
    """Whether one of the two revisions says that it supersedes the other one, and begins no earlier."""
    together = earlier.span.start == later.span.start
    return supersedes(later.bom, earlier.bom, definitions) or (
        together and supersedes(earlier.bom, later.bom, definitions)
    )


def _applying(both: Span, boms: set[str], windows: Iterable[WindowBox]) -> Iterator[Span]:
    """The parts of a span in which one of these revisions applies: elsewhere a third one settles it."""
    for window in windows:
        start, end = max(both.start, window.effective.start), min(both.end, window.effective.end)
        if window.bom in boms and start < end:
            yield Span(start, end)
