"""What came of a release: findings, orders and units on the revision."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from app.terminal.layout import FAINT, Entries
from app.terminal.marks import RIGHT, WRONG, Mark
from app.terminal.words import count, key_words, plain, time
from graph.answers.evidence import OrderUse, UnitUse
from graph.answers.trace import Finding, FindingKind, ReleaseTrace, Usage

SHOWN: Final = 10
"""Orders, and units, that are listed; the JSON form has them all."""


def findings(trace: ReleaseTrace) -> Entries:
    """What should not be so, the earliest first."""
    reasons = {f"ReleaseStep:{step.key}": step.reason for step in trace.steps}
    told = [_told(it, reasons.get(it.ref, "")) for it in trace.findings]
    return Entries([_finding(it) for it in trace.findings], [Text(it) for it in told])


def _finding(it: Finding) -> tuple[Text, ...]:
    kind = f"{WRONG.symbol} {plain(it.kind)}{', first' if it.first else ''}"
    return Text(kind, WRONG.style), Text(time(it.occurred_at))


def _told(it: Finding, reason: str) -> str:
    """The finding in its own words; what makes a step late stands in its lane, and not again here."""
    key = it.ref.partition(":")[2]
    text = it.text.removesuffix(f": {reason}") if it.kind is FindingKind.LATE else it.text
    return text.replace(key, key_words(key))


def orders(usage: Usage, suspect: Collection[str]) -> Group:
    """The orders that pin the revision.

    Args:
        usage: what was ordered and built.
        suspect: references of what findings speak of.

    """
    head = _share(len(usage.orders), "on this revision", usage.order_total, "order")
    rows = [_order(it, _mark(f"Order:{it.key}", suspect)) for it in usage.orders[:SHOWN]]
    moments = [f"for {time(it.judged_at)}, so since {time(it.occurred_at)}" for it in usage.orders[:SHOWN]]
    return _listing(head, rows, moments, len(usage.orders))


def _order(it: OrderUse, mark: Mark) -> tuple[Text, ...]:
    name = Text.assemble((mark.symbol, mark.style), f" {key_words(it.key)}")
    words = (f"{plain(it.kind)}, {plain(it.status)}", it.plant or "no plant", f"{it.quantity} {it.uom}")
    return name, *map(Text, words)


def units(usage: Usage, suspect: Collection[str]) -> Group:
    """The units that were built to the revision; arguments as for `orders`."""
    head = _share(len(usage.units), "built to this revision", usage.unit_total, "unit")
    rows = [_unit(it, _mark(f"Unit:{it.key}", suspect)) for it in usage.units[:SHOWN]]
    under = [f"under {key_words(it.built_under)}" if it.built_under else "" for it in usage.units[:SHOWN]]
    return _listing(head, rows, under, len(usage.units))


def _unit(it: UnitUse, mark: Mark) -> tuple[Text, ...]:
    name = Text.assemble((mark.symbol, mark.style), f" {it.serial}")
    return name, Text(it.plant or "no plant"), Text(f"built {time(it.occurred_at)}")


def _mark(ref: str, suspect: Collection[str]) -> Mark:
    return WRONG if ref in suspect else RIGHT


def _share(part: int, words: str, total: int, noun: str) -> str:
    return f"{part:,} {words}, of {count(total, noun)} of the item" if total else f"no {noun} of the item"


def _listing(head: str, rows: Sequence[Sequence[Text]], last: Sequence[str], total: int) -> Group:
    parts: list[RenderableType] = [Text(head)]
    if rows:
        parts.append(Entries(rows, [Text(it, FAINT) for it in last]))
    if total > SHOWN:
        parts.append(Text(f"and {total - SHOWN:,} more, which --json lists"))
    return Group(*parts)
