"""Orders and units against the windows of the released revision: who should be on it and is not, and the reverse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.answers.evidence import OrderUse, ReleaseEvidence, UnitUse, UsageEvidence, UsageWindow
from graph.answers.trace import Finding, FindingKind, Usage
from graph.derivation.structure import EXCEPT
from graph.model.base import ALL_PLANTS
from graph.model.order import OrderStatus


def is_on_revision(use: OrderUse | UnitUse, evidence: ReleaseEvidence) -> bool:
    """Whether an order or a unit names the released revision."""
    return (use.revision, use.view) == (evidence.revision, evidence.view)


def usage_of(evidence: ReleaseEvidence, usage: UsageEvidence) -> Usage:
    """Of the item's orders and units, those on the released revision, each in its order."""
    return Usage(
        orders=tuple(sorted((it for it in usage.orders if is_on_revision(it, evidence)), key=lambda it: it.order)),
        units=tuple(sorted((it for it in usage.units if is_on_revision(it, evidence)), key=lambda it: it.order)),
        order_total=usage.order_total,
        unit_total=usage.unit_total,
    )


def wrong_uses(evidence: ReleaseEvidence, usage: UsageEvidence) -> Iterator[Finding]:
    """Orders and units on another revision where the released one applies, or on it where it does not.

    A cancelled order consumes nothing. A plant that is not named is not guessed: such an order or unit is judged
    only at times at which the revision applies in no plant or in all of them.
    """
    if evidence.revision is None:
        return
    for order in usage.orders:
        applies = _applies(usage.windows, order.plant, order.judged_at)
        if order.status is not OrderStatus.CANCELLED and _is_wrong(order, evidence, applies):
            yield _finding(f"Order:{order.key}", order, f"{order.kind.value.lower()} order {order.key}", evidence)
    for unit in usage.units:
        if _is_wrong(unit, evidence, _applies(usage.windows, unit.plant, unit.occurred_at)):
            yield _finding(f"Unit:{unit.key}", unit, f"unit {unit.serial}", evidence)


def _is_wrong(use: OrderUse | UnitUse, evidence: ReleaseEvidence, applies: bool | None) -> bool:
    return use.view == evidence.view and applies is not None and applies != (use.revision == evidence.revision)


def _applies(windows: Iterable[UsageWindow], plant: str | None, moment: int) -> bool | None:
    """Whether the released revision applies; None where only the plant, which is not known, could tell."""
    open_now = [window.plants for window in windows if window.eff_from <= moment < window.eff_to]
    if plant is not None:
        return any(_covers(plants, plant) for plants in open_now)
    if not open_now:
        return False
    return True if (ALL_PLANTS,) in open_now else None


def _covers(plants: tuple[str, ...], plant: str) -> bool:
    return EXCEPT + plant not in plants if ALL_PLANTS in plants else plant in plants


def _finding(ref: str, use: OrderUse | UnitUse, words: str, evidence: ReleaseEvidence) -> Finding:
    where = f" in plant {use.plant}" if use.plant else ""
    if use.revision == evidence.revision:
        text = f"{words} is on revision {use.revision}, which does not apply{where} at that time"
    else:
        text = f"{words} is on revision {use.revision}, but {evidence.revision} applies{where} at that time"
    return Finding(
        kind=FindingKind.WRONG_REVISION,
        ref=ref,
        system=use.source,
        occurred_at=use.occurred_at,
        text=text,
        event=use.event,
    )
