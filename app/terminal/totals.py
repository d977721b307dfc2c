"""What a walk over product structure amounts to: one line for each item, whatever paths lead there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.table import Table
from rich.text import Text

from app.terminal.layout import FAINT
from app.terminal.marks import OTHER, WRONG
from app.terminal.walk import MOST_LINES, foot, heading
from graph.answers.structure import Direction, Walk
from graph.answers.totals import ItemTotal, Undefined

if TYPE_CHECKING:
    from rich.console import RenderableType

_WORDS: Final[Mapping[Direction, str]] = {
    Direction.DOWN: "How much of each item one {start} takes, over all paths together:",
    Direction.UP: "How much of {start} one of each item takes, over all paths together:",
}


def totals(found: Walk, rows: Sequence[ItemTotal], names: Mapping[str, str]) -> Group:
    """The totals of a walk from an item or a revision that is known.

    Args:
        found: the walk.
        rows: its totals.
        names: of the items that have one.

    """
    parts: list[RenderableType] = [*heading(found)]
    if rows:
        told = _WORDS[found.direction].format(start=found.item)
        parts += ["", Text(told, FAINT), _table(rows[:MOST_LINES], names)]
    if len(rows) > MOST_LINES:
        parts.append(Text(f"only the first {MOST_LINES:,} items; --json has all of them"))
    return Group(*parts, *_explained(rows[:MOST_LINES]), *foot(found))


def _table(rows: Sequence[ItemTotal], names: Mapping[str, str]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style=FAINT)
    table.add_column("item", no_wrap=True, style="bold")
    table.add_column("name")
    table.add_column("quantity", justify="right", overflow="fold")
    table.add_column("unit", no_wrap=True)
    table.add_column("levels", no_wrap=True)
    table.add_column("paths", justify="right", overflow="fold")
    for row in rows:
        quantities = [f"{it.quantity:f}" for it in row.quantities]
        amount = _mark(row, row.undefined) if row.undefined else Text("\n".join(quantities))
        units = "\n".join(it.uom for it in row.quantities)
        table.add_row(Text(row.item), Text(names.get(row.item, "")), amount, units, _levels(row), _paths(row))
    return table


def _mark(row: ItemTotal, undefined: Undefined) -> Text:
    if row.on_circle:
        return Text(f"{WRONG.symbol} on a circle", WRONG.style)
    return Text(f"{OTHER.symbol} {_WHY[undefined][0]}", OTHER.style)


_WHY: Final[Mapping[Undefined, tuple[str, str]]] = {
    Undefined.UNITS: ("by units", "lines on the way use one item in several units, and its structure is for one"),
    Undefined.FIXED: ("per order", "a line on the way takes a fixed quantity for an order of any size"),
    Undefined.REVISIONS: ("by revision", "several revisions of one item apply on the way; ask for one plant (--plant)"),
    Undefined.CIRCLE: ("behind a circle", "on a circle, and behind it, nothing adds up"),
}
"""What stands for a quantity that is undefined, and why it is."""


def _levels(row: ItemTotal) -> str:
    if row.greatest is None:
        return f"{row.least} or more"
    return str(row.least) if row.least == row.greatest else f"{row.least} to {row.greatest}"


def _paths(row: ItemTotal) -> str:
    return "endless" if row.paths is None else f"{row.paths:,}"


def _explained(rows: Sequence[ItemTotal]) -> Iterator[RenderableType]:
    """Why quantities are not told, where some are not."""
    found = [it for it in Undefined if any(row.undefined is it for row in rows)]
    if found:
        yield ""
    for words, reason in map(_WHY.__getitem__, found):
        yield Text(f"{OTHER.symbol} {words}: {reason}")
