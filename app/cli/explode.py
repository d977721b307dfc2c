"""`revtrace explode`: what is in an item or in one revision, down to the parts."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli._options import AsJson, AsKnownAt, AsOf, InView, Levels, Plant
from app.cli._walks import Substitutes, Totals, answer
from graph.model.bom import View

if TYPE_CHECKING:
    from graph.answers.structure import Walk
    from graph.database import Graph
    from graph.queries.structure import Context

Asked = Annotated[
    str,
    typer.Argument(
        metavar="ITEM", help="Number of an item, or ITEM/REV, such as BP-2210/C, for one revision.", show_default=False
    ),
]


def explode(
    item: Asked,
    levels: Levels = None,
    view: InView = View.ENGINEERING,
    plant: Plant = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    totals: Totals = False,
    substitutes: Substitutes = False,
    json: AsJson = False,
) -> None:
    """Show what an item or a revision is made of, level by level."""
    from graph.queries.structure import Context

    context = Context(view=view, plant=plant)
    ask = partial(_ask, asked=item, levels=levels, context=context, as_of=as_of, known=as_known_at)
    answer(ask, item, totals=totals, as_json=json, substitutes=substitutes)


async def _ask(
    graph: Graph, *, asked: str, levels: int | None, context: Context, as_of: int | None, known: int | None
) -> Walk:
    """A revision if one has that name, else the item."""
    from app.cli.trace import read_revision
    from graph.queries.structure import explode as ask

    bom = read_revision(asked, context.view)
    if bom is not None:
        below = replace(context, view=bom.view)
        found = await ask(graph, bom=bom.key, levels=levels, context=below, as_of=as_of, known=known)
        if found.item is not None:
            return found
    return await ask(graph, item=asked, levels=levels, context=context, as_of=as_of, known=known)
