"""Voided events: how a mistake is answered. Nothing is edited."""

from __future__ import annotations

from typing import ClassVar

from graph.model.base import Fact, Key, Nature, Subject, Text, compose_key


class EventVoided(Fact):
    """An earlier event of the same source was a mistake and no longer counts from now on.

    A void answers facts, never another void: whoever voids by mistake sends the event again under a new id.
    """

    TYPE: ClassVar[str] = "log.event.voided"
    NATURE: ClassVar[Nature] = Nature.TRANSACTION

    source: Key
    event: Key
    reason: Text
    corrective_events: tuple[Key, ...] = ()

    @property
    def target(self) -> str:
        """The key of the voided fact in the log."""
        return compose_key(self.source, self.event)

    @property
    def subject(self) -> Subject:
        """The fact that is voided."""
        return Subject("Fact", self.target)
