"""What the graph says of structures at a moment of knowledge, and what the log gives for it by the fold alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from graph.clock import FAR_FUTURE
from graph.derivation.structure import fold_structure
from graph.model.base import Effectivity
from graph.model.entry import Entry
from graph.model.release import RevisionReleased, RevisionWithdrawn
from graph.recording.log import entry_of
from tests.graph.door.looking import Outside

Piece = tuple[object, ...]
"""A window: item, revision, view, plants, effective from and to. A line: those of its revision, and what it uses.
A substitute: those of its line, and what stands in for what."""


async def in_the_graph(outside: Outside, known: int) -> set[Piece]:
    """The windows, lines and substitutes that the relationships give at a moment of knowledge: nothing but a filter."""
    windows = await outside.run(
        "MATCH (i:Item)-[r:HAS_REVISION]->(b:BomRevision) WHERE r.known_from <= $known AND r.known_to > $known "
        "RETURN i.number AS item, b.key AS bom, r.view AS view, r.plants AS plants, r.eff_from AS since, "
        "r.eff_to AS until",
        known=known,
    )
    lines = await outside.run(
        "MATCH (b:BomRevision)-[r:USES]->(i:Item) WHERE r.known_from <= $known AND r.known_to > $known "
        "RETURN b.key AS bom, r.view AS view, r.line AS line, i.number AS item, r.quantity AS quantity, r.uom AS uom, "
        "coalesce(r.quantity_kind, 'PER_UNIT') AS kind, r.scrap AS scrap, coalesce(r.phantom, false) AS phantom, "
        "coalesce(r.consumable, false) AS consumable, coalesce(r.optional, false) AS optional, "
        "r.plants AS plants, r.eff_from AS since, r.eff_to AS until",
        known=known,
    )
    stand_ins = await outside.run(
        "MATCH (b:BomRevision)-[r:MAY_USE]->(i:Item) WHERE r.known_from <= $known AND r.known_to > $known "
        "RETURN b.key AS bom, r.view AS view, r.line AS line, r.component AS component, i.number AS item, "
        "r.quantity AS quantity, r.uom AS uom, r.priority AS priority, r.kind AS kind, r.set_name AS name, "
        "r.plants AS plants, r.eff_from AS since, r.eff_to AS until",
        known=known,
    )
    rows = windows + lines + stand_ins
    return {tuple(tuple(it) if isinstance(it, list) else it for it in row.values()) for row in rows}


async def in_the_log(outside: Outside, known: int) -> set[Piece]:
    """The windows, lines and substitutes that follow from what was in the log and had not been voided by then."""
    rows = await outside.run("MATCH (f:Fact) WHERE f.recorded_at <= $known RETURN properties(f) AS fact", known=known)
    entries = [entry_of(row["fact"]) for row in rows]
    counting = [replace(entry, voided_at=FAR_FUTURE) for entry in entries if entry.voided_at > known]
    return {piece for item, told in _by_item(counting).items() for piece in _folded(item, told)}


def _by_item(entries: list[Entry]) -> dict[str, list[Entry]]:
    """What bears on each item: definitions, and all that was said of a release that names it in any statement."""
    named: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if isinstance(entry.event.fact, RevisionReleased):
            named[entry.event.fact.release].add(entry.event.fact.bom.item)
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        fact = entry.event.fact
        if isinstance(fact, RevisionReleased | RevisionWithdrawn):
            for item in named[fact.release]:
                found[item].append(entry)
        elif fact.structured_item is not None:
            found[fact.structured_item].append(entry)
    return found


def _folded(item: str, entries: list[Entry]) -> set[Piece]:
    structure = fold_structure(entries)
    windows = {
        (window.item, window.bom, window.view, window.plants, *window.effective)
        for window, known in structure.windows
        if window.item == item and known.end == FAR_FUTURE
    }
    lines = {
        (
            use.bom,
            use.view,
            use.line.line,
            use.line.item,
            use.line.quantity.value,
            use.line.quantity.uom,
            use.line.quantity_kind.value,
            use.line.scrap,
            use.line.phantom,
            use.line.consumable,
            use.line.optional,
            *_box(use.line.effectivity),
        )
        for use, known in structure.lines
        if known.end == FAR_FUTURE
    }
    stand_ins = {
        (*use[:5], use.quantity.value, use.quantity.uom, *use[6:9], *_box(use.effectivity))
        for use, known in structure.substitutes
        if known.end == FAR_FUTURE
    }
    return {*windows, *lines, *stand_ins}


def _box(effectivity: Effectivity) -> Piece:
    return effectivity.plants, effectivity.since, effectivity.until
