"""Strongly connected components of what a walk followed: circles found, the rest in topological order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Component(NamedTuple):
    """Items that all lead to each other, or one alone.

    Attributes:
        circular: whether a way leads from an item of it back to that item.

    """

    items: tuple[str, ...]
    circular: bool


def components(start: str, leads_to: Mapping[str, Sequence[str]]) -> list[Component]:
    """The components of what can be reached from a start, each before those that it leads to.

    Tarjan's algorithm, without recursion: time grows with items and edges, and no depth is too deep.

    Args:
        start: where the walk begins.
        leads_to: the next items of each item that has any.

    """
    number: dict[str, int] = {start: 0}
    low = {start: 0}
    open_items, stacked = [start], {start}
    found: list[Component] = []
    ahead = [(start, iter(leads_to.get(start, ())))]
    while ahead:
        item, targets = ahead[-1]
        for target in targets:
            if target not in number:
                number[target] = low[target] = len(number)
                open_items.append(target)
                stacked.add(target)
                ahead.append((target, iter(leads_to.get(target, ()))))
                break
            if target in stacked:
                low[item] = min(low[item], number[target])
        else:
            ahead.pop()
            if ahead:
                low[ahead[-1][0]] = min(low[ahead[-1][0]], low[item])
            if low[item] == number[item]:
                found.append(_closed(item, open_items, stacked, leads_to))
    return found[::-1]


def _closed(first: str, open_items: list[str], stacked: set[str], leads_to: Mapping[str, Sequence[str]]) -> Component:
    """The component that begins at an item: what was opened since."""
    items: list[str] = []
    while not items or items[-1] != first:
        items.append(open_items.pop())
    stacked.difference_update(items)
    return Component(tuple(items), len(items) > 1 or first in leads_to.get(first, ()))
