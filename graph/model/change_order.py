"""Change orders: what is to change, why, and which approvals must come first."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from graph.model.base import Fact, ItemReference, Key, Nature, Subject, Text, Value
from graph.model.bom import BomReference, View


class ChangeKind(StrEnum):
    """Where in its life a change is (CMII: request, order, notice)."""

    REQUEST = "REQUEST"
    ORDER = "ORDER"
    NOTICE = "NOTICE"


class ChangeAction(StrEnum):
    """What happens to an affected item."""

    ADD = "ADD"
    REVISE = "REVISE"
    REMOVE = "REMOVE"


class Area(StrEnum):
    """Where a change goes after engineering; a gate guards areas."""

    PLANNING = "PLANNING"
    PROCUREMENT = "PROCUREMENT"
    EXECUTION = "EXECUTION"


class AffectedItem(Value):
    """One item that a change touches, with the revisions before and after."""

    item: ItemReference
    action: ChangeAction = ChangeAction.REVISE
    from_revision: Key | None = None
    to_revision: Key | None = None
    view: View = View.ENGINEERING

    def before(self) -> BomReference | None:
        """The revision that the change replaces, if it names one."""
        return self._reference(self.from_revision)

    def after(self) -> BomReference | None:
        """The revision that the change introduces, if it names one."""
        return self._reference(self.to_revision)

    def _reference(self, revision: str | None) -> BomReference | None:
        return None if revision is None else BomReference(item=self.item, revision=revision, view=self.view)


class GateDefinition(Value):
    """Approvals that must stand before a change may enter the guarded areas."""

    gate: Key
    roles: tuple[Key, ...]
    guards: tuple[Area, ...] = tuple(Area)


class Cause(Value):
    """What made the change necessary, for example a nonconformance."""

    kind: Key
    reference: Key | None = None
    text: Text | None = None


class ChangeOrderRaised(Fact):
    """A change was raised, or restated as a whole."""

    TYPE: ClassVar[str] = "change.order.raised"
    NATURE: ClassVar[Nature] = Nature.APPROVAL

    change: Key
    kind: ChangeKind = ChangeKind.ORDER
    title: Text
    change_class: Key | None = None
    risk: Key | None = None
    reason: Text | None = None
    cause: Cause | None = None
    affected: tuple[AffectedItem, ...] = ()
    gates: tuple[GateDefinition, ...] = ()

    @model_validator(mode="after")
    def _gates_are_distinct(self) -> Self:
        names = [gate.gate for gate in self.gates]
        if len(set(names)) != len(names):
            raise PydanticCustomError("duplicate_gate", "a gate is named twice")
        return self

    def attributes(self) -> dict[str, object]:
        """What the change is and why; affected revisions and gates are relationships."""
        return {
            "kind": self.kind.value,
            "title": self.title,
            "change_class": self.change_class,
            "risk": self.risk,
            "reason": self.reason,
            "cause_kind": self.cause and self.cause.kind,
            "cause_reference": self.cause and self.cause.reference,
            "cause_text": self.cause and self.cause.text,
        }

    def references(self) -> Iterator[Subject]:
        """The revisions before and after, and their items."""
        for affected in self.affected:
            yield Subject("Item", affected.item)
            for revision in (affected.before(), affected.after()):
                if revision is not None:
                    yield from revision.references()

    @property
    def subject(self) -> Subject:
        """The change order."""
        return Subject("ChangeOrder", self.change)
