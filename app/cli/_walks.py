"""What the two commands that walk over product structure have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from graph.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from rich.console import RenderableType

    from graph.answers.structure import Walk
    from graph.answers.totals import ItemTotal
    from graph.database import Graph

Totals = Annotated[
    bool, typer.Option("--totals", help="One line for each item: exact total quantity, levels, number of paths.")
]


def answer(ask: Callable[[Graph], Awaitable[Walk]], asked: str, *, totals: bool, as_json: bool) -> None:
    """Ask for a walk and print it for a person or for a machine.

    Args:
        ask: the question.
        asked: the name of what it starts from.
        totals: print what the walk amounts to, item by item, instead of the walk.
        as_json: print it for a machine.

    Raises:
        NotFoundError: what it should start from is not known.

    """
    from app.connect import run

    found, names = run(_answered(ask, named=totals))
    if found.item is None:
        hint = "an item is named by its number, a revision by ITEM/REV, such as BP-2210/C"
        raise NotFoundError(f"nothing of the name {asked} is known", hint=hint)
    if totals:
        _show_totals(found, names, as_json=as_json)
    else:
        _show(found, as_json=as_json)


async def _answered(ask: Callable[[Graph], Awaitable[Walk]], *, named: bool) -> tuple[Walk, Mapping[str, str]]:
    """The walk and, where they are needed, the names of its items at its clocks."""
    from app.connect import opened_graph, to_terminal
    from graph.queries.nouns import ITEM, states_at

    async with opened_graph(to_terminal) as graph:
        found = await ask(graph)
        if not named:
            return found, {}
        async with graph.reading("item_names") as tx:
            states = await states_at(tx, ITEM, found.nodes.items, found.envelope.clocks)
    return found, {item: state.name for item, state in states.items() if state.name}


def _show(found: Walk, *, as_json: bool) -> None:
    from app.terminal.walk import walk

    if as_json:
        _print_json({"walk": _rows(found)})
    else:
        _print(walk(found))


def _show_totals(found: Walk, names: Mapping[str, str], *, as_json: bool) -> None:
    from app.terminal.totals import totals
    from graph.derivation.closure import closure_of
    from graph.derivation.rollup import roll_up

    rows = roll_up(closure_of(found))
    if as_json:
        _print_json({"totals": [_total(row, names) for row in rows], "envelope": found.envelope})
    else:
        _print(totals(found, rows, names))


def _print(page: RenderableType) -> None:
    from app.terminal.console import Harmless, open_console

    open_console().print(Harmless(page))


def _print_json(answer: Mapping[str, object]) -> None:
    from app.terminal.machine import to_json

    typer.echo(to_json(answer))


def _total(row: ItemTotal, names: Mapping[str, str]) -> dict[str, object]:
    """One total; the number of paths as text, since it may be more than other programs count."""
    return {
        "item": row.item,
        "name": names.get(row.item),
        "quantities": row.quantities,
        "least": row.least,
        "greatest": row.greatest,
        "paths": None if row.paths is None else str(row.paths),
        "on_circle": row.on_circle,
        "undefined": row.undefined,
    }


def _rows(found: Walk) -> dict[str, object]:
    """The walk with its columns turned into rows."""
    return {
        "item": found.item,
        "bom": found.bom,
        "view": found.view,
        "plant": found.plant,
        "any_time": found.any_time,
        "nodes": [found.nodes.row(index) for index in range(len(found.nodes.items))],
        "uses": [found.uses.row(index) for index in range(len(found.uses.lines))],
        "circle": found.circle,
        "envelope": found.envelope,
    }
