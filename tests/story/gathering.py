"""The evidence of a release, gathered from entries of the log.

Written apart from the Cypher that gathers the same evidence, so that each checks the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from graph.answers.envelope import Clocks
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
from graph.answers.trace import ReleaseTrace
from graph.clock import FAR_FUTURE, parse_instant
from graph.derivation.structure import WindowBox, fold_structure
from graph.derivation.trace import derive_trace
from graph.model.acknowledgment import StepAcknowledged
from graph.model.approval import ApprovalRecorded
from graph.model.bom import BomReference, BomRevisionDefined
from graph.model.change_order import ChangeOrderRaised
from graph.model.entry import Entry
from graph.model.order import OrderChanged
from graph.model.release import RevisionReleased, RevisionWithdrawn, StepDispatched
from graph.model.unit import UnitProduced
from tests.story.replay import facts

AS_OF = parse_instant("2026-11-20T12:00:00Z")
"""After the last event and the last due time of the story."""


def trace(log: Sequence[Entry], number: str, *, as_of: int = AS_OF) -> ReleaseTrace:
    """The trace of a release, at the end of the story if nothing else is said, from what the log holds."""
    release = next(fact for _, fact in facts(log, RevisionReleased) if fact.release == number)
    clocks = Clocks(as_of=as_of, known=AS_OF)
    return derive_trace(release_evidence(log, number), usage_evidence(log, release.bom), clocks)


def windows(log: Iterable[Entry], item: str) -> set[WindowBox]:
    """Where and when the revisions of an item apply, as known in the end."""
    structure = fold_structure(about_structure(log, item))
    return {box for box, known in structure.windows if known.end == FAR_FUTURE}


def about_structure(log: Iterable[Entry], item: str) -> list[Entry]:
    """The entries that bear on an item's structure; a withdrawal does by the release that it names."""
    log = list(log)
    releases = {fact.release for _, fact in facts(log, RevisionReleased) if fact.bom.item == item}
    return [
        entry
        for entry in log
        if entry.event.fact.structured_item == item
        or (isinstance(entry.event.fact, RevisionWithdrawn) and entry.event.fact.release in releases)
    ]


def usage_evidence(log: Sequence[Entry], bom: BomReference) -> UsageEvidence:
    """The orders and units of the item of a revision, and the windows in which the revision applies."""
    orders, units = tuple(_orders(log, bom.item)), tuple(_units(log, bom.item))
    boxes = [box for box in windows(log, bom.item) if box.bom == bom.key]
    return UsageEvidence(
        windows=tuple(
            UsageWindow(plants=box.plants, eff_from=box.effective.start, eff_to=box.effective.end) for box in boxes
        ),
        orders=orders,
        units=units,
        order_total=len(orders),
        unit_total=len(units),
    )


def _orders(log: Iterable[Entry], item: str) -> Iterator[OrderUse]:
    changes: dict[str, list[tuple[Entry, OrderChanged]]] = {}
    for entry, fact in facts(log, OrderChanged):
        if fact.item == item:
            changes.setdefault(fact.key, []).append((entry, fact))
    for key, changed in changes.items():
        last = changed[-1][1]
        first = next(entry for entry, fact in changed if fact.revision == last.revision)
        if last.revision is not None:
            yield OrderUse(
                key=key,
                kind=last.kind,
                status=last.status,
                plant=last.plant,
                revision=last.revision,
                view=last.view,
                quantity=last.quantity.value,
                uom=last.quantity.uom,
                judged_at=last.scheduled_start or last.due or first.event.occurred_at,
                **_told_by(first),
            )


def _units(log: Iterable[Entry], item: str) -> Iterator[UnitUse]:
    built = {fact.key: (entry, fact) for entry, fact in facts(log, UnitProduced) if fact.item == item}
    for key, (entry, fact) in built.items():
        assert fact.revision is not None
        named = {"key": key, "serial": fact.serial, "plant": fact.plant, "built_under": fact.order}
        yield UnitUse(revision=fact.revision, view=fact.view, **named, **_told_by(entry))


def _told_by(entry: Entry) -> dict[str, Any]:
    event = entry.event
    return {
        "event": event.key,
        "source": event.source,
        "occurred_at": event.occurred_at,
        "recorded_at": entry.recorded_at,
        "order": event.order,
    }


