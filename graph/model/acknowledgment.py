"""Acknowledgments: what a target system or a person answered to a step."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from graph.model.base import Digest, Fact, Key, Nature, Subject, Text
from graph.model.release import StepReference


class AcknowledgmentKind(StrEnum):
    """How far an answer reaches, from the wire to the shop floor."""

    TRANSPORT = "TRANSPORT"
    APPLICATION = "APPLICATION"
    HUMAN = "HUMAN"
    IMPLEMENTATION = "IMPLEMENTATION"
    READBACK = "READBACK"


class AcknowledgmentStatus(StrEnum):
    """What the target says happened to the step."""

    RECEIVED = "RECEIVED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    FAILED = "FAILED"
    HELD = "HELD"
    COMPENSATED = "COMPENSATED"


class StepAcknowledged(Fact):
    """A target answered one generation of one step.

    Attributes:
        revision: the version that the target now holds, as it says.
        digest: the digest of the content that the target now holds, as it says.

    """

    TYPE: ClassVar[str] = "release.step.acknowledged"
    NATURE: ClassVar[Nature] = Nature.APPROVAL

    release: Key
    step: StepReference
    generation: int = Field(default=1, ge=1, le=1_000_000)
    kind: AcknowledgmentKind = AcknowledgmentKind.APPLICATION
    status: AcknowledgmentStatus
    revision: Key | None = None
    digest: Digest | None = None
    text: Text | None = None
    actor: Key | None = None

    def references(self) -> Iterator[Subject]:
        """The system that answered."""
        yield Subject("System", self.step.system)

    @property
    def subject(self) -> Subject:
        """The release."""
        return Subject("Release", self.release)
