"""`revtrace rebuild`: the graph made anew from its log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from graph.rebuild import Rebuilt


def rebuild() -> None:
    """Make the graph anew from the log, and compare it with what it was.

    Whoever records waits meanwhile; answers say that they may be incomplete. If it is killed, run it again. The exit
    status is 1 when the graph was not what its log says; it is now.
    """
    from app.connect import run

    found = run(_rebuild())
    typer.echo("\n".join(summary(found)))
    if not found.equal:
        raise typer.Exit(1)


async def _rebuild() -> Rebuilt:
    from app.connect import opened_graph, to_terminal
    from app.terminal.progress import counting
    from graph.rebuild import rebuild as rebuild_projection

    async with opened_graph(to_terminal) as graph:
        with counting() as report:
            return await rebuild_projection(graph, report)


def summary(found: Rebuilt) -> list[str]:
    """What a rebuild found, in lines for a person."""
    told = "equal: the graph was what its log says" if found.equal else "not equal: the graph was not what its log says"
    return [f"before {found.before}", f"after  {found.after}", f"{told} ({found.entries} entries)"]