def release_evidence(log: Sequence[Entry], number: str) -> ReleaseEvidence:
    """Everything that the log holds of one release."""
    entry, release = next((entry, fact) for entry, fact in facts(log, RevisionReleased) if fact.release == number)
    definition = next(fact for _, fact in facts(log, BomRevisionDefined) if fact.bom.key == release.bom.key)
    change_entry, change = next((e, f) for e, f in facts(log, ChangeOrderRaised) if f.change == release.change)
    dispatches = tuple(_dispatches(log, number))
    acknowledgments = tuple(_acknowledgments(log, number))
    return ReleaseEvidence(
        number=number,
        placeholder=False,
        bom=release.bom.key,
        item=release.bom.item,
        revision=release.bom.revision,
        view=release.bom.view,
        bom_defined=True,
        bom_digest=definition.digest(),
        generation=release.generation,
        released_by=release.released_by,
        occurred_at=entry.event.occurred_at,
        source=entry.event.source,
        change=_change(change_entry, change),
        gates=tuple(GateEvidence(gate=it.gate, roles=it.roles, guards=it.guards) for it in change.gates),
        approvals=tuple(_approvals(log, change.change)),
        steps=tuple(_steps(log, release)),
        dispatches=dispatches,
        acknowledgments=acknowledgments,
        withdrawals=tuple(
            WithdrawalEvidence(reason=fact.reason, actor=fact.actor, replaced_by=fact.replaced_by, **_told_by(entry))
            for entry, fact in facts(log, RevisionWithdrawn)
            if fact.release == number
        ),
    )


def _change(entry: Entry, change: ChangeOrderRaised) -> ChangeEvidence:
    return ChangeEvidence(
        number=change.change,
        placeholder=False,
        title=change.title,
        kind=change.kind,
        change_class=change.change_class,
        risk=change.risk,
        reason=change.reason,
        cause_kind=change.cause.kind if change.cause else None,
        cause_reference=change.cause.reference if change.cause else None,
        cause_text=change.cause.text if change.cause else None,
        occurred_at=entry.event.occurred_at,
        source=entry.event.source,
    )


def _approvals(log: Iterable[Entry], change: str) -> Iterator[ApprovalEvidence]:
    for entry, fact in facts(log, ApprovalRecorded):
        if fact.change == change:
            named = {"role": fact.role, "signer": fact.signer, "decision": fact.decision, "meaning": fact.meaning}
            yield ApprovalEvidence(**named, signed_digest=fact.signed_digest, **_told_by(entry))


def _steps(log: Sequence[Entry], release: RevisionReleased) -> Iterator[StepEvidence]:
    declared = {step.key(release.release) for step in release.steps}
    for step in release.steps:
        yield StepEvidence(
            key=step.key(release.release),
            system=step.system,
            kind=step.kind,
            declared=True,
            required=step.required,
            due=step.due,
            depends_on=tuple(needed.key(release.release) for needed in step.depends_on),
        )
    for named in {fact.step for fact in _exchanged(log, release.release)}:
        if named.key(release.release) not in declared:
            key = named.key(release.release)
            yield StepEvidence(key=key, system=named.system, kind=named.kind, declared=False, required=False)


def _exchanged(log: Iterable[Entry], release: str) -> Iterator[StepDispatched | StepAcknowledged]:
    yield from (fact for _, fact in facts(log, StepDispatched) if fact.release == release)
    yield from (fact for _, fact in facts(log, StepAcknowledged) if fact.release == release)


def _dispatches(log: Iterable[Entry], release: str) -> Iterator[DispatchEvidence]:
    for entry, fact in facts(log, StepDispatched):
        if fact.release == release:
            sent = fact.model_dump(include={"generation", "revision", "digest", "message"})
            yield DispatchEvidence(step=fact.step.key(release), **sent, **_told_by(entry))


def _acknowledgments(log: Iterable[Entry], release: str) -> Iterator[AcknowledgmentEvidence]:
    for entry, fact in facts(log, StepAcknowledged):
        if fact.release == release:
            said = fact.model_dump(include={"generation", "kind", "status", "revision", "digest", "text", "actor"})
            yield AcknowledgmentEvidence(step=fact.step.key(release), **said, **_told_by(entry))
