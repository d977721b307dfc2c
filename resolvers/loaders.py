"""Loaders: what fields of many rows ask for is read at once, for each pair of clocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Hashable, Mapping
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from strawberry.dataloader import DataLoader

from graph.answers.bom_revision import Line, RevisionLife, Window
from graph.answers.change_order import ChangeOrder
from graph.answers.envelope import Clocks
from graph.answers.noun import BomRevisionState, IdentifierState, ItemState, SystemState
from graph.answers.page import Page
from graph.answers.release import ReleaseSummary
from graph.answers.structure import Use
from graph.database import Graph
from graph.model.base import split_key
from graph.model.identifier import NamedNoun
from graph.queries.bom_revision import lines_of_revisions, lives_of_revisions, revisions_of_items, windows_of_items
from graph.queries.change_order import change_orders_at
from graph.queries.identifier import names_of
from graph.queries.nouns import BOM_REVISION, ITEM, SYSTEM, states_at
from graph.queries.release import releases_of_boms, releases_of_changes
from graph.queries.uses import uses_of_items
from graph.transaction import Reading

MOST_TOGETHER = 1000
"""Keys that are read at once."""

Value = TypeVar("Value")
Key = TypeVar("Key", bound=Hashable)


class Wanted(NamedTuple):
    """One thing to be read.

    Attributes:
        moments: for which clocks.
        key: which one.
        asked: the arguments of the field, if it has any; things asked for alike are read together.

    """

    moments: Clocks
    key: Any
    asked: tuple[Any, ...] = ()


Read = Callable[..., Awaitable[Mapping[Any, Value]]]
"""Takes an open transaction, keys, clocks and the arguments of the field; gives values by key."""


def loader(graph: Graph, label: str, read: Read[Value]) -> DataLoader[Wanted, Value | None]:
    """A loader over a function that reads many at once.

    Args:
        graph: the door to the database.
        label: names the reading in the transaction list.
        read: the function.

    """

    async def load(wanted: list[Wanted]) -> list[Value | None]:
        groups: defaultdict[tuple[Clocks, tuple[Any, ...]], list[Any]] = defaultdict(list)
        for it in wanted:
            groups[it.moments, it.asked].append(it.key)
        found: dict[Wanted, Value] = {}
        async with graph.reading(label) as tx:
            for (moments, asked), keys in groups.items():
                values = await read(tx, keys, moments, *asked)
                found |= {Wanted(moments, key, asked): value for key, value in values.items()}
        return [found.get(it) for it in wanted]

    return DataLoader(load, max_batch_size=MOST_TOGETHER)


class Loaders:
    """The loaders of one request, each made when it is first asked for.

    Args:
        graph: the door to the database.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    @cached_property
    def items(self) -> DataLoader[Wanted, ItemState | None]:
        """Items by number."""
        return loader(self._graph, "items", lambda tx, keys, moments: states_at(tx, ITEM, keys, moments))

    @cached_property
    def systems(self) -> DataLoader[Wanted, SystemState | None]:
        """Systems by code."""
        return loader(self._graph, "systems", lambda tx, keys, moments: states_at(tx, SYSTEM, keys, moments))

    @cached_property
    def bom_revisions(self) -> DataLoader[Wanted, BomRevisionState | None]:
        """BOM revisions by key."""
        return loader(
            self._graph, "bom_revisions", lambda tx, keys, moments: states_at(tx, BOM_REVISION, keys, moments)
        )

    @cached_property
    def change_orders(self) -> DataLoader[Wanted, ChangeOrder | None]:
        """Change orders by number."""
        return loader(self._graph, "change_orders", change_orders_at)

    @cached_property
    def revisions(self) -> DataLoader[Wanted, list[BomRevisionState] | None]:
        """The revisions of items, by number of the item."""
        return loader(self._graph, "revisions", revisions_of_items)

    @cached_property
    def windows(self) -> DataLoader[Wanted, list[Window] | None]:
        """Where and when revisions apply, by key of the revision."""
        return loader(self._graph, "windows", _windows)

    @cached_property
    def lives(self) -> DataLoader[Wanted, RevisionLife | None]:
        """How far revisions have come, by the revision."""
        return loader(self._graph, "lives", _lives)

    @cached_property
    def lines(self) -> DataLoader[Wanted, Page[Line] | None]:
        """Lines of revisions, by key of the revision; asked for by size of page and cursor."""
        return loader(self._graph, "lines", lines_of_revisions)

    @cached_property
    def uses(self) -> DataLoader[Wanted, Page[Use] | None]:
        """Direct uses of items, by number of the item; asked for by context, size of page and cursor."""
        return loader(self._graph, "uses", uses_of_items)

    @cached_property
    def names(self) -> DataLoader[Wanted, list[IdentifierState] | None]:
        """What systems call items, by number of the item."""
        return loader(self._graph, "names", _names)

    @cached_property
    def releases_of_boms(self) -> DataLoader[Wanted, list[ReleaseSummary] | None]:
        """Releases of revisions, by key of the revision."""
        return loader(self._graph, "releases_of_boms", releases_of_boms)

    @cached_property
    def releases_of_changes(self) -> DataLoader[Wanted, list[ReleaseSummary] | None]:
        """Releases under change orders, by number of the change order."""
        return loader(self._graph, "releases_of_changes", releases_of_changes)


async def _windows(tx: Reading, boms: list[str], moments: Clocks) -> Mapping[str, list[Window]]:
    return await windows_of_items(tx, {split_key(bom)[0] for bom in boms}, moments)


async def _lives(
    tx: Reading, revisions: list[BomRevisionState], moments: Clocks
) -> Mapping[BomRevisionState, RevisionLife]:
    lives = await lives_of_revisions(tx, revisions, moments)
    return {revision: lives[revision.key] for revision in revisions}


async def _names(tx: Reading, items: list[str], moments: Clocks) -> Mapping[str, list[IdentifierState]]:
    names, _ = await names_of(tx, NamedNoun.ITEM, items, moments)
    return names
