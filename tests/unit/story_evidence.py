"""What a reader of the graph would find of one release, made from entries of the log in plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from graph.answers.evidence import (
    AcknowledgmentEvidence,
    ApprovalEvidence,
    ChangeEvidence,
    DispatchEvidence,
    GateEvidence,
    OrderUse,
    ReleaseEvidence,
    StepEvidence,
    UnitUse,
    UsageEvidence,
    UsageWindow,
    WithdrawalEvidence,
)
from graph.clock import FAR_FUTURE
from graph.derivation.structure import fold_structure
from graph.model.acknowledgment import StepAcknowledged
from graph.model.approval import ApprovalRecorded
from graph.model.base import Fact
from graph.model.bom import BomRevisionDefined
from graph.model.change_order import ChangeOrderRaised
from graph.model.entry import Entry
from graph.model.order import OrderChanged
from graph.model.release import ExpectedStep, RevisionReleased, RevisionWithdrawn, StepDispatched, StepReference
from graph.model.unit import UnitProduced

Told = TypeVar("Told", bound=Fact)


def release_evidence(entries: Sequence[Entry]) -> ReleaseEvidence:
    """The evidence of the only release that the entries tell of."""
    gates: tuple[GateEvidence, ...] = ()
    change: dict[str, Any] = {}
    for entry, raised in _of(entries, ChangeOrderRaised):
        gates = tuple(GateEvidence(gate=it.gate, roles=it.roles, guards=it.guards) for it in raised.gates)
        change = {"title": raised.title, "occurred_at": entry.event.occurred_at}
    stated: dict[str, Any] = {"placeholder": True}
    for entry, release in _of(entries, RevisionReleased):
        stated = _release(entry, release)
        if release.change is not None:
            stated["change"] = ChangeEvidence(number=release.change, placeholder=not change, **change)
    defined = {fact.bom.key for _, fact in _of(entries, BomRevisionDefined)}
    return ReleaseEvidence(
        number="REL-1",
        **stated,
        bom_defined=stated.get("bom") in defined,
        gates=gates,
        approvals=tuple(
            ApprovalEvidence(**_told(entry), **_plain(it, _APPROVAL)) for entry, it in _of(entries, ApprovalRecorded)
        ),
        steps=tuple(_steps(entries)),
        dispatches=tuple(
            DispatchEvidence(**_told(entry), **_plain(it, _DISPATCH), step=it.step.key(it.release))
            for entry, it in _of(entries, StepDispatched)
        ),
        acknowledgments=tuple(
            AcknowledgmentEvidence(**_told(entry), **_plain(it, _ACKNOWLEDGMENT), step=it.step.key(it.release))
            for entry, it in _of(entries, StepAcknowledged)
        ),
        withdrawals=tuple(
            WithdrawalEvidence(**_told(entry), **_plain(it, ("reason", "actor", "replaced_by")))
            for entry, it in _of(entries, RevisionWithdrawn)
        ),
    )


_APPROVAL = ("role", "signer", "decision", "meaning", "signed_digest")
_DISPATCH = ("generation", "revision", "digest", "message")
_ACKNOWLEDGMENT = ("generation", "kind", "status", "revision", "digest", "text", "actor")


def _of(entries: Sequence[Entry], kind: type[Told]) -> Iterator[tuple[Entry, Told]]:
    for entry in sorted(entries, key=lambda it: it.event.order):
        if isinstance(entry.event.fact, kind) and entry.voided_at == FAR_FUTURE:
            yield entry, entry.event.fact


def _told(entry: Entry) -> dict[str, Any]:
    event = entry.event
    return {
        "event": event.key,
        "source": event.source,
        "occurred_at": event.occurred_at,
        "recorded_at": entry.recorded_at,
        "order": event.order,
    }


def _plain(fact: Fact, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in names}


def _release(entry: Entry, release: RevisionReleased) -> dict[str, Any]:
    return {
        "placeholder": False,
        "bom": release.bom.key,
        "item": release.bom.item,
        "revision": release.bom.revision,
        "view": release.bom.view.value,
        "generation": release.generation,
        "released_by": release.released_by,
        "occurred_at": entry.event.occurred_at,
        "source": entry.event.source,
    }


def _steps(entries: Sequence[Entry]) -> Iterator[StepEvidence]:
    """The declared steps, and undeclared ones of all others that are named."""
    named: dict[str, StepReference] = {}
    declared: dict[str, StepEvidence] = {}
    for _, release in _of(entries, RevisionReleased):
        declared = {}
        for expected in release.steps:
            key = expected.key(release.release)
            needed = {it.key(release.release): it for it in expected.depends_on}
            named |= {key: expected, **needed}
            declared[key] = _expected(key, expected, tuple(needed))
    for _, sent in _of(entries, StepDispatched):
        named.setdefault(sent.step.key(sent.release), sent.step)
    for _, answer in _of(entries, StepAcknowledged):
        named.setdefault(answer.step.key(answer.release), answer.step)
    for key, one in named.items():
        yield declared.get(key) or StepEvidence(
            key=key, system=one.system, kind=one.kind, declared=False, required=False
        )


def _expected(key: str, one: ExpectedStep, needed: tuple[str, ...]) -> StepEvidence:
    return StepEvidence(
        key=key, system=one.system, kind=one.kind, declared=True, required=one.required, due=one.due, depends_on=needed
    )


def usage_evidence(entries: Sequence[Entry]) -> UsageEvidence:
    """Orders and units that name a revision, and the windows of the released one, all as known last."""
    released = {release.bom.key for _, release in _of(entries, RevisionReleased)}
    pins = {order.key: (entry, order) for entry, order in reversed(list(_of(entries, OrderChanged)))}
    units = list(_of(entries, UnitProduced))
    return UsageEvidence(
        windows=tuple(
            UsageWindow(plants=box.plants, eff_from=box.effective.start, eff_to=box.effective.end)
            for box, known in fold_structure(entries).windows
            if box.bom in released and known.end == FAR_FUTURE
        ),
        orders=tuple(_order(entry, order) for entry, order in pins.values() if order.revision is not None),
        units=tuple(_unit(entry, unit) for entry, unit in units if unit.revision is not None),
        order_total=len(pins),
        unit_total=len(units),
    )


def _order(entry: Entry, order: OrderChanged) -> OrderUse:
    return OrderUse(
        **_told(entry),
        **_plain(order, ("key", "kind", "status", "plant", "revision")),
        view=order.view.value,
        quantity=order.quantity.value,
        uom=order.quantity.uom,
        judged_at=order.scheduled_start or order.due or entry.event.occurred_at,
    )


def _unit(entry: Entry, unit: UnitProduced) -> UnitUse:
    return UnitUse(
        **_told(entry),
        **_plain(unit, ("key", "serial", "plant", "revision")),
        view=unit.view.value,
        built_under=unit.order,
    )
