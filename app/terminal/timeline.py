"""A timeline as a page: for each plant what applies when, what is in doubt, and why each revision applies or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from app.terminal.frame import asked, gaps
from app.terminal.layout import FAINT, Entries, aligned, sections
from app.terminal.marks import NONE, OTHER, RIGHT, WAITS, WRONG, Mark
from app.terminal.words import count, plain, time
from graph.answers.effectivity import (
    Applicability,
    Candidate,
    Conflict,
    ConflictKind,
    EffectiveRevision,
    Interval,
    Places,
    TimelineAnswer,
    TimelineRow,
)
from graph.clock import FAR_PAST
from graph.model.base import ALL_PLANTS, split_key

if TYPE_CHECKING:
    from rich.console import RenderableType

_INDENT: Final = 2
_HEAD: Final = ("", "revision", "from", "until before", "known since")
_HEAD_BEFORE: Final = ("revision", "from", "until before", "known since", "known until")

_DOUBT: Final[Mapping[ConflictKind, Mark]] = {
    ConflictKind.GAP: WRONG,
    ConflictKind.OVERLAP: OTHER,
    ConflictKind.AMBIGUOUS: OTHER,
    ConflictKind.MISSING: WAITS,
}
_CANDIDATE: Final[Mapping[Applicability, Mark]] = {
    Applicability.APPLIES: RIGHT,
    Applicability.NOT_RELEASED: WAITS,
    Applicability.NOT_YET_EFFECTIVE: WAITS,
    Applicability.WITHDRAWN: WRONG,
    Applicability.VOIDED: WRONG,
    Applicability.TIE: OTHER,
}
"""The marks of candidates; the others have that of nothing."""


def page(found: TimelineAnswer, point: EffectiveRevision | None) -> Group:
    """The timeline of an item that is known, and what the answer says about itself.

    Args:
        found: the timeline.
        point: the explanation for one plant, if one was asked for; then only that plant is shown.

    """
    plants = [point.plant or ALL_PLANTS] if point else _zones((*found.rows, *found.conflicts))
    parts: list[RenderableType] = [_title(found), *_explanation(point)]
    for plant in plants:
        parts += ["", *_of_plant(found, plant, alone=len(plants) == 1)]
    return Group(*parts, "", sections([*gaps(found.envelope.gaps), *asked(found.envelope)]))


def _title(found: TimelineAnswer) -> Text:
    doubts = f"{count(len(found.conflicts), 'conflict')}" if found.conflicts else "no conflict"
    return Text.assemble((f"Timeline of {found.item}", "bold"), f"  {plain(found.view)}, {doubts}; all times are UTC")


def _zones(rows: Iterable[Places]) -> list[str]:
    """The plants that are named, and last all others together."""
    named = {plant for row in rows for plant in (*row.plants, *row.except_plants)}
    return [*sorted(named), ALL_PLANTS]


def _holds_in(row: Places, plant: str) -> bool:
    return plant not in row.except_plants if row.all_plants else plant in row.plants


def _of_plant(found: TimelineAnswer, plant: str, *, alone: bool) -> Iterator[RenderableType]:
    rows = list(_joined(row for row in found.rows if _holds_in(row, plant)))
    doubts = [it for it in found.conflicts if _holds_in(it, plant)]
    everywhere = "all plants" if alone else "all other plants"
    yield Text(everywhere if plant == ALL_PLANTS else f"plant {plant}", "bold")
    current = [row for row in rows if row.known.until is None]
    yield _indented(_table(current, doubts, found.envelope.clocks.as_of) if current else Text("nothing ever applies"))
    before = [row for row in rows if row.known.until is not None]
    if before:
        lines = [_cells(_HEAD_BEFORE), *map(_former, before)]
        yield _indented(Text("as it was known before", FAINT), *(_faint(line) for line in aligned(lines)))


def _joined(rows: Iterable[TimelineRow]) -> Iterator[TimelineRow]:
    """Rows of one plant, what was known without a break made one: news of other plants does not split it."""
    found: dict[tuple[str, Interval, int | None], TimelineRow] = {}
    for row in sorted(rows, key=lambda it: it.known.since or FAR_PAST):
        before = found.pop((row.bom, row.effective, row.known.since), None)
        known = Interval(since=(before or row).known.since, until=row.known.until)
        found[row.bom, row.effective, row.known.until] = row.model_copy(update={"known": known})
    return iter(sorted(found.values(), key=lambda it: (it.effective.since or FAR_PAST, it.known.since or FAR_PAST)))


def _indented(*lines: RenderableType) -> Padding:
    return Padding(Group(*lines), (0, 0, 0, _INDENT))


def _cells(words: Iterable[str], style: str = FAINT) -> tuple[Text, ...]:
    return tuple(Text(word, style) for word in words)


def _faint(line: Text) -> Text:
    line.stylize(FAINT)
    return line


def _table(rows: Sequence[TimelineRow], doubts: Sequence[Conflict], moment: int) -> Entries:
    """What applies and what is in doubt, by time; a doubt follows what begins together with it."""
    entries = [(row.effective.since or FAR_PAST, 0, _row(row, moment), Text()) for row in rows]
    entries += [(it.since or FAR_PAST, 1, _doubt(it), Text(it.reason)) for it in doubts]
    entries.sort(key=lambda entry: entry[:2])
    return Entries([_cells(_HEAD), *(cells for *_, cells, _ in entries)], [Text(), *(last for *_, last in entries)])


def _row(row: TimelineRow, moment: int) -> tuple[Text, ...]:
    mark, word = _standing(row.effective, moment)
    known = time(row.known.since) if row.known.since is not None else ""
    return Text(f"{mark.symbol} {word}", mark.style), Text(_name(row.bom), "bold"), *_span(row.effective), Text(known)


def _standing(span: Interval, moment: int) -> tuple[Mark, str]:
    if span.since is not None and moment < span.since:
        return WAITS, "to come"
    return (NONE, "over") if span.until is not None and span.until <= moment else (RIGHT, "applies")


def _doubt(it: Conflict) -> tuple[Text, ...]:
    mark = _DOUBT[it.kind]
    span = Interval(since=it.since, until=it.until)
    names = ", ".join(map(_name, it.revisions))
    return Text(f"{mark.symbol} {plain(it.kind)}", mark.style), Text(names), *_span(span), Text()


def _former(row: TimelineRow) -> tuple[Text, ...]:
    return Text(_name(row.bom)), *_span(row.effective), *_span(row.known)


def _span(span: Interval) -> tuple[Text, Text]:
    start = time(span.since) if span.since is not None else "always"
    return Text(start), Text(time(span.until) if span.until is not None else "open")


def _name(bom: str) -> str:
    _, revision, _, plant = split_key(bom)
    return revision if plant == ALL_PLANTS else f"{revision} of {plant}"


def _explanation(point: EffectiveRevision | None) -> Iterator[RenderableType]:
    """For every revision why it applies at the point or does not."""
    if point is None:
        return
    where = f"plant {point.plant}" if point.plant else "plants that no revision names"
    yield ""
    yield Text(f"{where} on {time(point.envelope.clocks.as_of)}", "bold")
    heads = [_candidate(it) for it in point.candidates]
    yield _indented(Entries(heads, [Text(it.reason) for it in point.candidates]))
    if point.bom is None:
        yield _indented(Text(f"{WRONG.symbol} no revision applies", WRONG.style))


def _candidate(it: Candidate) -> tuple[Text, ...]:
    mark = _CANDIDATE.get(it.applicability, NONE)
    return Text(f"{mark.symbol} {plain(it.applicability)}", mark.style), Text(_name(it.bom), "bold")
