"""The question this service exists for: the trace of releases, from the log and the graph at a pair of clocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from graph.answers.envelope import Clocks
from graph.answers.evidence import (
    AcknowledgmentEvidence,
    ApprovalEvidence,
    ChangeEvidence,
    DispatchEvidence,
    GateEvidence,
    ReleaseEvidence,
    StepEvidence,
    UsageEvidence,
    WithdrawalEvidence,
)
from graph.answers.trace import ReleaseTrace
from graph.database import Graph
from graph.derivation.trace import derive_trace
from graph.model.base import Subject
from graph.model.bom import BomReference
from graph.model.change_order import ChangeOrderRaised
from graph.model.release import RevisionReleased, StepKind
from graph.queries.clocks import Stated, clocks, maintenance_gaps, statements_at, watermarks
from graph.queries.usage import usage_of_boms
from graph.transaction import Reading

Row = Mapping[str, Any]

MOST_RELEASES: Final = 50
"""Releases traced by one question at most."""


async def trace_revision(
    graph: Graph, bom: str, *, as_of: int | None = None, known: int | None = None
) -> list[ReleaseTrace]:
    """The traces of all releases of one BOM revision, the latest first.

    Args:
        graph: the door to the database.
        bom: natural key of the BOM revision.
        as_of: valid time, epoch microseconds; now when left out.
        known: knowledge time, epoch microseconds; now when left out.

    """
    async with graph.reading("trace_revision") as tx:
        found = (await tx.read("releases_of_bom", bom=bom))[0]["releases"]
        return await trace_releases(tx, found, await clocks(tx, as_of, known))


async def trace_change(
    graph: Graph, change: str, *, as_of: int | None = None, known: int | None = None
) -> list[ReleaseTrace]:
    """The traces of all releases under one change order, the latest first; the clocks as in `trace_revision`."""
    async with graph.reading("trace_change") as tx:
        found = (await tx.read("releases_of_change", change=change))[0]["releases"]
        return await trace_releases(tx, found, await clocks(tx, as_of, known))


async def trace_release(
    graph: Graph, release: str, *, as_of: int | None = None, known: int | None = None
) -> list[ReleaseTrace]:
    """The trace of one release; empty when nobody ever named it. The clocks as in `trace_revision`."""
    async with graph.reading("trace_release") as tx:
        return await trace_releases(tx, [release], await clocks(tx, as_of, known))


async def trace_releases(tx: Reading, releases: Sequence[str], moments: Clocks) -> list[ReleaseTrace]:
    """The traces of releases in the order given, at most 50; those that were not named by then are left out.

    The statements are at most eight, however many releases, steps and answers there are.
    """
    numbers = list(releases[:MOST_RELEASES])
    evidence = [one for one in await _evidence(tx, numbers, moments) if not _unheard(one)]
    usage = await usage_of_boms(tx, {one.bom for one in evidence if one.bom is not None}, moments)
    marks, gaps = await watermarks(tx, moments.known), await maintenance_gaps(tx)
    traces = []
    for one in evidence:
        row = usage.get(one.bom or "")
        trace = derive_trace(
            one.model_copy(update={"bom_defined": bool(row and row.defined), "bom_digest": row and row.digest}),
            row.evidence if row else UsageEvidence(),
            moments,
            watermarks=marks,
            limits_hit=row.limits_hit if row else (),
        )
        envelope = trace.envelope.model_copy(update={"gaps": (*trace.envelope.gaps, *gaps)})
        traces.append(trace.model_copy(update={"envelope": envelope}))
    return traces


async def _evidence(tx: Reading, releases: Sequence[str], moments: Clocks) -> list[ReleaseEvidence]:
    stated = await statements_at(tx, [Subject("Release", it) for it in releases], RevisionReleased, moments)
    changes = sorted({change for it in stated.values() if (change := it.fact.change) is not None})
    raised = await statements_at(tx, [Subject("ChangeOrder", it) for it in changes], ChangeOrderRaised, moments)
    decided = {row["number"]: row["approvals"] for row in await _decisions(tx, changes, moments)}
    told = {row["number"]: row for row in await tx.read("release_evidence", releases=releases, known=moments.known)}
    return [
        _release(number, stated.get(number), told[number], raised, decided) for number in releases if number in told
    ]


async def _decisions(tx: Reading, changes: Sequence[str], moments: Clocks) -> list[dict[str, Any]]:
    return await tx.read("change_evidence", changes=changes, known=moments.known) if changes else []


def _release(
    number: str,
    stated: Stated[RevisionReleased] | None,
    told: Row,
    raised: Mapping[str, Stated[ChangeOrderRaised]],
    decided: Mapping[str, Sequence[Row]],
) -> ReleaseEvidence:
    release = stated.fact if stated else None
    change = release.change if release else None
    known: dict[str, Any] = {}
    if stated and release:
        known = {
            **_bom(release.bom),
            "generation": release.generation,
            "released_by": release.released_by,
            "occurred_at": stated.event.occurred_at,
            "source": stated.event.source,
        }
    approvals = [*told["approvals"], *(decided.get(change, ()) if change else ())]
    return ReleaseEvidence(
        number=number,
        placeholder=stated is None,
        **known,
        change=_change(change, raised.get(change)) if change else None,
        gates=tuple(_gates(raised.get(change or ""))),
        approvals=tuple(ApprovalEvidence(**row) for row in approvals),
        steps=tuple(_steps(number, release, told)),
        dispatches=tuple(_dispatch(row) for row in told["dispatches"]),
        acknowledgments=tuple(_acknowledgment(row) for row in told["acknowledgments"]),
        withdrawals=tuple(WithdrawalEvidence(**row) for row in told["withdrawals"]),
    )


def _bom(bom: BomReference) -> dict[str, Any]:
    return {"bom": bom.key, "item": bom.item, "revision": bom.revision, "view": bom.view.value}


def _change(number: str, raised: Stated[ChangeOrderRaised] | None) -> ChangeEvidence:
    if raised is None:
        return ChangeEvidence(number=number, placeholder=True)
    attributes: dict[str, Any] = raised.fact.attributes()
    event = raised.event
    return ChangeEvidence(
        number=number, placeholder=False, **attributes, occurred_at=event.occurred_at, source=event.source
    )


def _gates(raised: Stated[ChangeOrderRaised] | None) -> Iterator[GateEvidence]:
    if raised is not None:
        for gate in raised.fact.gates:
            yield GateEvidence(gate=gate.gate, roles=gate.roles, guards=gate.guards)


def _steps(number: str, release: RevisionReleased | None, told: Row) -> Iterator[StepEvidence]:
    """The steps that the release declares, and those that only a dispatch or an answer names."""
    declared = {step.key(number): step for step in release.steps} if release else {}
    for key, step in declared.items():
        yield StepEvidence(
            key=key,
            system=step.system,
            kind=step.kind,
            declared=True,
            required=step.required,
            due=step.due,
            depends_on=tuple(needed.key(number) for needed in step.depends_on),
        )
    for key, (system, kind) in sorted(_moved(told).items()):
        if key not in declared:
            yield StepEvidence(key=key, system=system, kind=StepKind(kind), declared=False, required=False)


def _moved(told: Row) -> dict[str, tuple[str, str]]:
    sent = {row["step"]: (row["system"], row["kind"]) for row in told["dispatches"]}
    answered = {row["step"]: (row["system"], row["step_kind"]) for row in told["acknowledgments"]}
    return sent | answered


def _dispatch(row: Row) -> DispatchEvidence:
    return DispatchEvidence(**_without(row, "system", "kind"))


def _acknowledgment(row: Row) -> AcknowledgmentEvidence:
    return AcknowledgmentEvidence(**_without(row, "system", "step_kind"))


def _without(row: Row, *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _unheard(evidence: ReleaseEvidence) -> bool:
    """Whether nothing at all was known of the release then: it was named later."""
    return evidence.placeholder and not evidence.told()
