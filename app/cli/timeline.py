"""`revtrace timeline`: which revision of an item was valid when, in which plant, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli._options import AsJson, AsKnownAt, AsOf, InView
from graph.errors import NotFoundError
from graph.model.bom import View

if TYPE_CHECKING:
    from graph.answers.effectivity import EffectiveRevision, TimelineAnswer

OnePlant = Annotated[
    str | None,
    typer.Option(
        "--plant", help="One plant alone, and for each revision why it applies there or not.", show_default=False
    ),
]


def timeline(
    item: Annotated[str, typer.Argument(help="Number of the item.", show_default=False)],
    view: InView = View.ENGINEERING,
    plant: OnePlant = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    json: AsJson = False,
) -> None:
    """Show which revision of an item was valid when, plant by plant, and where that is in doubt."""
    from app.connect import run
    from app.terminal.console import Harmless, open_console
    from app.terminal.machine import to_json
    from app.terminal.timeline import page

    found, point = run(_ask(item, view, plant, as_of, as_known_at))
    if found.item is None:
        raise NotFoundError(f"nothing of the name {item} is known", hint="an item is named by its number")
    if json:
        typer.echo(to_json({"timeline": found, "effectiveRevision": point}))
    else:
        open_console().print(Harmless(page(found, point)))


async def _ask(
    item: str, view: View, plant: str | None, as_of: int | None, known: int | None
) -> tuple[TimelineAnswer, EffectiveRevision | None]:
    """The timeline, and for one plant the explanation at the same pair of clocks."""
    from app.connect import opened_graph, to_terminal
    from graph.queries.effectivity import effective_revision_answer, timeline_answer

    async with opened_graph(to_terminal) as graph:
        found = await timeline_answer(graph, item, view=view, as_of=as_of, known=known)
        if plant is None:
            return found, None
        clocks = found.envelope.clocks
        return found, await effective_revision_answer(
            graph, item, view=view, plant=plant, as_of=clocks.as_of, known=clocks.known
        )
