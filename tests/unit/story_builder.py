"""A readable way to say who told what and when, as log entries and as the evidence that a trace is derived from.

One event an hour unless `at` says another hour; a target echoes what was last sent to it unless told otherwise.
Everything is about item PUMP, change order ECO-1 and release REL-1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

from graph.answers.envelope import Clocks
from graph.answers.trace import ReleaseTrace, StepTrace
from graph.canonical import order_key
from graph.clock import FAR_FUTURE, format_instant, parse_instant
from graph.derivation.trace import derive_trace
from graph.model.acknowledgment import StepAcknowledged
from graph.model.approval import ApprovalRecorded
from graph.model.base import Fact, compose_key
from graph.model.bom import BomRevisionDefined
from graph.model.change_order import ChangeOrderRaised
from graph.model.entry import Entry, Event
from graph.model.order import OrderChanged
from graph.model.release import RevisionReleased, RevisionWithdrawn, StepDispatched, StepReference
from graph.model.unit import UnitProduced
from tests.unit.story_evidence import release_evidence, usage_evidence

HOUR = 3_600_000_000
START = parse_instant("2026-03-02T00:00:00Z")
ITEM, CHANGE, RELEASE = "PUMP", "ECO-1", "REL-1"


def hour(number: int) -> int:
    """The instant of an hour of the story."""
    return START + number * HOUR


def time(number: int) -> str:
    """The instant of an hour of the story, as events carry it."""
    return format_instant(hour(number))


def content(name: str) -> str:
    """A digest that stands for some content."""
    return (name.encode().hex() * 64)[:64]


def make_entry(
    fact: Fact,
    occurred_at: int,
    *,
    name: str,
    source: str = "PLM",
    recorded_at: int | None = None,
    voided_at: int = FAR_FUTURE,
) -> Entry:
    """An entry of the log."""
    event = Event(
        position=0,
        key=compose_key(source, name),
        source=source,
        event_id=name,
        occurred_at=occurred_at,
        occurred_text=format_instant(occurred_at),
        order=order_key(occurred_at, None, name, source),
        digest=content(name),
        fact=fact,
        body=fact.body(),
    )
    return Entry(event, occurred_at if recorded_at is None else recorded_at, voided_at)


def step(name: str, *, due: int | None = None, after: Iterable[str] = (), required: bool = True) -> dict[str, Any]:
    """An expected step, for example `step("MES/BOM", due=30, after=["ERP/BOM"])`."""
    wire = {**_named(name), "required": required, "dependsOn": [_named(needed) for needed in after]}
    return wire if due is None else {**wire, "due": time(due)}


def _named(name: str) -> dict[str, str]:
    system, _, kind = name.partition("/")
    return {"system": system, "kind": kind}


class Story:
    """What the systems told, event by event."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.hour = 0

    def tell(self, kind: type[Fact], data: Mapping[str, Any], *, source: str = "PLM", at: int | None = None) -> Self:
        """Add one event with the given data as on the wire; what is None is left out."""
        self.hour = self.hour + 1 if at is None else at
        fact = kind.model_validate({name: value for name, value in data.items() if value is not None})
        self.entries.append(make_entry(fact, hour(self.hour), name=f"e{len(self.entries)}", source=source))
        return self

    def define(self, revision: str, *, at: int | None = None, **data: Any) -> Self:
        """A revision of the item is stated, RELEASED unless `state` says otherwise."""
        bom = {"item": ITEM, "revision": revision}
        return self.tell(BomRevisionDefined, {"bom": bom, "lines": (), "state": "RELEASED", **data}, at=at)

    def change(
        self, gates: Mapping[str, Sequence[str]] | None = None, *, guards: Sequence[str] = (), at: int | None = None
    ) -> Self:
        """The change order is raised; `gates` are roles by name of the gate."""
        guarded = {"guards": guards} if guards else {}
        declared = [{"gate": gate, "roles": roles, **guarded} for gate, roles in (gates or {}).items()]
        return self.tell(ChangeOrderRaised, {"change": CHANGE, "title": "Better seals", "gates": declared}, at=at)

    def approve(self, role: str = "QUALITY", *, decision: str = "APPROVED", at: int | None = None) -> Self:
        """A person approves the change order."""
        data = {"change": CHANGE, "role": role, "signer": f"{role}-1", "decision": decision}
        return self.tell(ApprovalRecorded, data, at=at)

    def reject(self, role: str = "QUALITY", *, at: int | None = None) -> Self:
        """A person rejects the change order."""
        return self.approve(role, decision="REJECTED", at=at)

    def release(
        self,
        *steps: str | dict[str, Any],
        revision: str = "B",
        change: str | None = CHANGE,
        at: int | None = None,
        **data: Any,
    ) -> Self:
        """The revision is released by these steps."""
        expected = [step(one) if isinstance(one, str) else one for one in steps]
        bom = {"item": ITEM, "revision": revision}
        return self.tell(
            RevisionReleased, {"release": RELEASE, "bom": bom, "change": change, "steps": expected, **data}, at=at
        )

    def dispatch(
        self, name: str, *, generation: int = 1, revision: str = "B", digest: str | None = "", at: int | None = None
    ) -> Self:
        """A step is sent, with the content of its revision and generation unless `digest` says otherwise."""
        sent = content(f"{revision}{generation}") if digest == "" else digest
        data = {
            "release": RELEASE,
            "step": _named(name),
            "generation": generation,
            "revision": revision,
            "digest": sent,
        }
        return self.tell(StepDispatched, data, at=at)

    def acknowledge(
        self,
        name: str,
        status: str = "ACCEPTED",
        *,
        kind: str = "APPLICATION",
        generation: int = 1,
        echo: bool = True,
        at: int | None = None,
        **data: Any,
    ) -> Self:
        """The target answers; with `echo` it names the revision and the digest of what was last sent to it."""
        told = {"release": RELEASE, "step": _named(name), "generation": generation, "kind": kind, "status": status}
        sent = self._sent(name, generation) if echo and status == "ACCEPTED" and kind != "TRANSPORT" else None
        held = {"revision": sent.revision, "digest": sent.digest} if sent else {}
        return self.tell(StepAcknowledged, {**told, **held, **data}, source=name.partition("/")[0], at=at)

    def withdraw(self, *, at: int | None = None) -> Self:
        """The release is taken back."""
        return self.tell(RevisionWithdrawn, {"release": RELEASE, "reason": "Seals leak"}, at=at)

    def order(
        self,
        number: str,
        revision: str = "B",
        *,
        kind: str = "PRODUCTION",
        start: int | None = None,
        at: int | None = None,
        **data: Any,
    ) -> Self:
        """An order of the item pins a revision."""
        told = {"system": "ERP", "number": number, "kind": kind, "item": ITEM, "status": "OPEN", "revision": revision}
        amount = {"quantity": {"value": "5", "uom": "C62"}}
        planned = None if start is None else time(start)
        return self.tell(OrderChanged, {**told, **amount, "scheduledStart": planned, **data}, source="ERP", at=at)

    def unit(self, serial: str, revision: str = "B", *, at: int | None = None, **data: Any) -> Self:
        """A unit of the item is finished."""
        return self.tell(
            UnitProduced, {"item": ITEM, "serial": serial, "revision": revision, **data}, source="MES", at=at
        )

    def void(self, number: int, *, at: int) -> Self:
        """The event of that number, counted from 0, is voided."""
        entry = self.entries[number]
        self.entries[number] = Entry(entry.event, entry.recorded_at, hour(at))
        return self

    def trace(self, *, as_of: int | None = None) -> ReleaseTrace:
        """The trace of the release, as of an hour; by default that of the last event."""
        moment = max(entry.event.occurred_at for entry in self.entries) if as_of is None else hour(as_of)
        return derive_trace(
            release_evidence(self.entries), usage_evidence(self.entries), Clocks(as_of=moment, known=FAR_FUTURE - 1)
        )

    def step(self, name: str, *, as_of: int | None = None) -> StepTrace:
        """One step of the trace."""
        return next(one for one in self.trace(as_of=as_of).steps if one.key == self.key_of(name))

    def key_of(self, name: str) -> str:
        """The natural key of a step."""
        return StepReference.model_validate(_named(name)).key(RELEASE)

    def _sent(self, name: str, generation: int) -> StepDispatched | None:
        sent = [entry.event.fact for entry in self.entries if isinstance(entry.event.fact, StepDispatched)]
        key = self.key_of(name)
        return next((it for it in reversed(sent) if (it.step.key(RELEASE), it.generation) == (key, generation)), None)
