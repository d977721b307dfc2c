"""Effectivity of items at a pair of clocks: what applies and why, what was valid when, and where that is in doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.answers.effectivity import Candidate, ConflictsAnswer, EffectiveRevision, TimelineAnswer
from graph.answers.envelope import Gap, GapKind
from graph.answers.noun import ItemState
from graph.clock import format_instant
from graph.database import Graph
from graph.derivation.conflicts import effectivity_conflicts
from graph.derivation.effectivity import effective_revision
from graph.derivation.structure import Span, WindowBox
from graph.derivation.timeline import recorded_by, timeline
from graph.errors import InputError
from graph.model.base import Subject
from graph.model.bom import BomRevisionDefined, View
from graph.model.change_order import ChangeOrderRaised
from graph.model.entry import Entry
from graph.model.release import RevisionReleased, RevisionWithdrawn
from graph.queries.clocks import statements_at
from graph.queries.frame import Frame, open_frame
from graph.queries.nouns import ITEM, gap_of, states_at
from graph.recording.log import entries_by_structure, entries_by_subject
from graph.transaction import Reading


async def effective_revision_answer(
    graph: Graph,
    item: str,
    *,
    view: View = View.ENGINEERING,
    plant: str | None = None,
    as_of: int | None = None,
    known: int | None = None,
) -> EffectiveRevision:
    """The revision of an item that applies at a point, and for every other one the condition that dropped it.

    Args:
        graph: the door to the database.
        item: number of the item.
        view: whose structure.
        plant: for which plant; a plant that no revision names when left out.
        as_of: valid time, epoch microseconds; now when left out.
        known: knowledge time, epoch microseconds; now when left out.

    """
    async with graph.reading("effective_revision") as tx:
        frame = await open_frame(tx, as_of, known)
        state, entries = await _read(tx, item, frame)
    moments = frame.moments
    found = effective_revision(entries, item, view, plant, moments.as_of, moments.known)
    gaps = (*gap_of(ITEM, item, state, moments), *_undefined(found, entries, moments.known))
    return EffectiveRevision(
        item=item if state else None, view=view, plant=plant, candidates=found, envelope=frame.envelope(gaps)
    )


async def timeline_answer(
    graph: Graph,
    item: str,
    *,
    view: View = View.ENGINEERING,
    as_of: int | None = None,
    known: int | None = None,
) -> TimelineAnswer:
    """What was valid when, in which plant, on both clocks; arguments as for `effective_revision_answer`."""
    async with graph.reading("timeline") as tx:
        frame = await open_frame(tx, as_of, known)
        state, entries = await _read(tx, item, frame)
        windows = await _windows(tx, item, view, frame)
    moments = frame.moments
    doubts = effectivity_conflicts(entries, item, moments.known)
    return TimelineAnswer(
        item=item if state else None,
        view=view,
        rows=timeline(windows, moments.known),
        conflicts=tuple(it for it in doubts if it.view is view),
        envelope=frame.envelope(gap_of(ITEM, item, state, moments)),
    )


async def conflicts_answer(
    graph: Graph,
    *,
    item: str | None = None,
    change: str | None = None,
    as_of: int | None = None,
    known: int | None = None,
) -> ConflictsAnswer:
    """The conflicts in the effectivity of one item, or of all that a change order affects.

    Args:
        graph: the door to the database.
        item: number of the item, of which all views are looked at; or
        change: number of the change order, of whose items those views are looked at which it affects.
        as_of: valid time, epoch microseconds; now when left out. Conflicts of all times are told.
        known: knowledge time, epoch microseconds; now when left out.

    Raises:
        InputError: not exactly one of item and change order.

    """
    async with graph.reading("effectivity_conflicts") as tx:
        frame = await open_frame(tx, as_of, known)
        match item, change:
            case str(number), None:
                asked: Mapping[str, Sequence[View]] = {number: tuple(View)}
                gaps: tuple[Gap, ...] = ()
            case None, str(number):
                asked, gaps = await _affected(tx, number, frame)
            case _:
                raise InputError("conflicts are those of an item or of a change order", hint="Give one of the two")
        states = await states_at(tx, ITEM, asked, frame.moments)
        entries = await entries_of_items(tx, asked)
    for name in asked:
        gaps += gap_of(ITEM, name, states.get(name), frame.moments)
    found = (
        conflict
        for name, views in asked.items()
        for conflict in effectivity_conflicts(entries[name], name, frame.moments.known)
        if conflict.view in views
    )
    return ConflictsAnswer(
        items=tuple(it for it in asked if it in states), conflicts=tuple(found), envelope=frame.envelope(gaps)
    )


async def entries_of_items(tx: Reading, items: Iterable[str]) -> dict[str, list[Entry]]:
    """All that was ever said of the structure of items, by item, as `fold_structure` folds it; in two statements.

    A release may be restated for another item: all that was said of it belongs to each item that it ever named.
    """
    found: dict[str, list[Entry]] = {item: [] for item in items}
    releases: defaultdict[str, set[str]] = defaultdict(set)
    for entry in await entries_by_structure(tx, found):
        fact = entry.event.fact
        if isinstance(fact, RevisionReleased):
            releases[fact.release].add(fact.bom.item)
        elif fact.structured_item in found:
            found[fact.structured_item].append(entry)
    for entry in await entries_by_subject(tx, [Subject("Release", number) for number in releases]):
        if isinstance(entry.event.fact, RevisionReleased | RevisionWithdrawn):
            for item in releases[entry.event.fact.release]:
                found[item].append(entry)
    return found


async def _read(tx: Reading, item: str, frame: Frame) -> tuple[ItemState | None, list[Entry]]:
    state = (await states_at(tx, ITEM, [item], frame.moments)).get(item)
    return state, (await entries_of_items(tx, [item]))[item]


async def _windows(tx: Reading, item: str, view: View, frame: Frame) -> list[tuple[WindowBox, Span]]:
    """The windows of an item in one view, each with the span in which it was known."""
    row = (await tx.read("windows_known", item=item, view=view.value, known=frame.moments.known))[0]
    columns = (row[name] for name in ("boms", "plants", "eff_from", "eff_to", "known_from", "known_to"))
    return [
        (WindowBox(item, bom, view.value, tuple(plants), Span(eff_from, eff_to)), Span(known_from, known_to))
        for bom, plants, eff_from, eff_to, known_from, known_to in zip(*columns, strict=True)
    ]


async def _affected(tx: Reading, number: str, frame: Frame) -> tuple[dict[str, list[View]], tuple[Gap, ...]]:
    """The items and views that a change order affects, and the hole that it leaves where nothing states it."""
    moments = frame.moments
    stated = await statements_at(tx, [Subject("ChangeOrder", number)], ChangeOrderRaised, moments)
    affected: defaultdict[str, list[View]] = defaultdict(list)
    if number not in stated:
        reason = "nothing that was known then states it, so what it affects is not known"
        return affected, (Gap(kind=GapKind.UNDEFINED, ref=f"ChangeOrder:{number}", reason=reason),)
    for it in stated[number].fact.affected:
        affected[it.item].append(it.view)
    occurred = stated[number].event.occurred_at
    if occurred <= moments.as_of:
        return affected, ()
    reason = f"what is shown was stated for {format_instant(occurred)}, which came later"
    return affected, (Gap(kind=GapKind.UNDEFINED, ref=f"ChangeOrder:{number}", reason=reason),)


def _undefined(found: Iterable[Candidate], entries: Iterable[Entry], known: int) -> Iterator[Gap]:
    """The revisions that are released although nothing states what is in them."""
    counting = [entry.event.fact for entry in recorded_by(entries, known) if entry.counts_at(known)]
    defined = {fact.bom.key for fact in counting if isinstance(fact, BomRevisionDefined)}
    released = {fact.bom.key for fact in counting if isinstance(fact, RevisionReleased)}
    reason = "it is released, but nothing that was known then states it"
    for candidate in found:
        if candidate.bom in released - defined:
            yield Gap(kind=GapKind.UNDEFINED, ref=f"BomRevision:{candidate.bom}", reason=reason)
