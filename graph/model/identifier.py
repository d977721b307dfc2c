"""Identifiers: what a system calls something."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar

from graph.model.base import Fact, Key, LocalName, Nature, Subject


class NamedNoun(StrEnum):
    """Which sort of thing a local name may stand for; the wire word is also the identifier's kind."""

    ITEM = "item"
    PLANT = "plant"
    PARTY = "party"

    @property
    def label(self) -> str:
        """The label of such a noun in the graph."""
        return self.value.capitalize()


class IdentifierMapped(Fact):
    """In this system, this value stands for that thing."""

    TYPE: ClassVar[str] = "master.identifier.mapped"
    NATURE: ClassVar[Nature] = Nature.MASTER

    system: Key
    kind: NamedNoun
    value: Key
    canonical: Key

    @property
    def name(self) -> LocalName:
        """The local name."""
        return LocalName(self.system, self.kind.value, self.value)

    def attributes(self) -> dict[str, object]:
        """The name and what it stands for."""
        return {"canonical": self.canonical}

    def references(self) -> Iterator[Subject]:
        """The noun that the name stands for."""
        yield Subject(self.kind.label, self.canonical)

    @property
    def subject(self) -> Subject:
        """The identifier."""
        return Subject("Identifier", self.name.key)
