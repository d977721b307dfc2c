"""Units: single pieces with a serial number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from graph.model.base import Fact, ItemReference, Key, Nature, PlantReference, Subject, compose_key
from graph.model.bom import BomReference, View


class UnitProduced(Fact):
    """A unit was finished at the time of the event, in this plant, built to this revision."""

    TYPE: ClassVar[str] = "execution.unit.produced"
    NATURE: ClassVar[Nature] = Nature.TRANSACTION

    item: ItemReference
    serial: Key
    plant: PlantReference | None = None
    revision: Key | None = None
    view: View = View.ENGINEERING
    order_system: Key | None = None
    order_number: Key | None = None

    @property
    def key(self) -> str:
        """The natural key of the unit."""
        return compose_key(self.item, self.serial)

    @property
    def bom(self) -> BomReference | None:
        """The BOM revision that the unit was built to."""
        if self.revision is None:
            return None
        return BomReference(item=self.item, revision=self.revision, view=self.view)

    @property
    def order(self) -> str | None:
        """The natural key of the order that the unit was built under."""
        if self.order_system is None or self.order_number is None:
            return None
        return compose_key(self.order_system, self.order_number)

    def attributes(self) -> dict[str, object]:
        """The unit as it was finished."""
        return {
            "serial": self.serial,
            "plant": self.plant,
            "revision": self.revision,
            "view": self.view.value,
            "built_under": self.order,
        }

    def references(self) -> Iterator[Subject]:
        """The item, the plant and the revision that it was built to."""
        yield Subject("Item", self.item)
        if self.plant is not None:
            yield Subject("Plant", self.plant)
        if self.bom is not None:
            yield from self.bom.references()

    @property
    def subject(self) -> Subject:
        """The unit."""
        return Subject("Unit", self.key)
