"""What the two commands that walk over product structure have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from graph.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from rich.console import RenderableType

    from graph.answers.line import SubstituteRule
    from graph.answers.structure import Walk
    from graph.answers.totals import ItemTotal
    from graph.database import Graph

Totals = Annotated[
    bool, typer.Option("--totals", help="One line for each item: exact total quantity, levels, number of paths.")
]

Substitutes = Annotated[
    bool, typer.Option("--substitutes", help="Below each line of the tree, what may stand in for its component.")
]


class _Answer(NamedTuple):
    """A walk with what else was asked for: the names of its items, what may stand in on its lines."""

    walk: Walk
    names: Mapping[str, str]
    rules: Sequence[SubstituteRule]


def answer(
    ask: Callable[[Graph], Awaitable[Walk]], asked: str, *, totals: bool, as_json: bool, substitutes: bool = False
) -> None:
    """Ask for a walk and print it for a person or for a machine.

    Args:
        ask: the question.
        asked: the name of what it starts from.
        totals: print what the walk amounts to, item by item, instead of the walk.
        as_json: print it for a machine.
        substitutes: print what may stand in on the lines, too.

    Raises:
        NotFoundError: what it should start from is not known.

    """
    from app.connect import run

    found = run(_answered(ask, named=totals, substitutes=substitutes and not totals))
    if found.walk.item is None:
        hint = "an item is named by its number, a revision by ITEM/REV, such as BP-2210/C"
        raise NotFoundError(f"nothing of the name {asked} is known", hint=hint)
    if totals:
        _show_totals(found.walk, found.names, as_json=as_json)
    elif as_json:
        _print_json({"walk": _rows(found.walk)} | ({"substitutes": found.rules} if substitutes else {}))
    else:
        _show(found)


async def _answered(ask: Callable[[Graph], Awaitable[Walk]], *, named: bool, substitutes: bool) -> _Answer:
    """The walk and, where they are needed, the names of its items and the substitutes on its lines, at its clocks."""
    from app.connect import opened_graph, to_terminal
    from graph.queries.nouns import ITEM, states_at
    from graph.queries.substitution import substitutes_of_walk

    async with opened_graph(to_terminal) as graph:
        found = await ask(graph)
        rules = await substitutes_of_walk(graph, found) if substitutes else ()
        if not named:
            return _Answer(found, {}, rules)
        async with graph.reading("item_names") as tx:
            states = await states_at(tx, ITEM, found.nodes.items, found.envelope.clocks)
    return _Answer(found, {item: state.name for item, state in states.items() if state.name}, rules)


def _show(found: _Answer) -> None:
    from app.terminal.walk import walk

    _print(walk(found.walk, found.rules))


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
