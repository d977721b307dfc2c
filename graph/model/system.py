"""Systems that send facts and must acknowledge releases."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar

from graph.model.base import Fact, Key, Nature, PartyReference, PlantReference, Subject, Text


class SystemKind(StrEnum):
    """What a system is for."""

    PLM = "PLM"
    ERP = "ERP"
    MES = "MES"
    WMS = "WMS"
    QMS = "QMS"
    SUPPLIER_PORTAL = "SUPPLIER_PORTAL"
    COSTING = "COSTING"
    PLANNING = "PLANNING"
    OTHER = "OTHER"


class SystemRegistered(Fact):
    """A system takes part: it sends facts, receives releases, or both."""

    TYPE: ClassVar[str] = "master.system.registered"
    NATURE: ClassVar[Nature] = Nature.MASTER

    system: Key
    name: Text
    kind: SystemKind
    plants: tuple[PlantReference, ...] = ()
    party: PartyReference | None = None

    def attributes(self) -> dict[str, object]:
        """Name, kind, plants and party."""
        return {"name": self.name, "kind": self.kind.value, "plants": list(self.plants), "party": self.party}

    def references(self) -> Iterator[Subject]:
        """The plants that the system serves and the party that runs it."""
        for plant in self.plants:
            yield Subject("Plant", plant)
        if self.party is not None:
            yield Subject("Party", self.party)

    @property
    def subject(self) -> Subject:
        """The system."""
        return Subject("System", self.system)
