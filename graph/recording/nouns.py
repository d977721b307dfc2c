"""Nouns in the graph: placeholders for what is referred to, and the latest statement of what is defined."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from graph.clock import FAR_FUTURE
from graph.model.base import Fact, split_key
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
from graph.recording.rows import Row, links, named_steps
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


Stated = Mapping[str, Mapping[str, Sequence[Entry]]]
"""Label to key to the entries that state this noun, in the order in which they came."""

_REFERRED: Final = {
    "System": "systems",
    "Plant": "plants",
    "Party": "parties",
    "Item": "items",
    "Identifier": "identifiers",
    "BomRevision": "revisions",
    "ChangeOrder": "changes",
    "Release": "releases",
    "Order": "orders",
    "Unit": "units",
}
"""Label to the parameter by which placeholders of it are made."""


def stated(entries: Iterable[Entry]) -> Stated:
    """The entries that state a noun, grouped by it."""
    found: dict[str, defaultdict[str, list[Entry]]] = {label: defaultdict(list) for label in DEFINING}
    for entry in entries:
        subject = entry.event.fact.subject
        if DEFINING.get(subject.label) is type(entry.event.fact):
            found[subject.label][subject.key].append(entry)
    return found


async def define(tx: Writing, told: Stated) -> Mapping[str, Mapping[str, str]]:
    """State nouns as far as nothing newer is known, labels and keys in one order to avoid deadlocks.

    Returns:
        Label to key to the order key that was known before, "" for none.

    """
    return {
        label: await _state(
            tx, label, [_statement(label, key, max(told[label][key], key=_order)) for key in sorted(told[label])]
        )
        for label in DEFINING
        if told[label]
    }


async def refer(tx: Writing, facts: Iterable[Fact], told: Stated) -> None:
    """Make a placeholder of every noun that the facts name and that was not stated just now."""
    facts = list(facts)
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for fact in facts:
        for label, key in (fact.subject, *fact.references()):
            # A revision is tied to its item here, so that even one that is stated is sent.
            if label in _REFERRED and (label == "BomRevision" or key not in told[label]):
                keys[label].add(key)
    steps = named_steps(facts)
    if keys or steps:
        rows: dict[str, Any] = {
            _REFERRED[label]: [_reference(label, key) for key in sorted(keys[label])] for label in _REFERRED
        }
        await tx.run("nouns_refer", steps=steps, **rows)


def _reference(label: str, key: str) -> Row | str:
    return _parts(label, key) if label in _KEY_PARTS else key


def _parts(label: str, key: str) -> Row:
    names = _KEY_PARTS.get(label, ())
    return {"key": key, **dict(zip(names, split_key(key) if names else (), strict=True))}


async def link(tx: Writing, told: Stated, known: Mapping[str, Mapping[str, str]]) -> None:
    """Tie the nouns that were stated to what they name; what older statements tied is taken away."""
    for label, previous in known.items():
        latest = {key: max(told[label][key], key=_order) for key in previous}
        winners = {key: entry for key, entry in latest.items() if previous[key] < entry.event.order}
        await _link(tx, label, winners, stated_before=[key for key in winners if previous[key]])


def superseded(told: Stated, known: Mapping[str, Mapping[str, str]]) -> set[str]:
    """The keys of the entries that were older than what was known when they came."""
    older: set[str] = set()
    for label, previous in known.items():
        for key, newest_before in previous.items():
            newest = newest_before
            for entry in told[label][key]:
                if entry.event.order < newest:
                    older.add(entry.event.key)
                newest = max(newest, entry.event.order)
    return older


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
