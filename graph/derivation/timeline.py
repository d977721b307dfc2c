"""What was valid when, in which plant, on both clocks; and the windows and claims of one item at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.answers.effectivity import Interval, TimelineRow
from graph.clock import FAR_FUTURE, FAR_PAST
from graph.derivation.claims import Claim, Span, claims, statements
from graph.derivation.structure import EXCEPT, WindowBox, fold_structure
from graph.model.base import ALL_PLANTS, split_key
from graph.model.bom import BomRevisionDefined, View
from graph.model.entry import Entry


def timeline(windows: Iterable[tuple[WindowBox, Span]], known: int) -> tuple[TimelineRow, ...]:
    """Windows as far as they were known by a moment, the earliest first.

    A row that was still known at that moment is open at the end of its knowledge, whatever was recorded later.

    Args:
        windows: those of one item in one view, each with the span in which it was known.
        known: knowledge time, epoch microseconds.

    """
    then = [
        (window, Span(span.start, span.end if span.end <= known else FAR_FUTURE))
        for window, span in windows
        if span.start <= known
    ]
    then.sort(key=lambda it: (it[0].effective, it[1], it[0].bom, it[0].plants))
    return tuple(_row(window, span) for window, span in then)


def _row(window: WindowBox, known: Span) -> TimelineRow:
    codes = window.plants
    return TimelineRow(
        bom=window.bom,
        revision=split_key(window.bom)[1],
        view=View(window.view),
        all_plants=ALL_PLANTS in codes,
        plants=() if ALL_PLANTS in codes else codes,
        except_plants=tuple(code.removeprefix(EXCEPT) for code in codes if code != ALL_PLANTS)
        if ALL_PLANTS in codes
        else (),
        effective=interval(window.effective),
        known=interval(known),
    )


def recorded_by(entries: Iterable[Entry], known: int) -> list[Entry]:
    """What had been recorded by a moment, voided or not, in the order of its events."""
    return sorted((it for it in entries if it.recorded_at <= known), key=lambda it: it.event.order)


def claims_of(item: str, counting: Sequence[Entry]) -> dict[str, Claim]:
    """The claims of the revisions of an item, by the order of the event that makes each."""
    found = claims(counting, statements(counting, BomRevisionDefined))
    return {claim.order: claim for claim in found if claim.item == item}


def windows_of(item: str, counting: Iterable[Entry]) -> list[WindowBox]:
    """The windows that entries lay where all of them count, the earliest first."""
    once = [Entry(entry.event, FAR_PAST, FAR_FUTURE) for entry in counting]
    found = [window for window, _ in fold_structure(once).windows if window.item == item]
    return sorted(found, key=lambda window: (window.effective, window.bom))


def reaches(window: WindowBox, plant: str) -> bool:
    """Whether a plant lies in a window; `*` stands for every plant that no claim names."""
    return plant in window.plants or (ALL_PLANTS in window.plants and EXCEPT + plant not in window.plants)


def interval(span: Span) -> Interval:
    """A span as answers show it: none for an open end."""
    start, end = span
    return Interval(since=start if start > FAR_PAST else None, until=end if end < FAR_FUTURE else None)


def name_of(bom: str) -> str:
    """A revision in a sentence."""
    _, revision, _, plant = split_key(bom)
    return revision if plant == ALL_PLANTS else f"{revision} of plant {plant}"
