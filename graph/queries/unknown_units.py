"""Units on a walk that nobody knows: their amounts stand as they were told, and have no canonical quantity."""

from __future__ import annotations

from collections import Counter

from graph.answers.envelope import Gap, GapKind
from graph.answers.structure import UseColumns
from graph.units import find


def gaps_of_units(uses: UseColumns) -> tuple[Gap, ...]:
    """One gap for each unknown unit, with the first line that has it, in the order of the walk."""
    unknown = {code: count for code, count in Counter(uses.uoms).items() if find(code) is None}
    return tuple(_gap(code, count, uses, uses.uoms.index(code)) for code, count in unknown.items())


def _gap(code: str, count: int, uses: UseColumns, first: int) -> Gap:
    where = f"line {uses.lines[first]} of {uses.boms[first]}" + (f" and {count - 1} more" if count > 1 else "")
    reason = f"the unit {code} of {where} is not in the table of units, so no canonical quantity is given"
    return Gap(kind=GapKind.UNKNOWN_UNIT, ref=f"UnitOfMeasure:{code}", reason=reason)
