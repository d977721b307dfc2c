"""`revtrace where-used`: the assemblies that use an item, up to the top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli._options import AsJson, AsKnownAt, AsOf, InView, Levels, Plant
from graph.model.bom import View

if TYPE_CHECKING:
    from graph.answers.structure import Walk
    from graph.queries.structure import Context


def where_used(
    item: Annotated[str, typer.Argument(help="Number of the item.", show_default=False)],
    levels: Levels = None,
    view: InView = View.ENGINEERING,
    plant: Plant = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    json: AsJson = False,
) -> None:
    """Show which assemblies use an item, level by level."""
    from app.cli._walks import show
    from app.connect import run
    from app.terminal.walk import Direction
    from graph.queries.structure import Context

    context = Context(view=view, plant=plant)
    show(run(_ask(item, levels, context, as_of, as_known_at)), item, Direction.UP, as_json=json)


async def _ask(item: str, levels: int | None, context: Context, as_of: int | None, known: int | None) -> Walk:
    from app.connect import opened_graph, to_terminal
    from graph.queries.structure import where_used as ask

    async with opened_graph(to_terminal) as graph:
        return await ask(graph, item, levels=levels, context=context, as_of=as_of, known=known)
