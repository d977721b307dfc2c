"""Whether the gates of a change let it through, and when: pure, over the decisions in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graph.answers.evidence import ApprovalEvidence, ReleaseEvidence
from graph.answers.gate import ANY_ROLE, Gate, GateStatus, Passage
from graph.clock import FAR_FUTURE
from graph.model.approval import Decision
from graph.model.change_order import Area

IMPLICIT_GATE = "APPROVAL"


def judge_gates(evidence: ReleaseEvidence) -> tuple[Gate, ...]:
    """Judge the gates of the change behind a release, by name.

    The last decision of a role stands. A change order that was raised without gates is still a change: some
    approval has to stand before it goes anywhere. Of a change order that is only referred to, the gates are not
    known, and without any decision nothing is judged: the missing news may be ours, and nobody is accused for it.
    """
    decisions = sorted(evidence.approvals, key=lambda it: it.order)
    if evidence.gates:
        gates = sorted(evidence.gates, key=lambda it: it.gate)
        return tuple(_gate(gate.gate, gate.roles, gate.guards, decisions) for gate in gates)
    if not decisions and (evidence.change is None or evidence.change.placeholder):
        return ()
    return (_gate(IMPLICIT_GATE, (), tuple(Area), decisions, implicit=True),)


def _gate(
    name: str,
    roles: tuple[str, ...],
    guards: tuple[Area, ...],
    decisions: Sequence[ApprovalEvidence],
    *,
    implicit: bool = False,
) -> Gate:
    """One gate; without roles any one approval opens it, and any rejection that stands closes it."""
    asked = [decision for decision in decisions if not roles or decision.role in roles]
    standing = {decision.role: decision.decision for decision in asked}
    passages = _passages(asked, roles)
    passes = bool(passages) and passages[-1].until == FAR_FUTURE
    refused = Decision.REJECTED in standing.values()
    return Gate(
        gate=name,
        roles=roles or (ANY_ROLE,),
        guards=guards,
        status=GateStatus.PASSED if passes else GateStatus.REFUSED if refused else GateStatus.OPEN,
        passed_at=passages[-1].since if passes else None,
        missing=() if passes else _missing(roles, standing),
        passages=passages,
        implicit=implicit,
    )


def _missing(roles: tuple[str, ...], standing: Mapping[str, Decision]) -> tuple[str, ...]:
    asked = roles or tuple(standing) or (ANY_ROLE,)
    return tuple(role for role in asked if standing.get(role) is not Decision.APPROVED)


def _passages(decisions: Iterable[ApprovalEvidence], roles: tuple[str, ...]) -> tuple[Passage, ...]:
    """The spans in which every needed approval stood, the last one open."""
    standing: dict[str, Decision] = {}
    passages: list[Passage] = []
    since: int | None = None
    for decision in decisions:
        standing[decision.role] = decision.decision
        passes = not _missing(roles, standing)
        if passes and since is None:
            since = decision.occurred_at
        elif not passes and since is not None:
            passages.append(Passage(since=since, until=decision.occurred_at))
            since = None
    if since is not None:
        passages.append(Passage(since=since, until=FAR_FUTURE))
    return tuple(passages)
