"""Orders: production, purchase and the like, with the revision that they pin."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar

from graph.model.base import (
    Fact,
    Instant,
    ItemReference,
    Key,
    Nature,
    PartyReference,
    PlantReference,
    Quantity,
    Subject,
    compose_key,
)
from graph.model.bom import BomReference, View
from graph.model.change_order import Area


class OrderKind(StrEnum):
    """What sort of order it is."""

    PRODUCTION = "PRODUCTION"
    PLANNED = "PLANNED"
    PURCHASE = "PURCHASE"
    SALES = "SALES"
    SUBCONTRACT = "SUBCONTRACT"
    REWORK = "REWORK"

    @property
    def area(self) -> Area | None:
        """The area that an order of this kind belongs to; none for sales."""
        return _AREAS.get(self)


_AREAS = {
    OrderKind.PRODUCTION: Area.EXECUTION,
    OrderKind.REWORK: Area.EXECUTION,
    OrderKind.PLANNED: Area.PLANNING,
    OrderKind.PURCHASE: Area.PROCUREMENT,
    OrderKind.SUBCONTRACT: Area.PROCUREMENT,
}


class OrderStatus(StrEnum):
    """How far an order has come."""

    PLANNED = "PLANNED"
    OPEN = "OPEN"
    STARTED = "STARTED"
    COMPLETED = "COMPLETED"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


class OrderChanged(Fact):
    """An order was created or changed; the fact states the order as a whole.

    Attributes:
        system: the system that keeps the order; numbers are unique within it.
        revision: the BOM revision of the item that the order pins, if it pins one.

    """

    TYPE: ClassVar[str] = "execution.order.changed"
    NATURE: ClassVar[Nature] = Nature.TRANSACTION

    system: Key
    number: Key
    kind: OrderKind
    item: ItemReference
    plant: PlantReference | None = None
    party: PartyReference | None = None
    quantity: Quantity
    status: OrderStatus
    scheduled_start: Instant | None = None
    due: Instant | None = None
    revision: Key | None = None
    view: View = View.ENGINEERING

    @property
    def key(self) -> str:
        """The natural key of the order."""
        return compose_key(self.system, self.number)

    @property
    def bom(self) -> BomReference | None:
        """The BOM revision that the order pins."""
        if self.revision is None:
            return None
        return BomReference(item=self.item, revision=self.revision, view=self.view)

    def attributes(self) -> dict[str, object]:
        """The order as it stands."""
        return {
            "number": self.number,
            "system": self.system,
            "kind": self.kind.value,
            "status": self.status.value,
            "plant": self.plant,
            "party": self.party,
            "quantity": self.quantity.value,
            "uom": self.quantity.uom,
            "scheduled_start": self.scheduled_start,
            "due": self.due,
            "revision": self.revision,
            "view": self.view.value,
        }

    def references(self) -> Iterator[Subject]:
        """The item, the plant, the party and the revision that is pinned."""
        yield Subject("Item", self.item)
        if self.plant is not None:
            yield Subject("Plant", self.plant)
        if self.party is not None:
            yield Subject("Party", self.party)
        if self.bom is not None:
            yield from self.bom.references()

    @property
    def subject(self) -> Subject:
        """The order."""
        return Subject("Order", self.key)
