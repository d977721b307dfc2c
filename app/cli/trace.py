"""`revtrace trace`: from the approval of a revision to every acknowledgment of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli._options import AsJson, AsKnownAt, AsOf
from graph.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.answers.trace import ReleaseTrace
    from graph.database import Graph
    from graph.model.bom import BomReference

Asked = Annotated[
    str,
    typer.Argument(
        metavar="REVISION",
        help="ITEM/REV, such as BP-2210/C, or ITEM/REV@MANUFACTURING:PLANT for another view of one plant; "
        "or the number of a change order or of a release.",
        show_default=False,
    ),
]


def trace(revision: Asked, as_of: AsOf = None, as_known_at: AsKnownAt = None, json: AsJson = False) -> None:
    """Show whether a released revision arrived: approvals, a lane per target, orders, units, findings, gaps."""
    from app.connect import run

    show(run(_ask(revision, as_of, as_known_at)), as_json=json)


async def _ask(asked: str, as_of: int | None, known: int | None) -> list[ReleaseTrace]:
    from app.connect import opened_graph, to_terminal

    async with opened_graph(to_terminal) as graph:
        return await traces_of(graph, asked, as_of=as_of, known=known)


def show(found: Sequence[ReleaseTrace], *, as_json: bool) -> None:
    """Print traces, at least one, for a person or for a machine."""
    from app.terminal.console import Harmless, open_console
    from app.terminal.machine import to_json
    from app.terminal.trace import traces

    if as_json:
        typer.echo(to_json({"traces": found}))
    else:
        open_console().print(Harmless(traces(found)))


HINT = "a revision is written ITEM/REV, such as BP-2210/C; a change order and a release by their numbers"


async def traces_of(
    graph: Graph, asked: str, *, as_of: int | None = None, known: int | None = None
) -> list[ReleaseTrace]:
    """The traces of what a person named, which may be a revision, a change order or a release, in that order.

    Args:
        graph: the door to the database.
        asked: `ITEM/REV`, `ITEM/REV@VIEW`, `ITEM/REV@VIEW:PLANT`, or a number.
        as_of: valid time, epoch microseconds; now when left out.
        known: knowledge time, epoch microseconds; now when left out.

    Raises:
        InputError: the view does not exist.
        NotFoundError: nothing of that name was released by then.

    """
    from graph.queries.trace import trace_change, trace_release, trace_revision

    bom = read_revision(asked)
    found = await trace_revision(graph, bom.key, as_of=as_of, known=known) if bom else []
    for question in (trace_change, trace_release):
        found = found or await question(graph, asked, as_of=as_of, known=known)
    if not found:
        raise NotFoundError(f"nothing of the name {asked} has been released", hint=HINT)
    return found


def read_revision(asked: str) -> BomReference | None:
    """The BOM revision that a text names, if it has the form of one.

    Raises:
        InputError: it has, but with a view that does not exist.

    """
    from graph.model.bom import BomReference, View

    name, at, where = asked.rpartition("@")
    item, _, revision = (name if at else asked).rpartition("/")
    if not item or not revision:
        return None
    view, _, plant = where.partition(":")
    try:
        structure = View(view.upper()) if at else View.ENGINEERING
    except ValueError:
        raise InputError(f"there is no view {view}", hint=f"the views are {', '.join(View)}") from None
    return BomReference(item=item, revision=revision, view=structure, **({"plant": plant} if plant else {}))
