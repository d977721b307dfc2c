"""BOM revisions: one by its key, and for many at once their windows, lines and lives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from graph.answers.bom_revision import BomRevisionAnswer, Line, RevisionLife, Window
from graph.answers.envelope import Clocks
from graph.answers.line import LineTraits, SubstituteRule
from graph.answers.noun import BomRevisionState
from graph.answers.page import Page
from graph.database import Graph
from graph.derivation.structure import EXCEPT
from graph.model.base import ALL_PLANTS, Subject, split_key
from graph.model.release import RevisionReleased
from graph.queries.change_order import approved_changes
from graph.queries.clocks import statements_at
from graph.queries.frame import open_frame
from graph.queries.lifecycle import LifeEvidence, life_of
from graph.queries.lines import interval, rule_of, traits_of
from graph.queries.nouns import BOM_REVISION, gap_of, states_at
from graph.queries.paging import checked_size, cursor_of, position_of
from graph.transaction import Reading


async def bom_revision_answer(
    graph: Graph, key: str, *, as_of: int | None = None, known: int | None = None
) -> BomRevisionAnswer:
    """One BOM revision as it is stated at a pair of clocks.

    Args:
        graph: the door to the database.
        key: its natural key.
        as_of: valid time, epoch microseconds; now when left out.
        known: knowledge time, epoch microseconds; now when left out.

    """
    async with graph.reading("bom_revision") as tx:
        frame = await open_frame(tx, as_of, known)
        found = (await states_at(tx, BOM_REVISION, [key], frame.moments)).get(key)
    return BomRevisionAnswer(
        bom_revision=found, envelope=frame.envelope(gap_of(BOM_REVISION, key, found, frame.moments))
    )


async def revisions_of_items(tx: Reading, items: Iterable[str], moments: Clocks) -> dict[str, list[BomRevisionState]]:
    """The revisions of items that something states at a pair of clocks, by item, each list by key."""
    row = (await tx.read("revisions_of_items", items=sorted(items)))[0]
    states = await states_at(tx, BOM_REVISION, row["boms"], moments)
    found: defaultdict[str, list[BomRevisionState]] = defaultdict(list)
    for item, bom in zip(row["items"], row["boms"], strict=True):
        if states[bom].defined:
            found[item].append(states[bom])
    return found


async def windows_of_items(tx: Reading, items: Iterable[str], moments: Clocks) -> dict[str, list[Window]]:
    """Where and when the revisions of items apply, by key of the revision, each list from the earliest on."""
    row = (await tx.read("windows_of_items", items=sorted(items), known=moments.known))[0]
    found: defaultdict[str, list[Window]] = defaultdict(list)
    columns = (row[name] for name in ("boms", "views", "plants", "eff_from", "eff_to"))
    for bom, view, plants, eff_from, eff_to in zip(*columns, strict=True):
        window = Window(bom=bom, view=view, **_places(plants), **interval(eff_from, eff_to))
        found[bom].append(window)
    return found


def _places(plants: Sequence[str]) -> dict[str, Any]:
    if ALL_PLANTS not in plants:
        return {"all_plants": False, "plants": plants, "except_plants": ()}
    excepted = tuple(plant.removeprefix(EXCEPT) for plant in plants if plant != ALL_PLANTS)
    return {"all_plants": True, "plants": (), "except_plants": excepted}


async def lines_of_revisions(
    tx: Reading, boms: Iterable[str], moments: Clocks, first: int, after: str | None
) -> dict[str, Page[Line]]:
    """A page of the lines of each revision as they were known, by line id; revisions that do not exist are left out.

    Raises:
        InputError: such a page cannot be.

    """
    size, position = checked_size(first), position_of(after, ("",))
    rows = await tx.read(
        "lines_of_revisions", boms=sorted(boms), after=position[0], known=moments.known, limit=size + 1
    )
    return {row["bom"]: _page(row, size, after) for row in rows}


def _page(row: Mapping[str, Any], size: int, after: str | None) -> Page[Line]:
    rules: defaultdict[str, list[SubstituteRule]] = defaultdict(list)
    for told in row["substitutes"]:
        rules[told["line"]].append(rule_of(told))
    lines = tuple(_line(told, rules[told["line"]]) for told in row["lines"][:size])
    cursors = tuple(cursor_of((line.line,)) for line in lines)
    return Page(lines, cursors, len(row["lines"]) > size, cursors[-1] if cursors else after, row["total"])


def _line(told: Mapping[str, Any], rules: Iterable[SubstituteRule]) -> Line:
    stated = {name: value for name, value in told.items() if name not in LineTraits._fields}
    return Line(
        **stated
        | {"quantity": Decimal(told["quantity"]), "traits": traits_of(told), "substitutes": tuple(rules)}
        | interval(told["eff_from"], told["eff_to"])
    )


async def lives_of_revisions(
    tx: Reading, revisions: Sequence[BomRevisionState], moments: Clocks
) -> dict[str, RevisionLife]:
    """How far revisions have come at a pair of clocks, by key; in at most six statements."""
    items = {revision.item for revision in revisions}
    windows = await windows_of_items(tx, items, moments)
    releases = await _releases_of_items(tx, items, moments)
    taken_back = await _withdrawn(tx, set().union(*releases.values()), moments)
    changes = {it.change for it in revisions if it.change is not None and not releases.get(it.key)}
    approved = await approved_changes(tx, changes, moments)
    return {
        revision.key: life_of(
            LifeEvidence(
                revision=revision,
                windows=windows.get(revision.key, ()),
                replaced=_is_replaced(revision, windows, moments.as_of),
                released=bool(releases.get(revision.key)),
                withdrawn=bool(releases.get(revision.key)) and releases[revision.key] <= taken_back,
                approved=revision.change in approved,
            ),
            moments.as_of,
        )
        for revision in revisions
    }


def _is_replaced(revision: BomRevisionState, windows: Mapping[str, Sequence[Window]], moment: int) -> bool:
    return any(
        window.view is revision.view and window.covers(moment)
        for bom, rivals in windows.items()
        if bom != revision.key and split_key(bom)[0] == revision.item
        for window in rivals
    )


async def _releases_of_items(tx: Reading, items: Iterable[str], moments: Clocks) -> dict[str, set[str]]:
    """The releases that had been stated for each revision of items, by key of the revision."""
    contracts = [RevisionReleased.contract()]
    rows = await tx.read("releases_of_items", items=sorted(items), contracts=contracts, known=moments.known)
    subjects = [Subject("Release", name.removeprefix("Release:")) for name in rows[0]["releases"]]
    found: defaultdict[str, set[str]] = defaultdict(set)
    for number, stated in (await statements_at(tx, subjects, RevisionReleased, moments)).items():
        if stated.event.occurred_at <= moments.as_of:
            found[stated.fact.bom.key].add(number)
    return found


async def _withdrawn(tx: Reading, releases: set[str], moments: Clocks) -> set[str]:
    if not releases:
        return set()
    rows = await tx.read("withdrawals_of_releases", releases=sorted(releases), as_of=moments.as_of, known=moments.known)
    return set(rows[0]["releases"])
