"""Plain walks over product structure: what is in it, and where is it used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeVar

from graph.answers.envelope import Clocks, Gap, GapKind
from graph.answers.noun import NounState
from graph.answers.structure import Direction, NodeColumns, Walk
from graph.clock import FAR_FUTURE, FAR_PAST
from graph.database import Graph
from graph.derivation.structure import EXCEPT
from graph.errors import InputError
from graph.model.bom import View
from graph.queries.columns import MOST_USES, Uses, circle_of, joined, nodes_from, read_uses
from graph.queries.frame import Frame, open_frame
from graph.queries.nouns import BOM_REVISION, ITEM, Noun, gap_of, states_at
from graph.queries.unknown_units import gaps_of_units
from graph.transaction import Reading

State = TypeVar("State", bound=NounState)

MOST_LEVELS: Final = 100
"""Levels that one walk goes at most."""

MOST_GAPS: Final = 1000
"""Undefined items, and items without an applicable structure, that one walk tells of at most."""


@dataclass(frozen=True, slots=True)
class Context:
    """Which windows and lines a walk may pass.

    Attributes:
        view: whose structure.
        plant: for which plant; none for all of them together, so that a path may pass through several.
        any_time: leave effectivity aside: what applies or applied or will apply at some time.

    """

    view: View = View.ENGINEERING
    plant: str | None = None
    any_time: bool = False

    def params(self, moments: Clocks) -> dict[str, Any]:
        """The values for the statements that walk."""
        return {
            "view": self.view.value,
            "plant": self.plant,
            "without": f"{EXCEPT}{self.plant}",
            "since": FAR_PAST if self.any_time else moments.as_of,
            "until": FAR_FUTURE if self.any_time else moments.as_of,
            "known": moments.known,
        }


async def explode(
    graph: Graph,
    *,
    item: str | None = None,
    bom: str | None = None,
    levels: int | None = None,
    context: Context | None = None,
    as_of: int | None = None,
    known: int | None = None,
) -> Walk:
    """What is in an item, or in one revision, down to a number of levels.

    A revision is exploded whether or not it applies itself; below it only what applies in the context is followed.

    Args:
        graph: the door to the database.
        item: number of the item; or
        bom: natural key of the BOM revision.
        levels: how many levels, 1 for the components alone; all of them when left out.
        context: which windows and lines count.
        as_of: valid time, epoch microseconds; now when left out.
        known: knowledge time, epoch microseconds; now when left out.

    Raises:
        InputError: not exactly one start, or no such number of levels.

    """
    depth, context = checked_levels(levels), context or Context()
    async with graph.reading("explode") as tx:
        frame = await open_frame(tx, as_of, known)
        match item, bom:
            case str(number), None:
                gaps, found = await _start(tx, ITEM, number, frame)
                start = Start(number if found else None, None, Direction.DOWN)
                uses = await _below_item(tx, number, depth, context, frame)
                nodes = nodes_from(number, uses.columns.parents, uses.columns.children)
            case None, str(key):
                gaps, revision = await _start(tx, BOM_REVISION, key, frame)
                start = Start(revision.item if revision else None, key, Direction.DOWN)
                uses = await _below_revision(tx, key, depth, context, frame)
                nodes = nodes_from(key, _sources(key, uses), uses.columns.children)
            case _:
                raise InputError("an explosion starts from an item or from a revision", hint="Give one of the two")
        gaps += await _unstructured(tx, uses, nodes, depth, context, frame)
        return await _answer(tx, start, uses, nodes, context, frame, gaps)


async def where_used(
    graph: Graph,
    item: str,
    *,
    levels: int | None = None,
    context: Context | None = None,
    as_of: int | None = None,
    known: int | None = None,
) -> Walk:
    """Where an item is used, up to a number of levels; arguments and errors as for `explode`."""
    depth, context = checked_levels(levels), context or Context()
    async with graph.reading("where_used") as tx:
        frame = await open_frame(tx, as_of, known)
        gaps, found = await _start(tx, ITEM, item, frame)
        uses = await _above_item(tx, item, depth, context, frame)
        nodes = nodes_from(item, uses.columns.children, uses.columns.parents)
        start = Start(item if found else None, None, Direction.UP)
        return await _answer(tx, start, uses, nodes, context, frame, gaps)


def _sources(key: str, uses: Uses) -> list[str]:
    """Where uses start from: its own lines from the revision, so that its item counts as any other if met again."""
    columns = uses.columns
    return [key if bom == key else parent for bom, parent in zip(columns.boms, columns.parents, strict=True)]


class Start(NamedTuple):
    """Where a walk began, and which way it went."""

    item: str | None
    bom: str | None
    direction: Direction


def checked_levels(levels: int | None) -> int:
    """How many levels to walk.

    Raises:
        InputError: less than one, or more than a walk may go.

    """
    if levels is not None and not 1 <= levels <= MOST_LEVELS:
        raise InputError(f"a walk goes 1 to {MOST_LEVELS} levels, not {levels}", hint="Leave it out for all levels")
    return MOST_LEVELS if levels is None else levels


async def _start(tx: Reading, noun: Noun[State], key: str, frame: Frame) -> tuple[tuple[Gap, ...], State | None]:
    state = (await states_at(tx, noun, [key], frame.moments)).get(key)
    return gap_of(noun, key, state, frame.moments), state


async def _below_item(tx: Reading, item: str, levels: int, context: Context, frame: Frame) -> Uses:
    if levels == 1:
        return await _read(tx, "components_of_item", frame, context, {"item": item})
    return await _read(tx, "explosion", frame, context, {"item": item, "steps": 2 * (levels - 1)})


async def _below_revision(tx: Reading, bom: str, levels: int, context: Context, frame: Frame) -> Uses:
    """Its own lines, and what lies below its components: a revision is one step nearer to them than its item."""
    uses = await _read(tx, "components_of_revision", frame, context, {"bom": bom})
    if levels == 1:
        return uses
    below = await _read(tx, "explosion_of_revision", frame, context, {"bom": bom, "steps": 2 * (levels - 1) - 1})
    return joined(uses, below)


async def _above_item(tx: Reading, item: str, levels: int, context: Context, frame: Frame) -> Uses:
    if levels == 1:
        return await _read(tx, "users_of_item", frame, context, {"item": item})
    return await _read(tx, "where_used", frame, context, {"item": item, "steps": 2 * (levels - 1)})


async def _read(tx: Reading, statement: str, frame: Frame, context: Context, start: dict[str, Any]) -> Uses:
    params = start | context.params(frame.moments)
    rows = await tx.read(statement, **params, as_of=frame.moments.as_of, limit=MOST_USES + 1)
    return read_uses(rows[0])


async def _unstructured(
    tx: Reading, uses: Uses, nodes: NodeColumns, levels: int, context: Context, frame: Frame
) -> tuple[Gap, ...]:
    """Items at which the explosion ended although they have a structure, only not in this context."""
    parents = set(uses.columns.parents)
    ends = [
        item for item, depth in zip(nodes.items, nodes.depths, strict=True) if item not in parents and depth < levels
    ]
    if not ends:
        return ()
    found = (await tx.read("items_without_revision", items=ends, **context.params(frame.moments)))[0]["items"]
    reason = "it has a structure in this view, but no revision of it applies here and now"
    return tuple(Gap(kind=GapKind.UNDEFINED, ref=f"Item:{item}", reason=reason) for item in sorted(found))


async def _answer(
    tx: Reading,
    start: Start,
    uses: Uses,
    nodes: NodeColumns,
    context: Context,
    frame: Frame,
    gaps: Iterable[Gap],
) -> Walk:
    doubtful = await states_at(tx, ITEM, uses.doubtful[:MOST_GAPS], frame.moments)
    holes = [*gaps, *(gap for key, state in doubtful.items() for gap in gap_of(ITEM, key, state, frame.moments))]
    holes += gaps_of_units(uses.columns)
    limits = uses.limits_hit
    if max(len(holes), len(uses.doubtful)) > MOST_GAPS:
        limits += (f"only {MOST_GAPS} holes are told",)
    return Walk(
        item=start.item,
        bom=start.bom,
        direction=start.direction,
        view=context.view,
        plant=context.plant,
        any_time=context.any_time,
        nodes=nodes,
        uses=uses.columns,
        circle=circle_of(uses.columns),
        envelope=frame.envelope(holes[:MOST_GAPS], limits),
    )
