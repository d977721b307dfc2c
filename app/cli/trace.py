"""`revtrace trace`: from the approval of a revision to every acknowledgment of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli._options import AsJson, AsKnownAt, AsOf
from graph.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from graph.answers.release import TraceAnswer
    from graph.database import Graph
    from graph.model.bom import BomReference, View

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


async def _ask(asked: str, as_of: int | None, known: int | None) -> TraceAnswer:
    from app.connect import opened_graph, to_terminal

    async with opened_graph(to_terminal) as graph:
        return await find_traces(graph, asked, as_of=as_of, known=known)


def show(found: TraceAnswer, *, as_json: bool) -> None:
    """Print traces, at least one, for a person or for a machine."""
    from app.terminal.console import Harmless, open_console
    from app.terminal.machine import to_json
    from app.terminal.trace import traces

    if as_json:
        typer.echo(to_json({"traces": found.traces, "envelope": found.envelope}))
    else:
        open_console().print(Harmless(traces(found)))


async def find_traces(graph: Graph, asked: str, *, as_of: int | None = None, known: int | None = None) -> TraceAnswer:
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
    from graph.queries.release_trace import TraceSubject, traces_of

    bom = read_revision(asked)
    subjects = [TraceSubject(bom=bom.key)] if bom else []
    for subject in (*subjects, TraceSubject(change=asked), TraceSubject(release=asked)):
        found = await traces_of(graph, subject, as_of=as_of, known=known)
        if found.traces:
            return found
    hint = await _other_revisions(graph, bom, as_of, known) if bom else ""
    raise NotFoundError(f"no release of {asked} is known", hint=hint or FORMS)


FORMS = "a revision is written ITEM/REV, such as BP-2210/C; a change order and a release by their numbers"


async def _other_revisions(graph: Graph, bom: BomReference, as_of: int | None, known: int | None) -> str:
    """The revisions of the same item, in one sentence; empty when there are none."""
    from graph.model.base import ALL_PLANTS
    from graph.queries.bom_revision import revisions_of_items
    from graph.queries.clocks import clocks

    async with graph.reading("other_revisions") as tx:
        moments = await clocks(tx, as_of, known)
        found = (await revisions_of_items(tx, [bom.item], moments)).get(bom.item, [])
    names = [
        it.revision if it.plant == ALL_PLANTS else f"{it.revision} of plant {it.plant}"
        for it in found
        if it.view is bom.view
    ]
    return f"{bom.item} has the revisions {', '.join(names)} in this view" if names else ""


def read_revision(asked: str, view: View | None = None) -> BomReference | None:
    """The BOM revision that a text names, if it has the form of one.

    Args:
        asked: `ITEM/REV`, `ITEM/REV@VIEW` or `ITEM/REV@VIEW:PLANT`.
        view: which one, where the text names none; the engineering one when left out.

    Raises:
        InputError: it has, but with a view that does not exist.

    """
    from graph.model.bom import BomReference, View

    item, _, rest = asked.rpartition("/")
    revision, at, where = rest.partition("@")
    if not item or not revision:
        return None
    named, _, plant = where.partition(":")
    try:
        structure = View(named.upper()) if at else view or View.ENGINEERING
    except ValueError:
        raise InputError(f"there is no view {named}", hint=f"the views are {', '.join(View)}") from None
    return BomReference(item=item, revision=revision, view=structure, **({"plant": plant} if plant else {}))
