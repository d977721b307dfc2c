"""How far something long has come, for a person at a terminal; nothing for a file or a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.terminal.console import open_console

if TYPE_CHECKING:
    from rich.progress import TaskID


@contextmanager
def counting() -> Iterator[Callable[[str, int, int | None], None]]:
    """A bar on standard error.

    The function that is given takes what is being done, how much of it is done, and of how much, if that is known.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = open_console(sys.stderr)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        current: dict[str, TaskID] = {}

        def report(words: str, done: int, total: int | None) -> None:
            if words not in current:
                # A task of its own for each thing that is done, since the total of a task cannot become unknown again.
                for earlier in current.values():
                    progress.remove_task(earlier)
                current.clear()
                current[words] = progress.add_task(words, total=total)
            progress.update(current[words], completed=done, total=total)

        yield report
