"""`revtrace compare`: what differs between two BOM revisions, as a redline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli._options import AsJson, AsKnownAt, AsOf, instant
from graph.answers.comparison import MatchBy
from graph.errors import NotFoundError

if TYPE_CHECKING:
    from graph.answers.comparison import BomComparison, ComparedSide
    from graph.queries.comparison import Side

FORMS = (
    "a revision is written ITEM/REV, such as BP-2210/C, or ITEM/REV@VIEW:PLANT; "
    "what applies of an item ITEM or ITEM@VIEW:PLANT"
)

One = Annotated[
    str,
    typer.Argument(
        metavar="BEFORE",
        help="ITEM/REV, such as BP-2210/B, or ITEM/REV@MANUFACTURING:PLANT for another view of one plant; "
        "or ITEM or ITEM@VIEW:PLANT for the revision that applies. Alone, it is compared with the revision that it "
        "follows.",
        show_default=False,
    ),
]
Other = Annotated[str | None, typer.Argument(metavar="[AFTER]", help="The other one, likewise.", show_default=False)]
By = Annotated[
    MatchBy,
    typer.Option(
        case_sensitive=False,
        help="By what a line is found again; IN_TURN is by line id, then find number, then item.",
    ),
]
BeforeAsOf = Annotated[
    int | None,
    typer.Option(parser=instant, metavar="TIME", help="The same for BEFORE alone.", show_default=False),
]
BeforeAsKnownAt = Annotated[
    int | None,
    typer.Option(parser=instant, metavar="TIME", help="The same for BEFORE alone.", show_default=False),
]


def compare(
    before: One,
    after: Other = None,
    match_by: By = MatchBy.IN_TURN,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    before_as_of: BeforeAsOf = None,
    before_as_known_at: BeforeAsKnownAt = None,
    json: AsJson = False,
) -> None:
    """Show what differs between two revisions, views, plants or dates, or between a revision and the one before it."""
    from app.connect import run

    if after is None:
        if before_as_of is not None or before_as_known_at is not None:
            raise typer.BadParameter("--before-as-of and --before-as-known-at are for two sides; name AFTER too")
        old, new = None, read_side(before, as_of, as_known_at)
    else:
        new = read_side(after, as_of, as_known_at)
        old = read_side(
            before,
            as_of if before_as_of is None else before_as_of,
            as_known_at if before_as_known_at is None else before_as_known_at,
        )
    found = run(_ask(old, new, match_by))
    _check_known(before if after else None, found.before)
    _check_known(after or before, found.after)
    _show(found, as_json=json)


def read_side(asked: str, as_of: int | None, known: int | None) -> Side:
    """The side that a text names.

    Args:
        asked: `ITEM/REV`, `ITEM/REV@VIEW`, `ITEM/REV@VIEW:PLANT`, `ITEM`, `ITEM@VIEW` or `ITEM@VIEW:PLANT`.
        as_of: valid time, epoch microseconds; now when left out.
        known: knowledge time, epoch microseconds; now when left out.

    Raises:
        InputError: the view does not exist.

    """
    from app.cli.trace import read_revision
    from graph.model.bom import View
    from graph.queries.comparison import Side

    bom = read_revision(asked)
    if bom is not None:
        return Side(bom=bom.key, as_of=as_of, known=known)
    item, _, where = asked.rpartition("@")
    view, _, plant = where.partition(":")
    if not item or view.upper() not in View.__members__:
        return Side(item=asked, as_of=as_of, known=known)
    return Side(item=item, view=View(view.upper()), plant=plant or None, as_of=as_of, known=known)


async def _ask(old: Side | None, new: Side, match_by: MatchBy) -> BomComparison:
    from app.connect import opened_graph, to_terminal
    from graph.queries.comparison import compare_boms

    async with opened_graph(to_terminal) as graph:
        return await compare_boms(graph, new, old, match_by=match_by)


def _check_known(asked: str | None, side: ComparedSide) -> None:
    if asked is not None and side.item is None:
        raise NotFoundError(f"nothing of the name {asked} is known", hint=FORMS)


def _show(found: BomComparison, *, as_json: bool) -> None:
    from app.terminal.comparison import redline
    from app.terminal.console import Harmless, open_console
    from app.terminal.machine import to_json

    if as_json:
        typer.echo(to_json({"comparison": found}))
    else:
        open_console().print(Harmless(redline(found)))
