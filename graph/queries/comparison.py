"""What differs between two BOM revisions, each at clocks of its own."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from graph.answers.bom_revision import Window
from graph.answers.comparison import (
    BomComparison,
    ComparedLine,
    ComparedSide,
    ComparisonRow,
    Difference,
    KindCount,
    MatchBy,
    RowKind,
)
from graph.answers.envelope import Clocks, Gap, GapKind
from graph.answers.noun import ItemState
from graph.database import Graph
from graph.derivation.comparison import LineDifference, compare_lines, differences, head_of
from graph.errors import InputError
from graph.model.base import ALL_PLANTS, Effectivity, Subject
from graph.model.bom import BomLine, BomRevisionDefined, View
from graph.queries.bom_revision import lives_of_revisions, windows_of_items
from graph.queries.clocks import statements_at
from graph.queries.frame import Frame, open_frame
from graph.queries.nouns import BOM_REVISION, ITEM, gap_of, states_at
from graph.transaction import Reading

MOST_GAPS: Final = 1000
"""Items that nothing states, of which one comparison tells at most."""


@dataclass(frozen=True, slots=True)
class Side:
    """What is to be compared: a revision as it is stated, or what applies of an item, which is exactly one of them.

    Attributes:
        bom: key of the revision; all of its lines count.
        item: number of the item, for the revision that applies then and there and, of its lines, those that do.
        view: whose structure of the item.
        plant: for which plant; a plant that no revision names when left out.
        as_of: valid time, epoch microseconds; now when left out.
        known: knowledge time, epoch microseconds; now when left out.

    """

    bom: str | None = None
    item: str | None = None
    view: View = View.ENGINEERING
    plant: str | None = None
    as_of: int | None = None
    known: int | None = None


class Found(NamedTuple):
    """A side as it was found, with its clocks; what nothing states is none or left out."""

    side: ComparedSide
    moments: Clocks
    stated: BomRevisionDefined | None
    lines: Sequence[BomLine]
    predecessor: str | None
    gaps: tuple[Gap, ...]


async def compare_boms(
    graph: Graph, after: Side, before: Side | None = None, *, match_by: MatchBy = MatchBy.IN_TURN
) -> BomComparison:
    """What differs between two revisions, or between one and the revision that it follows.

    Args:
        graph: the door to the database.
        after: the side that the other one is compared with.
        before: the other one; the predecessor of the revision after, at the same clocks, when left out.
        match_by: by what a line is found again.

    Raises:
        InputError: a side is not exactly one of revision and item.

    """
    async with graph.reading("compare_boms") as tx:
        frame = await open_frame(tx, after.as_of, after.known)
        new = await _find(tx, after, frame)
        old = await (_find(tx, before, frame) if before else _find_predecessor(tx, new))
        difference, gaps = await _difference(tx, old, new, match_by)
    limits = (f"only {MOST_GAPS} holes are told",) if len(gaps) > MOST_GAPS else ()
    return BomComparison(
        before=old.side,
        after=new.side,
        match_by=match_by,
        difference=difference,
        envelope=frame.envelope(gaps[:MOST_GAPS], limits),
    )


async def _find(tx: Reading, asked: Side, frame: Frame) -> Found:
    moments = Clocks(
        as_of=frame.now if asked.as_of is None else asked.as_of, known=frame.now if asked.known is None else asked.known
    )
    match asked.bom, asked.item:
        case str(key), None:
            return await _find_revision(tx, key, moments)
        case None, str(item):
            return await _find_effective(tx, item, asked, moments)
    raise InputError("what is compared is a revision or an item", hint="Give one of the two for each side")


async def _find_revision(tx: Reading, key: str, moments: Clocks) -> Found:
    state = (await states_at(tx, BOM_REVISION, [key], moments)).get(key)
    gaps = gap_of(BOM_REVISION, key, state, moments)
    if state is None or not state.defined:
        item, bom = (state.item, key) if state else (None, None)
        return _nothing(moments, gaps, item=item, bom=bom)
    stated = (await statements_at(tx, [Subject(BOM_REVISION.label, key)], BomRevisionDefined, moments))[key].fact
    life = (await lives_of_revisions(tx, [state], moments))[key]
    side = ComparedSide(item=state.item, bom=key, life=life, as_of=moments.as_of, known=moments.known)
    predecessor = stated.supersedes.key if stated.supersedes else None
    return Found(side, moments, stated, stated.lines, predecessor, gaps)


async def _find_effective(tx: Reading, item: str, asked: Side, moments: Clocks) -> Found:
    """The revision that applies; of the windows of one view, one covers a plant at a moment at most."""
    windows = (await windows_of_items(tx, [item], moments)).values()
    applying = [it.bom for of_bom in windows for it in of_bom if _covers(it, asked, moments)]
    if applying:
        found = await _find_revision(tx, applying[0], moments)
        return found._replace(lines=[it for it in found.lines if _applies(it.effectivity, asked.plant, moments)])
    state = (await states_at(tx, ITEM, [item], moments)).get(item)
    where = f"plant {asked.plant}" if asked.plant else "a plant that no revision names"
    reason = f"no revision of its {asked.view.value.lower()} structure applies in {where} then"
    none_applies = Gap(kind=GapKind.UNDEFINED, ref=f"Item:{item}", reason=reason)
    gaps = gap_of(ITEM, item, state, moments)
    return _nothing(moments, (*gaps, none_applies), item=item) if state else _nothing(moments, gaps)


def _covers(window: Window, asked: Side, moments: Clocks) -> bool:
    here = asked.plant not in window.except_plants if window.all_plants else asked.plant in window.plants
    return here and window.view is asked.view and window.covers(moments.as_of)


def _applies(box: Effectivity, plant: str | None, moments: Clocks) -> bool:
    return box.since <= moments.as_of < box.until and (box.plants == (ALL_PLANTS,) or plant in box.plants)


async def _find_predecessor(tx: Reading, new: Found) -> Found:
    if new.predecessor is not None:
        return await _find_revision(tx, new.predecessor, new.moments)
    if new.stated is None:
        return _nothing(new.moments, ())
    reason = "its source names no revision that it follows"
    gap = Gap(kind=GapKind.UNDEFINED, ref=f"BomRevision:{new.side.bom}", reason=reason)
    return _nothing(new.moments, (gap,), item=new.side.item)


def _nothing(moments: Clocks, gaps: tuple[Gap, ...], *, item: str | None = None, bom: str | None = None) -> Found:
    side = ComparedSide(item=item, bom=bom, life=None, as_of=moments.as_of, known=moments.known)
    return Found(side, moments, None, (), None, gaps)


async def _difference(
    tx: Reading, old: Found, new: Found, match_by: MatchBy
) -> tuple[Difference | None, tuple[Gap, ...]]:
    gaps = tuple(dict.fromkeys(old.gaps + new.gaps))
    if old.stated is None or new.stated is None:
        return None, gaps
    # Thousands of lines that all differ take a second, in which other questions go on.
    rows, unchanged = await asyncio.to_thread(compare_lines, old.lines, new.lines, match_by)
    items = await _items(tx, rows, old.moments, new.moments)
    found = Difference(
        head=differences(head_of(old.stated, old.side.life), head_of(new.stated, new.side.life)),
        rows=tuple(_row(it, items[old.moments], items[new.moments]) for it in rows),
        counts=_counts(rows),
        unchanged=unchanged,
    )
    holes = (
        gap
        for moments, states in items.items()
        for number in sorted(states)
        for gap in gap_of(ITEM, number, states[number], moments)
    )
    return found, tuple(dict.fromkeys((*gaps, *holes)))


Items = Mapping[str, ItemState]


async def _items(tx: Reading, rows: Iterable[LineDifference], old: Clocks, new: Clocks) -> Mapping[Clocks, Items]:
    """The components on lines that differ, at the clocks of each side."""
    wanted: dict[Clocks, set[str]] = {old: set(), new: set()}
    for row in rows:
        for moments, line in ((old, row.before), (new, row.after)):
            if line is not None:
                wanted[moments].add(line.item)
    return {moments: await states_at(tx, ITEM, numbers, moments) for moments, numbers in wanted.items()}


def _row(it: LineDifference, old: Items, new: Items) -> ComparisonRow:
    return ComparisonRow(kind=it.kind, before=_line(it.before, old), after=_line(it.after, new), changes=it.changes)


def _line(line: BomLine | None, items: Items) -> ComparedLine | None:
    if line is None:
        return None
    state = items.get(line.item)
    return ComparedLine(
        line=line.line,
        item=line.item,
        name=state and state.name,
        quantity=line.quantity.amount,
        uom=line.quantity.uom,
        find_number=line.find_number,
        designators=line.designators,
    )


def _counts(rows: Iterable[LineDifference]) -> tuple[KindCount, ...]:
    counted = Counter(row.kind for row in rows)
    return tuple(KindCount(kind=kind, rows=counted[kind]) for kind in RowKind)
