"""Direct uses of many items at once, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from graph.answers.envelope import Clocks
from graph.answers.page import Page
from graph.answers.structure import Use
from graph.queries.lines import traits_of
from graph.queries.paging import checked_size, cursor_of, position_of
from graph.queries.structure import Context
from graph.transaction import Reading


async def uses_of_items(
    tx: Reading, items: Iterable[str], moments: Clocks, context: Context, first: int, after: str | None
) -> dict[str, Page[Use]]:
    """A page of the lines that use each item in a context, by key of the revision and line; unknown items are left out.

    Raises:
        InputError: such a page cannot be.

    """
    size, position = checked_size(first), position_of(after, ("", ""))
    rows = await tx.read(
        "uses_of_items",
        items=sorted(items),
        after_bom=position[0],
        after_line=position[1],
        limit=size + 1,
        **context.params(moments),
    )
    return {row["item"]: _page(row["uses"], size, after) for row in rows}


def _page(told: Sequence[Mapping[str, Any]], size: int, after: str | None) -> Page[Use]:
    uses = tuple(map(_use, told[:size]))
    cursors = tuple(cursor_of((use.bom, use.line)) for use in uses)
    return Page(uses, cursors, len(told) > size, cursors[-1] if cursors else after)


def _use(told: Mapping[str, Any]) -> Use:
    place = told["parent"], told["bom"], told["line"], told["child"]
    return Use(*place, Decimal(told["quantity"]), told["uom"], traits_of(told))
