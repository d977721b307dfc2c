"""Nouns as they are stated at a pair of clocks: from their node where it tells, else from the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import methodcaller
from typing import Any, Final, Generic, TypeVar

from graph.answers.envelope import Clocks, Gap, GapKind
from graph.answers.noun import (
    BomRevisionState,
    IdentifierState,
    ItemState,
    NounState,
    SystemState,
)
from graph.clock import format_instant
from graph.model.base import Fact, Subject, split_key
from graph.model.bom import BomRevisionDefined
from graph.model.identifier import IdentifierMapped
from graph.model.item import ItemDefined
from graph.model.system import SystemRegistered
from graph.queries.clocks import Stated, statements_at
from graph.transaction import Reading

Row = Mapping[str, Any]
State = TypeVar("State", bound=NounState)


@dataclass(frozen=True, slots=True)
class Noun(Generic[State]):
    """How one kind of noun is read.

    Attributes:
        label: its label in the graph.
        fact: the fact that states it as a whole.
        statement: reads its nodes by key.
        state: what it is answered with.
        attributes: what the fact says, by the names of the state.
        parts: the parts of its key that the state shows.

    """

    label: str
    fact: type[Fact]
    statement: str
    state: type[State]
    attributes: Callable[[Any], Mapping[str, Any]] = methodcaller("attributes")
    parts: tuple[str, ...] = ()


def _of_definition(fact: BomRevisionDefined) -> Mapping[str, Any]:
    attributes = dict(fact.attributes())
    source_state = attributes.pop("state")
    return attributes | {
        "source_state": source_state,
        "supersedes": fact.supersedes and fact.supersedes.key,
        "derived_from": fact.derived_from and fact.derived_from.key,
    }


ITEM: Final = Noun("Item", ItemDefined, "items_by_key", ItemState)
BOM_REVISION: Final = Noun(
    "BomRevision",
    BomRevisionDefined,
    "bom_revisions_by_key",
    BomRevisionState,
    attributes=_of_definition,
    parts=("item", "revision", "view", "plant"),
)
IDENTIFIER: Final = Noun(
    "Identifier", IdentifierMapped, "identifiers_by_key", IdentifierState, parts=("system", "kind", "value")
)
SYSTEM: Final = Noun("System", SystemRegistered, "systems_by_key", SystemState)


async def states_at(tx: Reading, noun: Noun[State], keys: Iterable[str], moments: Clocks) -> dict[str, State]:
    """The states of nouns at a pair of clocks, by key; keys that nothing ever named are left out.

    Args:
        tx: an open transaction.
        noun: what kind they are.
        keys: their natural keys.
        moments: the clocks. Of what counted at the one, the latest that had occurred by the other; where nothing
            had, the latest of all, of which `gap_of` tells.

    """
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    rows = (await tx.read(noun.statement, keys=wanted))[0]["nouns"]
    return await states_of(tx, noun, rows, moments)


async def states_of(tx: Reading, noun: Noun[State], rows: Sequence[Row], moments: Clocks) -> dict[str, State]:
    """The states of nouns whose nodes were read already, by key; see `states_at`."""
    found = {row["key"]: _from_node(noun, row) for row in rows if is_settled(row, moments)}
    unsettled = [row["key"] for row in rows if row["key"] not in found]
    stated = await statements_at(tx, [Subject(noun.label, key) for key in unsettled], noun.fact, moments)
    return found | {key: _from_log(noun, key, stated.get(key)) for key in unsettled}


def is_settled(row: Row, moments: Clocks) -> bool:
    """Whether a node tells what held at a pair of clocks: it was stated, and that was known and had occurred by then.

    A statement that was voided since counted then, and the node would not show it; but it carries as `known_from`
    the moment at which the last such void was recorded.
    """
    stated = not row["placeholder"]
    return stated and row["known_from"] <= moments.known and row["occurred_at"] <= moments.as_of


def gap_of(noun: Noun[State], key: str, state: State | None, moments: Clocks) -> tuple[Gap, ...]:
    """The hole that one noun leaves in an answer, if it does."""
    if state is None:
        return (_undefined(noun, key, "nothing that is known names it"),)
    if not state.defined:
        return (_undefined(noun, key, "it is referred to, but nothing that was known then states it"),)
    if state.occurred_at is not None and state.occurred_at > moments.as_of:
        reason = f"what is shown was stated for {format_instant(state.occurred_at)}, which came later"
        return (_undefined(noun, key, reason),)
    return ()


def _undefined(noun: Noun[State], key: str, reason: str) -> Gap:
    return Gap(kind=GapKind.UNDEFINED, ref=f"{noun.label}:{key}", reason=reason)


def _from_node(noun: Noun[State], row: Row) -> State:
    told = {name: value for name, value in row.items() if name not in {"placeholder", "known_from"}}
    return noun.state(**told, defined=True, recorded_at=row["known_from"])


def _from_log(noun: Noun[State], key: str, stated: Stated[Any] | None) -> State:
    parts = dict(zip(noun.parts, split_key(key), strict=True)) if noun.parts else {}
    if stated is None:
        return noun.state(key=key, defined=False, **parts)
    event = stated.event
    told = {"source": event.source, "occurred_at": event.occurred_at, "recorded_at": stated.recorded_at}
    return noun.state(key=key, defined=True, **parts, **told, **noun.attributes(stated.fact))
