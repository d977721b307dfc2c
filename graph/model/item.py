"""Items: what can be made, bought or stocked. Identity only; structure is in revisions."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from graph.model.base import Fact, Key, Nature, Subject, Text


class Procurement(StrEnum):
    """How an item comes to be available."""

    MAKE = "MAKE"
    BUY = "BUY"
    MAKE_OR_BUY = "MAKE_OR_BUY"
    SUBCONTRACT = "SUBCONTRACT"


class Tracking(StrEnum):
    """How single pieces of an item are told apart."""

    NONE = "NONE"
    LOT = "LOT"
    SERIAL = "SERIAL"


class ItemDefined(Fact):
    """An item exists with these attributes; what is not said is not known."""

    TYPE: ClassVar[str] = "master.item.defined"
    NATURE: ClassVar[Nature] = Nature.MASTER

    item: Key
    name: Text
    uom: Key = "C62"
    procurement: Procurement | None = None
    family: Key | None = None
    regulatory_class: Key | None = None
    tracking: Tracking = Tracking.NONE

    def attributes(self) -> dict[str, object]:
        """Everything but the number."""
        return {
            "name": self.name,
            "uom": self.uom,
            "procurement": self.procurement and self.procurement.value,
            "family": self.family,
            "regulatory_class": self.regulatory_class,
            "tracking": self.tracking.value,
        }

    @property
    def subject(self) -> Subject:
        """The item."""
        return Subject("Item", self.item)
