"""BOM revisions: one version of an item's structure in one view."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from graph.canonical import digest
from graph.model.base import (
    ALL_PLANTS,
    Digest,
    Effectivity,
    Fact,
    ItemReference,
    Key,
    Nature,
    PlantReference,
    Subject,
    Text,
    Value,
    compose_key,
)
from graph.model.bom_line import BomLine

__all__ = ["BomLine", "BomReference", "BomRevisionDefined", "SourceState", "View"]


class View(StrEnum):
    """Whose structure it is."""

    ENGINEERING = "ENGINEERING"
    MANUFACTURING = "MANUFACTURING"
    SERVICE = "SERVICE"


class SourceState(StrEnum):
    """What the defining system says of the revision by itself, before any release is seen here.

    `RELEASED` is for structures that were in force before this service began to watch.
    """

    DRAFT = "DRAFT"
    RELEASED = "RELEASED"
    OBSOLETE = "OBSOLETE"


class BomReference(Value):
    """Names one BOM revision."""

    item: ItemReference
    revision: Key
    view: View = View.ENGINEERING
    plant: PlantReference = ALL_PLANTS

    @property
    def key(self) -> str:
        """The natural key of the BOM revision."""
        return compose_key(self.item, self.revision, self.view.value, self.plant)

    def references(self) -> Iterator[Subject]:
        """The revision, its item and, if it is of one plant, the plant."""
        yield Subject("BomRevision", self.key)
        yield Subject("Item", self.item)
        if self.plant != ALL_PLANTS:
            yield Subject("Plant", self.plant)


class BomRevisionDefined(Fact):
    """A whole revision with its lines: what is not in it is gone from it.

    Attributes:
        content_digest: the defining system's own digest of the structure; computed here when it sends none.

    """

    TYPE: ClassVar[str] = "structure.bom.defined"
    NATURE: ClassVar[Nature] = Nature.MASTER

    bom: BomReference
    lines: tuple[BomLine, ...] = Field(max_length=10_000)
    state: SourceState = SourceState.DRAFT
    effectivity: Effectivity = Effectivity()
    change: Key | None = None
    supersedes: BomReference | None = None
    derived_from: BomReference | None = None
    content_digest: Digest | None = None
    description: Text | None = None

    @model_validator(mode="after")
    def _lines_are_sound(self) -> Self:
        names = [line.line for line in self.lines]
        if len(set(names)) != len(names):
            raise PydanticCustomError("duplicate_line", "a line id occurs twice in the revision")
        if any(line.item == self.bom.item for line in self.lines):
            raise PydanticCustomError("self_use", "an item cannot be its own component")
        if any(it.item == self.bom.item for line in self.lines for it in line.substitutes):
            raise PydanticCustomError("self_use", "an item cannot stand in for one of its own components")
        return self

    def attributes(self) -> dict[str, object]:
        """What the defining system says of the revision as a whole; lines and windows are relationships."""
        return {
            "state": self.state.value,
            "digest": self.digest(),
            "description": self.description,
            "change": self.change,
            "plants": list(self.effectivity.plants),
            "eff_from": self.effectivity.since,
            "eff_to": self.effectivity.until,
        }

    def references(self) -> Iterator[Subject]:
        """The item, what its lines name, the plants, the change order and the revisions that it follows."""
        yield Subject("Item", self.bom.item)
        for line in self.lines:
            yield from line.references()
        yield from self.effectivity.references()
        if self.change is not None:
            yield Subject("ChangeOrder", self.change)
        for other in (self.supersedes, self.derived_from):
            if other is not None:
                yield from other.references()

    @property
    def subject(self) -> Subject:
        """The BOM revision."""
        return Subject("BomRevision", self.bom.key)

    @property
    def structured_item(self) -> str:
        """The item that has this structure."""
        return self.bom.item

    def digest(self) -> str:
        """The defining system's digest, or SHA-256 of the RFC 8785 form of the lines, defaults left out."""
        if self.content_digest is not None:
            return self.content_digest
        return digest([line.model_dump(mode="json", by_alias=True, exclude_defaults=True) for line in self.lines])
