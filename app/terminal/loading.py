"""How far a file has been loaded, for a person at a terminal, and what became of it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.rejects import Rejects
from app.terminal.console import open_console
from app.terminal.words import count
from graph.model.entry import OUTCOMES, Outcome
from ingest.adapters.rejects import RowRejects


@contextmanager
def bar_of_bytes(total: int) -> Iterator[Callable[[int, str], None]]:
    """A bar on standard error; nothing for a file or a pipe.

    The function that is given takes the bytes that are done and some words.

    Args:
        total: bytes of the whole file.
    """
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), DownloadColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    console = open_console(sys.stderr)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=total)

        def told(done: int, words: str) -> None:
            progress.update(task, completed=done, description=words)

        yield told


@contextmanager
def bar_of_events(total: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error; nothing for a file or a pipe. The function that is given takes events that are done."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    console = open_console(sys.stderr)
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=total)
        yield lambda events: progress.advance(task, events)


def summary(
    letters: Counter[str], seconds: float, aside: Rejects | RowRejects, *, rehearsed: bool, unmapped: int = 0
) -> list[str]:
    """What became of the events of a file, in lines.

    Args:
        letters: how many events came to which outcome.
        seconds: how long it took.
        aside: where the events, or the rows that they come from, went that have to be mended.
        rehearsed: whether nothing was written.
        unmapped: how many rows gave no event.
    """
    hints = {
        Outcome.HELD: "wait for what they miss: revtrace exceptions",
        Outcome.REJECTED: f"to be mended: {aside.path}, reasons in {aside.reasons}",
        Outcome.CONFLICT: f"known ids with other content: {aside.path}, reasons in {aside.reasons}",
    }
    total = letters.total()
    done = "would be loaded" if rehearsed else "loaded"
    lines = [f"{count(total, 'event')} {done} in {seconds:.1f} s ({total / max(seconds, 0.001):,.0f}/s)"]
    for letter, outcome in OUTCOMES.items():
        if number := letters[letter]:
            lines.append(f"  {outcome:<10} {number:>10,}  {hints.get(outcome, '')}".rstrip())
    if unmapped:
        lines.append(f"  {'NO EVENT':<10} {unmapped:>10,}  rows to be mended: {aside.path}, reasons in {aside.reasons}")
    return lines
