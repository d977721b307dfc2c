"""A comparison as a redline: what came, what went, and every field with what it was and what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from app.terminal.frame import Section, asked, gaps
from app.terminal.layout import FAINT, aligned, sections
from app.terminal.marks import WAITS, Mark
from app.terminal.words import count, exact_time, listed, plain, short_digest, time
from graph.answers.comparison import (
    BomComparison,
    ComparedLine,
    ComparedSide,
    ComparisonRow,
    Difference,
    FieldChange,
    RowKind,
)
from graph.clock import InstantError, parse_instant
from graph.model.base import ALL_PLANTS, split_key
from graph.model.bom import View

if TYPE_CHECKING:
    from rich.console import RenderableType

ROW: Final[Mapping[RowKind, Mark]] = {
    RowKind.ADDED: Mark("+", "green"),
    RowKind.REMOVED: Mark("-", "red"),
    RowKind.CHANGED: Mark("~", "yellow"),
    RowKind.MOVED: Mark(">", "bright_blue"),
    RowKind.REPLACED: Mark("%", "magenta"),
}
"""The marks of a redline; all of them are in ASCII."""

BEFORE: Final = "red"
AFTER: Final = "green"

_INDENT: Final = 11  # the columns of a mark with its word
_NOTHING: Final = "(none)"
_REFERENCES: Final = frozenset({"supersedes", "derivedFrom"})
_SHOWN_ABOVE: Final = frozenset({"line", "item", "quantity", "findNumber"})
"""Fields of a line that is on one side only which its own row shows."""


def redline(found: BomComparison) -> Group:
    """The redline of a comparison, and what the answer says about itself."""
    parts: list[RenderableType] = [_title(found)]
    if found.difference is None:
        parts += [Text(f"{WAITS.symbol} cannot be compared: a side is not stated, see the gaps", WAITS.style)]
    else:
        parts += [Text(_counts(found.difference)), *_head(found.difference.head), *_rows(found.difference.rows)]
    foot = [*gaps(found.envelope.gaps), *_other_clocks(found), *asked(found.envelope)]
    return Group(*parts, "", sections(foot))


def _title(found: BomComparison) -> Text:
    before, after = _side(found.before, found.after), _side(found.after, found.before)
    return Text.assemble(
        ("What changes from ", "bold"), (before, f"bold {BEFORE}"), (" to ", "bold"), (after, f"bold {AFTER}")
    )


def _side(side: ComparedSide, other: ComparedSide) -> str:
    if side.bom is None:
        return f"{side.item}, no revision" if side.item else "nothing known"
    item, revision, view, plant = split_key(side.bom)
    where = "" if plant == ALL_PLANTS else f" of plant {plant}"
    same_view = other.bom is None or split_key(other.bom)[2] == view
    seen = "" if same_view and plant == ALL_PLANTS else f", {plain(view)}"
    return f"{item} revision {revision}{seen}{where}"


def _counts(found: Difference) -> str:
    told = [f"{it.rows:,} {plain(it.kind)}" for it in found.counts if it.rows]
    return f"{listed(told) if told else 'no line differs'}; {count(found.unchanged, 'line')} unchanged"


def _head(changes: Iterable[FieldChange]) -> Iterator[RenderableType]:
    rows = [_change(it) for it in changes]
    if rows:
        yield ""
        yield Text("revision", FAINT)
        yield _indented(rows)


def _rows(rows: Sequence[ComparisonRow]) -> Iterator[RenderableType]:
    if not rows:
        return
    yield ""
    yield Text("lines", FAINT)
    for row, line in zip(rows, aligned([_marked(row) for row in rows]), strict=True):
        yield _hanging(line)
        yield from _fields(row)


def _marked(row: ComparisonRow) -> tuple[Text, ...]:
    """The mark with its word, the place, and the component: both of them where one replaces the other."""
    mark = ROW[row.kind]
    shown = [line for line in (row.before, row.after) if line is not None]
    places = list(dict.fromkeys(it.find_number or it.line for it in shown))
    return (
        Text(f"{mark.symbol} {plain(row.kind)}", mark.style),
        Text(" -> ".join(places)),
        _components(row, shown, mark),
    )


def _components(row: ComparisonRow, shown: Sequence[ComparedLine], mark: Mark) -> Text:
    if row.kind is RowKind.REPLACED:
        before, after = shown
        return Text.assemble((_called(before), BEFORE), " -> ", (_called(after), AFTER))
    text = Text(_called(shown[-1]), "bold")
    if len(shown) == 1:
        text.append(f"  {shown[0].quantity:f} {shown[0].uom}", f"not bold {mark.style}")
    return text


def _called(line: ComparedLine) -> str:
    return f"{line.item} {line.name}" if line.name else line.item


def _fields(row: ComparisonRow) -> Iterator[RenderableType]:
    alone = row.before is None or row.after is None
    hidden = _SHOWN_ABOVE if alone else {"item"}
    rows = [_change(it, alone=alone) for it in row.changes if it.field not in hidden]
    if rows:
        yield _indented(rows)


def _change(it: FieldChange, *, alone: bool = False) -> tuple[Text, ...]:
    """A field and what became of it; of a line that is on one side only there is no more than its value."""
    words, values = Text(_field_words(it.field)), _entries(it) if it.added or it.removed else _values(it, alone=alone)
    if alone:
        return words, values
    mark = ROW[RowKind.ADDED if it.before is None else RowKind.REMOVED if it.after is None else RowKind.CHANGED]
    return Text(mark.symbol, mark.style), words, values


def _entries(it: FieldChange) -> Text:
    gone = Text(", ").join(Text(f"-{entry}", BEFORE) for entry in it.removed)
    come = Text(", ").join(Text(f"+{entry}", AFTER) for entry in it.added)
    return Text(" ").join(part for part in (gone, come) if part)


def _values(it: FieldChange, *, alone: bool) -> Text:
    before, after = _value(it.field, it.before), _value(it.field, it.after)
    if alone:
        return Text(after if it.before is None else before)
    return Text.assemble((before, BEFORE), " -> ", (after, AFTER))


def _field_words(field: str) -> str:
    """`effectivity.toExclusive` is `effectivity to exclusive`."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in field.replace(".", " "))


def _value(field: str, text: str | None) -> str:
    if text is None:
        return _NOTHING
    if field == "digest":
        return short_digest(text)
    if field in _REFERENCES:
        return _reference(text)
    try:
        return time(parse_instant(text))
    except InstantError:
        return text


def _reference(key: str) -> str:
    """A revision as it is asked for: `BP-2210/C`, and `BP-2210/01@MANUFACTURING:LYON`."""
    item, revision, view, plant = split_key(key)
    return f"{item}/{revision}@{view}{'' if plant == ALL_PLANTS else f':{plant}'}".removesuffix(f"@{View.ENGINEERING}")


def _indented(rows: Sequence[Sequence[Text]]) -> Group:
    return Group(*(_hanging(line, _INDENT) for line in aligned(rows)))


def _hanging(line: Text, indent: int = 0) -> Padding:
    return Padding(line, (0, 0, 0, indent))


def _other_clocks(found: BomComparison) -> Iterator[Section]:
    """The moments of the side before, where they are others."""
    before, after = found.before, found.after
    if (before.as_of, before.known) != (after.as_of, after.known):
        yield "before", Text(f"true on {exact_time(before.as_of)}, as known on {exact_time(before.known)}")
