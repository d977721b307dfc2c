"""What the two commands that walk over product structure have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from graph.errors import NotFoundError

if TYPE_CHECKING:
    from app.terminal.walk import Direction
    from graph.answers.structure import Walk


def show(found: Walk, asked: str, direction: Direction, *, as_json: bool) -> None:
    """Print a walk for a person or for a machine.

    Raises:
        NotFoundError: what it should start from is not known.

    """
    from app.terminal.console import Harmless, open_console
    from app.terminal.machine import to_json
    from app.terminal.walk import walk

    if found.item is None:
        hint = "an item is named by its number, a revision by ITEM/REV, such as BP-2210/C"
        raise NotFoundError(f"nothing of the name {asked} is known", hint=hint)
    if as_json:
        typer.echo(to_json({"walk": _rows(found)}))
    else:
        open_console().print(Harmless(walk(found, direction)))


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
