"""Columns of uses as the statements return them, made into what a walk answers: pure."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final, NamedTuple

from graph.answers.line import USUAL
from graph.answers.structure import NodeColumns, UseColumns
from graph.queries.lines import traits_of

Row = Mapping[str, Any]

MOST_USES: Final = 50_000
"""Lines that one walk follows at most."""


class Uses(NamedTuple):
    """The uses that were found.

    Attributes:
        columns: the uses, nearest first, each once.
        doubtful: items whose nodes do not tell what was known of them then.
        limits_hit: what was cut.

    """

    columns: UseColumns
    doubtful: tuple[str, ...]
    limits_hit: tuple[str, ...]


def read_uses(row: Row) -> Uses:
    """The uses of one row of columns, of which one more was asked for than may be shown.

    A revision that applies in several windows at once shows its lines once for each.
    """
    columns = (row["parents"], row["revisions"], row["lines"], row["children"], row["quantities"], row["uoms"])
    cut = len(columns[0]) > MOST_USES
    rows = list(dict.fromkeys(zip(*columns, strict=True)))[:MOST_USES]
    limits = (f"only the {MOST_USES} nearest uses were followed",) if cut else ()
    if not rows:
        return Uses(UseColumns(), (), limits)
    parents, boms, lines, children, quantities, uoms = zip(*rows, strict=True)
    exact = tuple(map(Decimal, quantities))
    special = {(told["bom"], told["line"]): traits_of(told) for told in row["special"]}
    traits = tuple(special.get(use, USUAL) for use in zip(boms, lines, strict=True)) if special else ()
    return Uses(UseColumns(parents, boms, lines, children, exact, uoms, traits), tuple(row["doubtful"]), limits)


def joined(first: Uses, second: Uses) -> Uses:
    """The uses of both, each once, those of the first before those of the second."""
    rows = dict.fromkeys((*first.columns[:], *second.columns[:]))
    columns = UseColumns(*zip(*rows, strict=True)) if rows else UseColumns()
    doubtful = tuple(dict.fromkeys(first.doubtful + second.doubtful))
    return Uses(columns, doubtful, tuple(dict.fromkeys(first.limits_hit + second.limits_hit)))


def nodes_from(start: str, sources: Sequence[str], targets: Sequence[str]) -> NodeColumns:
    """What is reached from the start, nearest first, with the least number of levels to each.

    Args:
        start: where the walk begins.
        sources: for each use the end that is nearer to the start.
        targets: for each use the other end.

    """
    leads_to: defaultdict[str, list[str]] = defaultdict(list)
    for source, target in zip(sources, targets, strict=True):
        leads_to[source].append(target)
    depths = {start: 0}
    ahead = deque([start])
    while ahead:
        item = ahead.popleft()
        for target in leads_to.get(item, ()):
            if target not in depths:
                depths[target] = depths[item] + 1
                ahead.append(target)
    del depths[start]
    return NodeColumns(tuple(depths), tuple(depths.values()))


def circle_of(uses: UseColumns) -> tuple[str, ...]:
    """Items that use each other in a circle, from parent to child, the first one again at the end; empty without."""
    children: defaultdict[str, list[str]] = defaultdict(list)
    for parent, child in zip(uses.parents, uses.children, strict=True):
        children[parent].append(child)
    try:
        TopologicalSorter(children).prepare()
    except CycleError as error:
        # The sorter goes from what must come first, here the child, to what waits for it.
        found: list[str] = error.args[1]
        return tuple(reversed(found))
    return ()
