"""Where answers are printed: any width, with or without colour, in any encoding, safe from what events say."""

from __future__ import annotations

import codecs
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, Final, TextIO

from rich.console import Console
from rich.segment import Segment

from app.terminal.marks import ASCII

if TYPE_CHECKING:
    from rich.console import ConsoleOptions, RenderableType, RenderResult

_ERRORS = "revtrace.ascii"
_CONTROL: Final = {*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)} - {0x0A}
_HARMLESS: Final = dict.fromkeys(_CONTROL, "\N{REPLACEMENT CHARACTER}")


class Harmless:
    """A renderable whose text cannot steer the terminal.

    Events carry free words of other systems. Control characters would move the cursor or recolour what follows, and
    bidirectional overrides would show it in another order.
    """

    def __init__(self, renderable: RenderableType) -> None:
        self._renderable = renderable

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in console.render_lines(self._renderable, options, pad=False):
            harmless = [Segment(text.translate(_HARMLESS), style) for text, style, control in line if not control]
            yield from _without_end_spaces(harmless)
            yield Segment.line()


def _without_end_spaces(line: list[Segment]) -> list[Segment]:
    """A line less the spaces that only fill it up: they are in the way of whoever copies it or diffs it."""
    while line and not line[-1].text.strip():
        line.pop()
    if line:
        text, style, _ = line.pop()
        line.append(Segment(text.rstrip(), style))
    return line


def open_console(file: TextIO | None = None, *, width: int | None = None) -> Console:
    """The console of a command.

    Args:
        file: where to print; standard output when left out.
        width: columns; those of the terminal, of `COLUMNS`, or else 80, when left out.

    """
    out = sys.stdout if file is None else file
    if isinstance(out, TextIOWrapper):
        out.reconfigure(errors=_ERRORS)
    return Console(file=out, width=width, highlight=False, markup=False, emoji=False)


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    """What is printed for characters that the encoding lacks; for `codecs.register_error`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(ASCII.get(character, "?") for character in lacking), error.end


codecs.register_error(_ERRORS, _stand_in)
