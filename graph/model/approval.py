"""Approvals: who decided what about a change or a release, in which role, and what was signed."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from graph.model.base import Digest, Fact, Key, Nature, Subject, Text


class Decision(StrEnum):
    """What a signer decided."""

    APPROVED = "APPROVED"
    REJECTED = "REJECTED"


class ApprovalRecorded(Fact):
    """A person decided, in a role, at the time of the event."""

    TYPE: ClassVar[str] = "change.approval.recorded"
    NATURE: ClassVar[Nature] = Nature.APPROVAL

    change: Key | None = None
    release: Key | None = None
    role: Key
    signer: Key
    decision: Decision
    meaning: Text | None = None
    signed_digest: Digest | None = None

    @model_validator(mode="after")
    def _names_one_thing(self) -> Self:
        if (self.change is None) == (self.release is None):
            raise PydanticCustomError("approval_target", "an approval names either a change or a release")
        return self

    @property
    def subject(self) -> Subject:
        """The change order or the release that was decided on."""
        if self.change is not None:
            return Subject("ChangeOrder", self.change)
        return Subject("Release", self.release or "")
