"""What each kind of fact writes into the graph beside its own attributes, as rows for the statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from graph.model.acknowledgment import StepAcknowledged
from graph.model.approval import ApprovalRecorded
from graph.model.base import Fact, compose_key
from graph.model.bom import BomRevisionDefined
from graph.model.change_order import ChangeOrderRaised
from graph.model.entry import Entry
from graph.model.identifier import IdentifierMapped
from graph.model.order import OrderChanged
from graph.model.release import RevisionReleased, RevisionWithdrawn, StepDispatched, StepReference
from graph.model.unit import UnitProduced

Row = dict[str, Any]
Written = tuple[str, Row]
"""The name of a statement and one row for it."""


def links(fact: Fact) -> Iterator[Written]:
    """The relationships of a noun that its latest statement decides."""
    match fact:
        case IdentifierMapped():
            yield f"identifier_of_{fact.kind.value}", {"key": fact.subject.key, "canonical": fact.canonical}
        case BomRevisionDefined():
            if fact.supersedes is not None:
                yield "bom_revision_supersedes", {"key": fact.bom.key, "other": fact.supersedes.key}
            if fact.derived_from is not None:
                yield "bom_revision_derived", {"key": fact.bom.key, "other": fact.derived_from.key}
        case ChangeOrderRaised():
            yield from _change_links(fact)
        case RevisionReleased():
            yield from _release_links(fact)
        case OrderChanged():
            yield "order_link", {"key": fact.key, "item": fact.item}
        case UnitProduced():
            yield "unit_link", {"key": fact.key, "item": fact.item}
        case _:
            return


def _change_links(fact: ChangeOrderRaised) -> Iterator[Written]:
    for affected in fact.affected:
        for role, revision in (("FROM", affected.before()), ("TO", affected.after())):
            if revision is not None:
                yield (
                    "change_order_link_revision",
                    {
                        "change": fact.change,
                        "bom": revision.key,
                        "item": affected.item,
                        "action": affected.action.value,
                        "role": role,
                    },
                )
    for gate in fact.gates:
        yield (
            "change_order_link_gate",
            {
                "change": fact.change,
                "key": compose_key(fact.change, gate.gate),
                "gate": gate.gate,
                "roles": list(gate.roles),
                "guards": [area.value for area in gate.guards],
            },
        )


def _release_links(fact: RevisionReleased) -> Iterator[Written]:
    yield "release_link", {"key": fact.release, "bom": fact.bom.key}
    if fact.change is not None:
        yield "release_under", {"key": fact.release, "change": fact.change}
    for step in fact.steps:
        yield (
            "release_step_declare",
            {
                "key": step.key(fact.release),
                "required": step.required,
                "due": step.due,
                "depends_on": [needed.key(fact.release) for needed in step.depends_on],
            },
        )


def named_steps(facts: Iterable[Fact]) -> list[Row]:
    """The steps that facts name, each once, sorted by key."""
    rows = {}
    for fact in facts:
        for release, step in _steps(fact):
            key = step.key(release)
            rows[key] = {"key": key, "release": release, "system": step.system, "kind": step.kind.value}
    return [rows[key] for key in sorted(rows)]


def _steps(fact: Fact) -> Iterator[tuple[str, StepReference]]:
    match fact:
        case RevisionReleased():
            for step in fact.steps:
                yield fact.release, step
                for needed in step.depends_on:
                    yield fact.release, needed
        case StepDispatched() | StepAcknowledged():
            yield fact.release, fact.step
        case _:
            return


def evidence(entry: Entry) -> Iterator[Written]:
    """What an entry asserts for good: one row for one statement, or none."""
    fact, stamp = entry.event.fact, _stamp(entry)
    match fact:
        case ApprovalRecorded():
            statement = "approval_of_change" if fact.change is not None else "approval_of_release"
            yield (
                statement,
                {
                    **stamp,
                    "change": fact.change,
                    "release": fact.release,
                    "role": fact.role,
                    "signer": fact.signer,
                    "decision": fact.decision.value,
                    "meaning": fact.meaning,
                    "signed_digest": fact.signed_digest,
                },
            )
        case StepDispatched():
            yield (
                "dispatch_record",
                {
                    **stamp,
                    "step": fact.step.key(fact.release),
                    "generation": fact.generation,
                    "revision": fact.revision,
                    "digest": fact.digest,
                    "message": fact.message,
                },
            )
        case StepAcknowledged():
            yield "acknowledgment_record", {**stamp, **_answer(fact)}
        case RevisionWithdrawn():
            yield (
                "withdrawal_record",
                {
                    **stamp,
                    "release": fact.release,
                    "reason": fact.reason,
                    "actor": fact.actor,
                    "replaced_by": fact.replaced_by,
                },
            )
        case OrderChanged() if fact.bom is not None:
            yield "order_pin", {**stamp, "subject": fact.key, "bom": fact.bom.key}
        case UnitProduced() if fact.bom is not None:
            yield "unit_build", {**stamp, "subject": fact.key, "bom": fact.bom.key}
        case _:
            return


def _answer(fact: StepAcknowledged) -> Row:
    return {
        "step": fact.step.key(fact.release),
        "generation": fact.generation,
        "kind": fact.kind.value,
        "status": fact.status.value,
        "revision": fact.revision,
        "digest": fact.digest,
        "text": fact.text,
        "actor": fact.actor,
    }


def _stamp(entry: Entry) -> Row:
    event = entry.event
    return {
        "key": event.key,
        "order_key": event.order,
        "occurred_at": event.occurred_at,
        "known_from": entry.recorded_at,
        "known_to": entry.voided_at,
        "source": event.source,
    }


EVIDENCE_VOIDS = {"Order": "order_pin_void", "Unit": "unit_build_void"}
"""How a void reaches evidence that is a relationship of its subject; all other evidence is a node of its own."""


def void(entry: Entry) -> Written:
    """How the evidence of a voided entry ceases to count."""
    subject = entry.event.fact.subject
    statement = EVIDENCE_VOIDS.get(subject.label, "evidence_void")
    return statement, {"key": entry.event.key, "subject": subject.key, "voided_at": entry.voided_at}
