"""Change orders: one by its number, and for many at once what was decided on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from graph.answers.change_order import AffectedRevision, ChangeOrder, ChangeOrderAnswer
from graph.answers.envelope import Clocks, Gap, GapKind
from graph.answers.evidence import ApprovalEvidence, ChangeEvidence, GateEvidence, ReleaseEvidence
from graph.answers.gate import Gate, GateStatus
from graph.clock import format_instant
from graph.database import Graph
from graph.derivation.gates import judge_gates
from graph.model.base import Subject
from graph.model.change_order import ChangeOrderRaised
from graph.queries.clocks import Stated, statements_at
from graph.queries.frame import open_frame
from graph.transaction import Reading


async def change_order_answer(
    graph: Graph, number: str, *, as_of: int | None = None, known: int | None = None
) -> ChangeOrderAnswer:
    """One change order as it stood at a pair of clocks.

    Args:
        graph: the door to the database.
        number: its number.
        as_of: valid time, epoch microseconds; now when left out.
        known: knowledge time, epoch microseconds; now when left out.

    """
    async with graph.reading("change_order") as tx:
        frame = await open_frame(tx, as_of, known)
        found = (await change_orders_at(tx, [number], frame.moments)).get(number)
    return ChangeOrderAnswer(change_order=found, envelope=frame.envelope(_gaps(number, found, frame.moments)))


async def change_orders_at(tx: Reading, numbers: Iterable[str], moments: Clocks) -> dict[str, ChangeOrder]:
    """Change orders as they stood at a pair of clocks, by number; those that nothing ever named are left out."""
    wanted = sorted(set(numbers))
    if not wanted:
        return {}
    raised = await statements_at(tx, [Subject("ChangeOrder", it) for it in wanted], ChangeOrderRaised, moments)
    rows = await tx.read("change_evidence", changes=wanted, known=moments.known)
    return {row["number"]: _change_order(row, raised.get(row["number"]), moments) for row in rows}


async def approved_changes(tx: Reading, numbers: Iterable[str], moments: Clocks) -> set[str]:
    """Of these change orders those whose gates had all let them through."""
    found = await change_orders_at(tx, numbers, moments)
    return {number for number, change in found.items() if change.gates and all(map(_is_passed, change.gates))}


def _is_passed(gate: Gate) -> bool:
    return gate.status is GateStatus.PASSED


def _change_order(row: Mapping[str, Any], stated: Stated[ChangeOrderRaised] | None, moments: Clocks) -> ChangeOrder:
    decided = [ApprovalEvidence(**told) for told in row["approvals"] if told["occurred_at"] <= moments.as_of]
    approvals = tuple(sorted(decided, key=lambda it: it.order))
    told: dict[str, Any] = {}
    if stated:
        event = stated.event
        told = {
            **stated.fact.attributes(),
            "affected": tuple(_affected(stated.fact)),
            "source": event.source,
            "occurred_at": event.occurred_at,
            "recorded_at": stated.recorded_at,
        }
    gates = _judged(row["number"], stated.fact if stated else None, approvals)
    return ChangeOrder(key=row["number"], defined=stated is not None, **told, gates=gates, approvals=approvals)


def _judged(number: str, raised: ChangeOrderRaised | None, approvals: Sequence[ApprovalEvidence]) -> tuple[Gate, ...]:
    """The gates as they stand; they are judged as for a release, which here is still to come."""
    gates = raised.gates if raised else ()
    evidence = ReleaseEvidence(
        number="",
        placeholder=True,
        change=ChangeEvidence(number=number, placeholder=raised is None),
        gates=tuple(GateEvidence(gate=gate.gate, roles=gate.roles, guards=gate.guards) for gate in gates),
        approvals=tuple(approvals),
    )
    return judge_gates(evidence)


def _affected(raised: ChangeOrderRaised) -> Iterator[AffectedRevision]:
    for affected in raised.affected:
        before, after = affected.before(), affected.after()
        yield AffectedRevision(
            item=affected.item,
            action=affected.action,
            view=affected.view,
            from_bom=before.key if before else None,
            to_bom=after.key if after else None,
        )


def _gaps(number: str, found: ChangeOrder | None, moments: Clocks) -> Iterator[Gap]:
    if found is None:
        reason = "nothing that is known names it"
    elif not found.defined:
        reason = "it is referred to, but nothing that was known then states it, so its gates are not known"
    elif found.occurred_at is not None and found.occurred_at > moments.as_of:
        reason = f"what is shown was stated for {format_instant(found.occurred_at)}, which came later"
    else:
        return
    yield Gap(kind=GapKind.UNDEFINED, ref=f"ChangeOrder:{number}", reason=reason)
