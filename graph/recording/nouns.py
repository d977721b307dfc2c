"""Nouns in the graph: placeholders for what is referred to, and the latest statement of what is defined."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from graph.clock import FAR_FUTURE
from graph.model.base import Fact, Subject, split_key
from graph.model.bom import BomRevisionDefined
from graph.model.change_order import ChangeOrderRaised
from graph.model.entry import Entry
from graph.model.identifier import IdentifierMapped
from graph.model.item import ItemDefined
from graph.model.order import OrderChanged
from graph.model.party import PartyDefined
from graph.model.plant import PlantDefined
from graph.model.release import RevisionReleased
from graph.model.system import SystemRegistered
from graph.model.unit import UnitProduced
from graph.recording.rows import Row, links, steps
from graph.transaction import Writing

DEFINING: Final[Mapping[str, type[Fact]]] = {
    "System": SystemRegistered,
    "Plant": PlantDefined,
    "Party": PartyDefined,
    "Item": ItemDefined,
    "Identifier": IdentifierMapped,
    "BomRevision": BomRevisionDefined,
    "ChangeOrder": ChangeOrderRaised,
    "Release": RevisionReleased,
    "Order": OrderChanged,
    "Unit": UnitProduced,
}
"""Label of each noun to the fact that states it as a whole, in the order in which they are written."""

_KEY_PARTS = {"Identifier": ("system", "kind", "value"), "BomRevision": ("item", "revision", "view", "plant")}
_LINKED = frozenset({"Identifier", "BomRevision", "ChangeOrder", "Release", "Order", "Unit"})
"""Nouns whose statement decides relationships too."""


def statement_of(label: str, verb: str) -> str:
    """The name of the statement that does something to nouns of one label."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", label).lower() + f"_{verb}"


async def refer(tx: Writing, facts: Iterable[Fact]) -> None:
    """Make a placeholder of every noun that the facts name, labels and keys in one order to avoid deadlocks."""
    facts = list(facts)
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for fact in facts:
        for subject in (fact.subject, *fact.references()):
            if subject.label in DEFINING:
                keys[subject.label].add(subject.key)
    for label in DEFINING:
        if keys[label]:
            await tx.run(statement_of(label, "refer"), rows=[_parts(label, key) for key in sorted(keys[label])])
    if keys["BomRevision"]:
        revisions = [_parts("BomRevision", key) for key in sorted(keys["BomRevision"])]
        await tx.run("bom_revision_of_item", rows=revisions)
    if named := steps(facts):
        await tx.run("release_step_refer", rows=named)


def _parts(label: str, key: str) -> Row:
    names = _KEY_PARTS.get(label, ())
    return {"key": key, **dict(zip(names, split_key(key) if names else (), strict=True))}


async def define(tx: Writing, entries: Sequence[Entry]) -> set[str]:
    """State the nouns that the entries define, as far as nothing newer is known.

    Args:
        tx: the transaction that records the entries.
        entries: entries that count, in the order in which they came.

    Returns:
        The keys of the entries that were older than what was known when they came.

    """
    superseded: set[str] = set()
    for label, kind in DEFINING.items():
        stated = [entry for entry in entries if type(entry.event.fact) is kind]
        if stated:
            superseded |= await _define(tx, label, stated)
    return superseded


async def _define(tx: Writing, label: str, entries: Sequence[Entry]) -> set[str]:
    by_key: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_key[entry.event.fact.subject.key].append(entry)
    latest = {key: max(by_key[key], key=_order) for key in sorted(by_key)}
    known = await _state(tx, label, [_statement(label, key, entry) for key, entry in latest.items()])
    winners = {key: entry for key, entry in latest.items() if known[key] < entry.event.order}
    await _link(tx, label, winners, stated_before=[key for key in winners if known[key]])
    superseded: set[str] = set()
    for key, stated in by_key.items():
        newest = known[key]
        for entry in stated:
            if entry.event.order < newest:
                superseded.add(entry.event.key)
            newest = max(newest, entry.event.order)
    return superseded


async def hold(tx: Writing, label: str, keys: Iterable[str]) -> None:
    """Lock nouns before all that was said of them is read from the log: what is not newer than '' states nothing."""
    await _state(tx, label, [_parts(label, key) | {"force": False, "order_key": ""} for key in sorted(keys)])


async def restate(tx: Writing, label: str, current: Mapping[str, Entry | None]) -> None:
    """State nouns from what counts after a void, even if that is older; without anything left, a placeholder."""
    rows = [
        _statement(label, key, entry) | {"force": True} if entry else _unstated(label, key)
        for key, entry in sorted(current.items())
    ]
    await _state(tx, label, rows)
    await _link(tx, label, {key: entry for key, entry in current.items() if entry}, stated_before=list(current))


def current_entry(entries: Iterable[Entry]) -> Entry | None:
    """Of all entries that state one noun, the one that counts, stamped with when we knew that it is the one."""
    entries = sorted(entries, key=_order)
    counting = [entry for entry in entries if entry.voided_at == FAR_FUTURE]
    if not counting:
        return None
    winner = counting[-1]
    voided_since = [
        entry.voided_at
        for entry in entries
        if entry.event.order > winner.event.order and entry.recorded_at < entry.voided_at
    ]
    return Entry(winner.event, max([winner.recorded_at, *voided_since]), winner.voided_at)


def _order(entry: Entry) -> str:
    return entry.event.order


async def _state(tx: Writing, label: str, rows: list[Row]) -> dict[str, str]:
    result = await tx.run(statement_of(label, "define"), rows=rows)
    return dict(zip((row["key"] for row in rows), result[0]["previous"], strict=True))


def _statement(label: str, key: str, entry: Entry) -> Row:
    return _parts(label, key) | _stamp(entry) | entry.event.fact.attributes()


def _stamp(entry: Entry) -> Row:
    return {
        "placeholder": False,
        "force": False,
        "order_key": entry.event.order,
        "occurred_at": entry.event.occurred_at,
        "known_from": entry.recorded_at,
        "source": entry.event.source,
    }


def _unstated(label: str, key: str) -> Row:
    """A row that leaves nothing but the key; parameters that are not given read as null in Cypher."""
    return _parts(label, key) | {"placeholder": True, "force": True, "order_key": ""}


async def _link(tx: Writing, label: str, winners: Mapping[str, Entry], *, stated_before: Sequence[str]) -> None:
    if label not in _LINKED:
        return
    if stated_before:
        await tx.run(statement_of(label, "unlink"), keys=sorted(stated_before))
    await run_all(tx, (written for _, entry in sorted(winners.items()) for written in links(entry.event.fact)))


async def run_all(tx: Writing, written: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Run each named statement once with all its rows, in the order in which the names first came."""
    rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for statement, row in written:
        rows[statement].append(row)
    for statement, batch in rows.items():
        await tx.run(statement, rows=batch)


def subjects_of(entries: Iterable[Entry]) -> dict[str, set[str]]:
    """The subjects of entries that state a noun, keys by label."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        subject: Subject = entry.event.fact.subject
        if DEFINING.get(subject.label) is type(entry.event.fact):
            found[subject.label].add(subject.key)
    return found
