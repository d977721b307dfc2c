"""Pages of answers as a terminal, a pipe or an old terminal would show them."""

from __future__ import annotations

import io
from functools import cache

from rich.console import Console, RenderableType

from app.terminal.console import Harmless, open_console
from app.terminal.trace import traces
from graph.answers.release import TraceAnswer
from graph.answers.trace import ReleaseTrace
from tests.story.gathering import trace
from tests.story.replay import entries, story


@cache
def traced(release: str) -> ReleaseTrace:
    """The trace of a release at the end of the demo story."""
    return trace(entries(story()), release)


def piped(renderable: RenderableType, *, width: int = 120, encoding: str = "utf-8") -> str:
    """A page as it arrives in a pipe or a file."""
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="")
    console = open_console(file, width=width)
    console.print(Harmless(renderable))
    file.flush()
    return raw.getvalue().decode(encoding)


def coloured(renderable: RenderableType, *, width: int = 120) -> str:
    """A page as a terminal with colours receives it."""
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system="standard", markup=False)
    with console.capture() as captured:
        console.print(Harmless(renderable))
    return captured.get()


def page(release: str, *, width: int = 120, encoding: str = "utf-8") -> str:
    """The page of a release of the demo story in a pipe."""
    return piped(traces(answer(traced(release))), width=width, encoding=encoding)


def answer(*found: ReleaseTrace) -> TraceAnswer:
    """Traces as the answer to one question."""
    return TraceAnswer(traces=found, envelope=found[0].envelope)
