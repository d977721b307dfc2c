"""`revtrace board`: the releases side by side, the latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli._options import AsJson, AsKnownAt, AsOf
from graph.answers.trace import ReleaseVerdict

if TYPE_CHECKING:
    from graph.answers.page import Listing
    from graph.answers.release import ReleaseSummary
    from graph.queries.release import BoardFilter

System = Annotated[str | None, typer.Option(help="Only releases with this target.", show_default=False)]
Verdict = Annotated[
    ReleaseVerdict | None,
    typer.Option(case_sensitive=False, help="Only releases with this verdict.", show_default=False),
]
First = Annotated[int, typer.Option(min=1, max=200, help="How many releases at most.")]
After = Annotated[str | None, typer.Option(help="Go on after a page, with what its end said.", show_default=False)]


def board(
    system: System = None,
    verdict: Verdict = None,
    first: First = 50,
    after: After = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    json: AsJson = False,
) -> None:
    """Show how far each release has come, and where it hangs; the latest first."""
    from app.connect import run
    from app.terminal.board import board as page
    from app.terminal.console import Harmless, open_console
    from app.terminal.machine import to_json
    from graph.queries.release import BoardFilter

    wanted = BoardFilter(system=system, verdict=verdict)
    found = run(_ask(wanted, first, after, as_of, as_known_at))
    if json:
        typer.echo(to_json(_answer(found)))
    else:
        open_console().print(Harmless(page(found)))


async def _ask(
    wanted: BoardFilter, first: int, after: str | None, as_of: int | None, known: int | None
) -> Listing[ReleaseSummary]:
    from app.connect import opened_graph, to_terminal
    from graph.queries.release import board as ask

    async with opened_graph(to_terminal) as graph:
        return await ask(graph, wanted, first=first, after=after, as_of=as_of, known=known)


def _answer(found: Listing[ReleaseSummary]) -> dict[str, object]:
    return {
        "releases": found.nodes,
        "has_next_page": found.has_next_page,
        "end_cursor": found.end_cursor,
        "envelope": found.envelope,
    }
