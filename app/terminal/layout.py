"""How a page of an answer is laid out: labels at the left, and lists whose entries line up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

FAINT: Final = "dim"
"""Style of what frames the answer and is not the answer."""

_LABEL = 9
_GAP = "  "
_ROOM = 40  # columns that a last part needs beside the others, unless it is shorter


def sections(rows: Iterable[tuple[str, RenderableType]]) -> Table:
    """Contents with their labels at the left."""
    grid = Table.grid(Column(width=_LABEL, style=FAINT), Column(ratio=1), padding=(0, 1), expand=True)
    for label, content in rows:
        grid.add_row(label, content)
    return grid


def aligned(rows: Sequence[Sequence[Text]]) -> list[Text]:
    """Rows of cells as lines whose columns line up."""
    widths = [max(cell.cell_len for cell in column) for column in zip(*rows, strict=True)]
    return [Text(_GAP).join(map(_padded, row, widths)) for row in rows]


class Entries:
    """A list with columns that line up and a last part of free length.

    The last part stands beside the columns where there is room for it, else below them.

    Args:
        rows: the columns of each entry.
        last: the last part of each, possibly empty.

    """

    def __init__(self, rows: Sequence[Sequence[Text]], last: Sequence[Text]) -> None:
        self._heads = aligned(rows)
        self._last = last

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max((head.cell_len for head in self._heads), default=0) + len(_GAP)
        needed = min(_ROOM, max((last.cell_len for last in self._last), default=0))
        if width + needed <= options.max_width:
            yield self._beside(width)
            return
        for head, last in zip(self._heads, self._last, strict=True):
            yield head
            if last:
                yield Padding(last, (0, 0, 0, len(_GAP)))

    def _beside(self, width: int) -> Table:
        grid = Table.grid(Column(width=width), Column())
        for head, last in zip(self._heads, self._last, strict=True):
            grid.add_row(head, last)
        return grid


def _padded(cell: Text, width: int) -> Text:
    padded = cell.copy()
    padded.pad_right(width - cell.cell_len)
    return padded
