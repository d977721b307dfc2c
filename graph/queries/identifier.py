"""Local names: resolved to what they stand for, and listed for a thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from graph.answers.envelope import Clocks, Gap, GapKind
from graph.answers.identifier import Resolution, ResolutionState
from graph.answers.noun import IdentifierState
from graph.answers.page import Listing
from graph.database import Graph
from graph.model.base import LocalName
from graph.model.identifier import NamedNoun
from graph.queries.frame import open_frame
from graph.queries.nouns import IDENTIFIER, states_at, states_of
from graph.queries.paging import page_of
from graph.transaction import Reading

MOST_NAMES: Final = 2000
"""Names that are looked at for one question at most."""


async def resolve(graph: Graph, name: LocalName, *, as_of: int | None = None, known: int | None = None) -> Resolution:
    """What a local name stands for at a pair of clocks.

    Args:
        graph: the door to the database.
        name: the system, the kind of thing and the name itself.
        as_of: valid time, epoch microseconds; now when left out.
        known: knowledge time, epoch microseconds; now when left out.

    """
    async with graph.reading("resolve") as tx:
        frame = await open_frame(tx, as_of, known)
        found = (await states_at(tx, IDENTIFIER, [name.key], frame.moments)).get(name.key)
    mapping = found if found and _maps(found, frame.moments) else None
    state = ResolutionState.MAPPED if mapping else ResolutionState.UNMAPPED if found else ResolutionState.UNKNOWN
    return Resolution(
        system=name.system,
        kind=name.kind,
        value=name.value,
        state=state,
        canonical=mapping.canonical if mapping else None,
        mapping=mapping,
        envelope=frame.envelope(() if mapping else (_unmapped(name, state),)),
    )


def _maps(name: IdentifierState, moments: Clocks) -> bool:
    """Whether it stood for something: a mapping that was stated for a later time did not yet."""
    return name.occurred_at is not None and name.occurred_at <= moments.as_of


def _unmapped(name: LocalName, state: ResolutionState) -> Gap:
    used = "events use this name, but " if state is ResolutionState.UNMAPPED else ""
    reason = f"{used}nothing that was known then maps it"
    return Gap(kind=GapKind.UNMAPPED, ref=f"Identifier:{name.key}", reason=reason, system=name.system)


async def names_listing(
    graph: Graph,
    kind: NamedNoun,
    key: str,
    *,
    system: str | None = None,
    first: int = 50,
    after: str | None = None,
    as_of: int | None = None,
    known: int | None = None,
) -> Listing[IdentifierState]:
    """What systems call one thing at a pair of clocks, by system and name; of one system alone if one is given.

    Raises:
        InputError: such a page cannot be.

    """
    async with graph.reading("names") as tx:
        frame = await open_frame(tx, as_of, known)
        names, limits = await names_of(tx, kind, [key], frame.moments)
    found = [name for name in names.get(key, ()) if system in {None, name.system}]
    return Listing.of(page_of(found, first, after), frame.envelope(limits_hit=limits))


async def names_of(
    tx: Reading, kind: NamedNoun, keys: Iterable[str], moments: Clocks
) -> tuple[dict[str, list[IdentifierState]], tuple[str, ...]]:
    """What systems call things of one kind at a pair of clocks, by key, and the bound that was hit, if one was."""
    rows = await tx.read(
        "identifiers_of_nouns",
        kind=kind.value,
        keys=sorted(keys),
        as_of=moments.as_of,
        known=moments.known,
        limit=MOST_NAMES,
    )
    nodes = rows[0]["nouns"]
    states = await states_of(tx, IDENTIFIER, nodes, moments)
    found: defaultdict[str, list[IdentifierState]] = defaultdict(list)
    for name in states.values():
        if name.canonical is not None and _maps(name, moments):
            found[name.canonical].append(name)
    for names in found.values():
        names.sort(key=lambda it: (it.system, it.value))
    return found, (f"only {MOST_NAMES} names were looked at",) if len(nodes) >= MOST_NAMES else ()
