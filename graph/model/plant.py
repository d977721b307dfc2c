"""Plants: where things are made and where effectivity applies."""

from __future__ import annotations

from typing import ClassVar

from graph.model.base import Fact, Key, Nature, Subject, Text


class PlantDefined(Fact):
    """A plant exists under this code."""

    TYPE: ClassVar[str] = "master.plant.defined"
    NATURE: ClassVar[Nature] = Nature.MASTER

    plant: Key
    name: Text
    country: Key | None = None

    def attributes(self) -> dict[str, object]:
        """Name and country."""
        return {"name": self.name, "country": self.country}

    @property
    def subject(self) -> Subject:
        """The plant."""
        return Subject("Plant", self.plant)
