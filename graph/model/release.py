"""Releases: the act of sending one approved revision out, its steps, what was dispatched, its withdrawal."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from graph.model.base import (
    Digest,
    Effectivity,
    Fact,
    Instant,
    Key,
    Nature,
    Subject,
    SystemReference,
    Text,
    Value,
    compose_key,
)
from graph.model.bom import BomReference
from graph.model.change_order import Area


class StepKind(StrEnum):
    """What a step brings to its target system."""

    ITEM_MASTER = "ITEM_MASTER"
    BOM = "BOM"
    ROUTING = "ROUTING"
    EFFECTIVITY = "EFFECTIVITY"
    PLANNING = "PLANNING"
    WORK_INSTRUCTION = "WORK_INSTRUCTION"
    SUPPLIER_DEMAND = "SUPPLIER_DEMAND"
    COMPLIANCE_DOCUMENT = "COMPLIANCE_DOCUMENT"
    STOCK_RESTRICTION = "STOCK_RESTRICTION"
    NOTIFICATION = "NOTIFICATION"

    @property
    def words(self) -> str:
        """The kind in words: `WORK_INSTRUCTION` is `work instruction`; BOM stays an abbreviation."""
        return self.value if self is StepKind.BOM else self.value.replace("_", " ").lower()

    @property
    def area(self) -> Area:
        """The area that a step of this kind enters."""
        return _AREAS.get(self, Area.EXECUTION)


_AREAS = {
    StepKind.PLANNING: Area.PLANNING,
    StepKind.EFFECTIVITY: Area.PLANNING,
    StepKind.SUPPLIER_DEMAND: Area.PROCUREMENT,
    StepKind.COMPLIANCE_DOCUMENT: Area.PROCUREMENT,
}


class Purpose(StrEnum):
    """For what a revision is released."""

    PROCUREMENT = "PROCUREMENT"
    PLANNING = "PLANNING"
    COSTING = "COSTING"
    PRODUCTION = "PRODUCTION"


class StepReference(Value):
    """Names one step within its release."""

    system: SystemReference
    kind: StepKind

    def key(self, release: str) -> str:
        """The natural key of the step in the given release."""
        return compose_key(release, self.system, self.kind.value)


class ExpectedStep(StepReference):
    """A step that the release must take, when it is due, and what must be accepted first."""

    due: Instant | None = None
    required: bool = True
    depends_on: tuple[StepReference, ...] = ()

    @model_validator(mode="after")
    def _does_not_wait_for_itself(self) -> Self:
        if any((step.system, step.kind) == (self.system, self.kind) for step in self.depends_on):
            raise PydanticCustomError("step_dependency", "a step cannot depend on itself")
        return self


class RevisionReleased(Fact):
    """One approved revision goes out to these systems by these steps."""

    TYPE: ClassVar[str] = "release.revision.released"
    NATURE: ClassVar[Nature] = Nature.APPROVAL

    release: Key
    bom: BomReference
    change: Key | None = None
    generation: int = Field(default=1, ge=1, le=1_000_000)
    released_by: Key | None = None
    effectivity: Effectivity | None = None
    purposes: tuple[Purpose, ...] = tuple(Purpose)
    steps: tuple[ExpectedStep, ...] = Field(default=(), max_length=1000)

    @model_validator(mode="after")
    def _steps_are_distinct(self) -> Self:
        names = [(step.system, step.kind) for step in self.steps]
        if len(set(names)) != len(names):
            raise PydanticCustomError("duplicate_step", "a step of one kind to one system is listed twice")
        return self

    def attributes(self) -> dict[str, object]:
        """What the release says of itself; revision, change and steps are relationships."""
        box = self.effectivity
        return {
            "generation": self.generation,
            "released_by": self.released_by,
            "purposes": [purpose.value for purpose in self.purposes],
            "plants": list(box.plants) if box else None,
            "eff_from": box.since if box else None,
            "eff_to": box.until if box else None,
        }

    def references(self) -> Iterator[Subject]:
        """The revision, the change order, the plants and the target systems."""
        yield from self.bom.references()
        if self.effectivity is not None:
            yield from self.effectivity.references()
        if self.change is not None:
            yield Subject("ChangeOrder", self.change)
        for step in self.steps:
            yield Subject("System", step.system)

    @property
    def subject(self) -> Subject:
        """The release."""
        return Subject("Release", self.release)

    @property
    def structured_item(self) -> str:
        """The item whose structure is released."""
        return self.bom.item


class StepDispatched(Fact):
    """A step was sent to its target: which version, with which digest."""

    TYPE: ClassVar[str] = "release.step.dispatched"
    NATURE: ClassVar[Nature] = Nature.TRANSACTION

    release: Key
    step: StepReference
    generation: int = Field(default=1, ge=1, le=1_000_000)
    revision: Key
    digest: Digest | None = None
    message: Text | None = None

    def references(self) -> Iterator[Subject]:
        """The target system."""
        yield Subject("System", self.step.system)

    @property
    def subject(self) -> Subject:
        """The release."""
        return Subject("Release", self.release)


class RevisionWithdrawn(Fact):
    """A release was taken back at the time of the event."""

    TYPE: ClassVar[str] = "release.revision.withdrawn"
    NATURE: ClassVar[Nature] = Nature.APPROVAL

    release: Key
    reason: Text
    actor: Key | None = None
    replaced_by: Key | None = None

    @property
    def subject(self) -> Subject:
        """The release."""
        return Subject("Release", self.release)
