"""Orders and units of released items, with the revisions that they were on at a pair of clocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.answers.envelope import Clocks
from graph.answers.evidence import OrderUse, UnitUse, UsageEvidence, UsageWindow
from graph.model.base import Subject, split_key
from graph.model.order import OrderChanged
from graph.queries.clocks import Stated, statements_at
from graph.transaction import Reading

Row = Mapping[str, Any]

MOST_USES: Final = 1000
"""Orders and, apart from them, units that one revision is traced to at most."""

_TOLD = ("event", "source", "occurred_at", "recorded_at", "order")


@dataclass(frozen=True, slots=True)
class UsageRow:
    """What is known of one BOM revision and its use.

    Attributes:
        defined: whether its content was known.
        digest: digest of that content.
        limits_hit: what was cut, one sentence each.

    """

    defined: bool
    digest: str | None
    evidence: UsageEvidence
    limits_hit: tuple[str, ...]


async def usage_of_boms(tx: Reading, boms: Iterable[str], moments: Clocks) -> dict[str, UsageRow]:
    """The use of BOM revisions, by key; bounded, and said where the bound was hit."""
    keys = sorted(boms)
    if not keys:
        return {}
    rows = await tx.read("bom_usage", boms=keys, as_of=moments.as_of, known=moments.known, limit=MOST_USES)
    earlier = await _orders_as_they_stood(tx, rows, moments)
    return {row["bom"]: _usage(row, earlier) for row in rows}


async def _orders_as_they_stood(
    tx: Reading, rows: Sequence[Row], moments: Clocks
) -> Mapping[str, Stated[OrderChanged]]:
    """Orders that were stated anew after the asked moment, as they stood then."""
    restated = {
        order["key"] for row in rows for order in row["orders"] if order["stated"] and order["stated"] > moments.known
    }
    return await statements_at(tx, [Subject("Order", key) for key in restated], OrderChanged, moments)


def _usage(row: Row, earlier: Mapping[str, Stated[OrderChanged]]) -> UsageRow:
    evidence = UsageEvidence(
        windows=tuple(UsageWindow(**window) for window in row["windows"]),
        orders=tuple(_order(order, earlier.get(order["key"])) for order in _as_they_are(row["orders"])),
        units=tuple(_unit(unit) for unit in _as_they_are(row["units"])),
        order_total=row["order_total"],
        unit_total=row["unit_total"],
    )
    cut = [name for name in ("orders", "units") if len(row[name]) >= MOST_USES]
    limits = tuple(f"only {MOST_USES} {name} of the item were looked at" for name in cut)
    return UsageRow(row["defined"], row["digest"], evidence, limits)


def _as_they_are(uses: Iterable[Row]) -> list[Row]:
    """Of each order or unit the revision that it was on last; what is dated ahead beside it."""
    last: dict[str, Row] = {}
    ahead: list[Row] = []
    for use in uses:
        if use["ahead"]:
            ahead.append(use)
        elif use["key"] not in last or last[use["key"]]["last"] < use["last"]:
            last[use["key"]] = use
    return [*last.values(), *ahead]


def _order(row: Row, earlier: Stated[OrderChanged] | None) -> OrderUse:
    stands = {**row, **earlier.fact.attributes()} if earlier else row
    _, revision, view, _ = split_key(row["bom"])
    due = stands["scheduled_start"] if stands["scheduled_start"] is not None else stands["due"]
    return OrderUse(
        **_told(row),
        key=row["key"],
        kind=stands["kind"],
        status=stands["status"],
        plant=stands["plant"],
        revision=revision,
        view=view,
        quantity=stands["quantity"],
        uom=stands["uom"],
        judged_at=row["occurred_at"] if due is None else due,
    )


def _unit(row: Row) -> UnitUse:
    _, revision, view, _ = split_key(row["bom"])
    return UnitUse(
        **_told(row),
        key=row["key"],
        serial=row["serial"],
        plant=row["plant"],
        revision=revision,
        view=view,
        built_under=row["built_under"],
    )


def _told(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in _TOLD}
