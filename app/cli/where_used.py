"""`revtrace where-used`: the assemblies that use an item, up to the top."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from app.cli._options import AsJson, AsKnownAt, AsOf, InView, Levels, Plant
from app.cli._walks import Totals, answer
from graph.model.bom import View


def where_used(
    item: Annotated[str, typer.Argument(help="Number of the item.", show_default=False)],
    levels: Levels = None,
    view: InView = View.ENGINEERING,
    plant: Plant = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    totals: Totals = False,
    json: AsJson = False,
) -> None:
    """Show which assemblies use an item, level by level."""
    from graph.queries.structure import Context
    from graph.queries.structure import where_used as walk_up

    context = Context(view=view, plant=plant)
    ask = partial(walk_up, item=item, levels=levels, context=context, as_of=as_of, known=as_known_at)
    answer(ask, item, totals=totals, as_json=json)
