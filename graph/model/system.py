"""Systems that send facts and must acknowledge releases."""

from __future__ import annotations

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

    @property
    def subject(self) -> Subject:
        """The system."""
        return Subject("System", self.system)
