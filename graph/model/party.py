"""Parties: who supplies, owns or buys."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from graph.model.base import Fact, Key, Nature, Subject, Text


class PartyRole(StrEnum):
    """In what capacity a party appears."""

    SUPPLIER = "SUPPLIER"
    CUSTOMER = "CUSTOMER"
    OWNER = "OWNER"
    CONTRACTOR = "CONTRACTOR"


class PartyDefined(Fact):
    """A supplier, customer or owner is known under this code."""

    TYPE: ClassVar[str] = "master.party.defined"
    NATURE: ClassVar[Nature] = Nature.MASTER

    party: Key
    name: Text
    roles: tuple[PartyRole, ...] = ()

    def attributes(self) -> dict[str, object]:
        """Name and roles."""
        return {"name": self.name, "roles": [role.value for role in self.roles]}

    @property
    def subject(self) -> Subject:
        """The party."""
        return Subject("Party", self.party)
