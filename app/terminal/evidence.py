"""What came before a release: its cause, the change order, the approvals and the gates; and its withdrawal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from app.terminal.layout import FAINT, Entries
from app.terminal.marks import DECISION, GATE
from app.terminal.words import listed, plain, short_digest, time
from graph.answers.evidence import ApprovalEvidence, ChangeEvidence, WithdrawalEvidence
from graph.answers.gate import Gate, GateStatus
from graph.clock import FAR_FUTURE


def change(order: ChangeEvidence) -> Iterator[tuple[str, Text]]:
    """The cause and the change order."""
    if order.cause_kind is not None:
        cause = " ".join(filter(None, (plain(order.cause_kind), order.cause_reference)))
        yield "cause", Text(": ".join(filter(None, (cause, order.cause_text))))
    if order.placeholder:
        yield "change", Text.assemble((order.number, "bold"), ": referred to, never raised here")
        return
    yield "change", Text.assemble((order.number, "bold"), f" {order.title}")
    yield "", Text(", ".join(_facts(order)), FAINT)
    if order.reason is not None:
        yield "", Text(order.reason)


def _facts(order: ChangeEvidence) -> Iterator[str]:
    if order.kind is not None:
        yield plain(order.kind)
    if order.change_class is not None:
        yield f"class {order.change_class}"
    if order.risk is not None:
        yield f"risk {plain(order.risk)}"
    if order.occurred_at is not None:
        yield f"raised {time(order.occurred_at)} in {order.source}"


def approvals(decisions: Sequence[ApprovalEvidence]) -> Entries:
    """Who decided what, when, with the digest and the meaning of the signature."""
    return Entries([_approval(it) for it in decisions], [Text(_signature(it), FAINT) for it in decisions])


def _approval(it: ApprovalEvidence) -> tuple[Text, ...]:
    mark = DECISION[it.decision]
    role = Text.assemble((mark.symbol, mark.style), f" {plain(it.role)}")
    return role, Text(plain(it.decision), mark.style), Text(it.signer), Text(time(it.occurred_at))


def _signature(it: ApprovalEvidence) -> str:
    meaning = f"“{it.meaning}” " if it.meaning else ""
    return f"{meaning}{short_digest(it.signed_digest) if it.signed_digest else 'without a digest'}"


def gates(judged: Sequence[Gate]) -> Entries:
    """What had to be approved, and whether and since when it was."""
    return Entries([_gate(gate) for gate in judged], [Text(", ".join(_conditions(gate)), FAINT) for gate in judged])


def _gate(gate: Gate) -> tuple[Text, ...]:
    mark = GATE[gate.status]
    since = f" {time(gate.passed_at)}" if gate.passed_at is not None else ""
    name = Text.assemble((mark.symbol, mark.style), f" {gate.gate}")
    return name, Text.assemble((plain(gate.status), mark.style), since)


def _conditions(gate: Gate) -> Iterator[str]:
    if gate.status is not GateStatus.PASSED:
        yield f"lacks {listed(map(plain, gate.missing))}"
    yield "any one approval, as no gate is declared" if gate.implicit else f"needs {listed(map(plain, gate.roles))}"
    if gate.guards:
        yield f"guards {listed(map(plain, gate.guards))}"
    for passage in gate.passages:
        if passage.until != FAR_FUTURE:
            yield f"had passed from {time(passage.since)} until {time(passage.until)}"


def withdrawals(told: Sequence[WithdrawalEvidence]) -> Entries:
    """Who took the release back, when and why."""
    heads = [(Text(time(it.occurred_at)), Text(it.actor or it.source)) for it in told]
    return Entries(heads, [Text(_why(it)) for it in told])


def _why(it: WithdrawalEvidence) -> str:
    return f"{it.reason}; replaced by {it.replaced_by}" if it.replaced_by else it.reason
