"""Structure in the graph: windows, lines and substitutes of the touched items laid anew from the log.

The fold is the same for the first event of an item, for a late one, for a void and for a rebuild; what is written
is only the difference between what stands and what should stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from graph.derivation.structure import LineUse, Span, Structure, SubstituteUse, WindowBox, fold_structure
from graph.model.base import Subject
from graph.model.bom_line import QuantityKind
from graph.model.entry import Entry
from graph.model.release import RevisionReleased, RevisionWithdrawn
from graph.recording.log import entries_by_structure, entries_by_subject
from graph.transaction import Writing

Row = dict[str, Any]

_VALIDITY = ("plants", "eff_from", "eff_to", "known_from", "known_to")
_WINDOW = ("bom", "view", *_VALIDITY)
_LINE = (
    "bom",
    "view",
    "line",
    "item",
    "quantity",
    "uom",
    "find_number",
    "designators",
    "quantity_kind",
    "scrap",
    "phantom",
    "consumable",
    "optional",
    *_VALIDITY,
)
_SUBSTITUTE = (
    "bom",
    "view",
    "line",
    "component",
    "item",
    "quantity",
    "uom",
    "priority",
    "set_name",
    "kind",
    *_VALIDITY,
)


class _Rows(NamedTuple):
    windows: list[Row]
    lines: list[Row]
    substitutes: list[Row]


async def lay_windows(tx: Writing, items: Iterable[str], fresh: Sequence[Entry]) -> None:
    """Lay the windows, lines and substitutes of items anew.

    Args:
        tx: the transaction that records the entries.
        items: item numbers whose definitions, releases, withdrawals or voids the transaction records.
        fresh: the structural entries of this transaction; for an item without any structure before, they are all.

    """
    numbers = sorted(items)
    if not numbers:
        return
    structured = (await tx.run("structure_lock", items=numbers))[0]["structured"]
    recorded = await entries_by_structure(tx, structured)
    unstructured = [entry for entry in fresh if entry.event.fact.structured_item not in structured]
    entries = await _by_item(tx, numbers, [*recorded, *unstructured])
    wanted = _Rows([], [], [])
    for number in numbers:
        _collect(wanted, number, fold_structure(entries[number]))
    await _write_difference(tx, structured, wanted, entries)


async def _by_item(tx: Writing, items: Iterable[str], entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Definitions by item, and from the log all that was ever said of the releases that once named the item.

    A release may be restated for another item: that it names this one no more is known from those statements.
    """
    by_item: dict[str, list[Entry]] = {item: [] for item in items}
    releases: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        fact = entry.event.fact
        if isinstance(fact, RevisionReleased):
            releases[fact.release].add(fact.bom.item)
        elif fact.structured_item in by_item:
            by_item[fact.structured_item].append(entry)
    for entry in await entries_by_subject(tx, [Subject("Release", number) for number in releases]):
        if isinstance(entry.event.fact, RevisionReleased | RevisionWithdrawn):
            for item in releases[entry.event.fact.release] & by_item.keys():
                by_item[item].append(entry)
    return by_item


async def items_of_releases(tx: Writing, releases: Iterable[str]) -> set[str]:
    """The items whose revisions the releases send out, as far as the releases are known."""
    entries = await entries_by_subject(tx, [Subject("Release", number) for number in releases])
    return {entry.event.fact.bom.item for entry in entries if isinstance(entry.event.fact, RevisionReleased)}


def _collect(rows: _Rows, item: str, structure: Structure) -> None:
    for window, known in structure.windows:
        if window.item == item:
            rows.windows.append(_window_row(window, known))
    for line, known in structure.lines:
        rows.lines.append(_line_row(line, known))
    for substitute, known in structure.substitutes:
        rows.substitutes.append(_substitute_row(substitute, known))


def _window_row(window: WindowBox, known: Span) -> Row:
    return {
        "of": window.item,
        "bom": window.bom,
        "view": window.view,
        **_validity(window.plants, window.effective, known),
    }


def _line_row(use: LineUse, known: Span) -> Row:
    """A line; what is usual is left out, so that lines laid by earlier versions are as they would be laid now."""
    line, box = use.line, use.line.effectivity
    return {
        "bom": use.bom,
        "view": use.view,
        "line": line.line,
        "item": line.item,
        "quantity": line.quantity.value,
        "uom": line.quantity.uom,
        "find_number": line.find_number,
        "designators": list(line.designators),
        "quantity_kind": line.quantity_kind.value if line.quantity_kind is not QuantityKind.PER_UNIT else None,
        "scrap": line.scrap,
        "phantom": line.phantom or None,
        "consumable": line.consumable or None,
        "optional": line.optional or None,
        **_validity(box.plants, Span(box.since, box.until), known),
    }


def _substitute_row(use: SubstituteUse, known: Span) -> Row:
    box = use.effectivity
    return {
        "bom": use.bom,
        "view": use.view,
        "line": use.line,
        "component": use.component,
        "item": use.item,
        "quantity": use.quantity.value,
        "uom": use.quantity.uom,
        "priority": use.priority,
        "set_name": use.set_name,
        "kind": use.kind,
        **_validity(box.plants, Span(box.since, box.until), known),
    }


def _validity(plants: Sequence[str], effective: Span, known: Span) -> Row:
    return {
        "plants": list(plants),
        "eff_from": effective.start,
        "eff_to": effective.end,
        "known_from": known.start,
        "known_to": known.end,
    }


async def _write_difference(
    tx: Writing, structured: Sequence[str], wanted: _Rows, entries: Mapping[str, Sequence[Entry]]
) -> None:
    windows = {_identity(row, _WINDOW): row for row in wanted.windows}
    lines = {_identity(row, _LINE): row for row in wanted.lines}
    substitutes = {_identity(row, _SUBSTITUTE): row for row in wanted.substitutes}
    if structured:
        boms = {
            entry.event.fact.subject.key
            for entry in chain.from_iterable(entries[item] for item in structured)
            if entry.event.fact.subject.label == "BomRevision"
        }
        standing = await tx.run("structure_read", items=structured, boms=sorted(boms))
        gone = [
            *_strike(windows, standing[0]["windows"]),
            *_strike(lines, standing[0]["lines"]),
            *_strike(substitutes, standing[0]["substitutes"]),
        ]
        if gone:
            await tx.run("structure_delete", ids=gone)
    for statement, rows in {
        "window_create": windows,
        "line_create": lines,
        "substitute_create": substitutes,
    }.items():
        if rows:
            await tx.run(statement, rows=[rows[key] for key in sorted(rows, key=repr)])


def _identity(row: Row, names: Sequence[str]) -> tuple[object, ...]:
    return tuple(tuple(value) if isinstance(value := row[name], list) else value for name in names)


def _strike(wanted: dict[tuple[object, ...], Row], standing: Iterable[Sequence[Any]]) -> list[str]:
    """Strike from what is wanted all that stands already; return the ids of what stands and is not wanted."""
    gone = []
    for identity, *values in standing:
        key = tuple(tuple(value) if isinstance(value, list) else value for value in values)
        if wanted.pop(key, None) is None:
            gone.append(identity)
    return gone
