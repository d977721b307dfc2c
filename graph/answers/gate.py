"""Gates: what had to be approved before a change went on, and whether it was."""

from __future__ import annotations

from enum import StrEnum

from graph.answers.envelope import Row
from graph.model.change_order import Area


class GateStatus(StrEnum):
    """Whether a gate has let the change through."""

    PASSED = "PASSED"
    OPEN = "OPEN"
    REFUSED = "REFUSED"


ANY_ROLE = "any role"
"""Stands where a gate names no roles: one approval will do, whoever gives it, while no rejection stands."""


class Passage(Row):
    """A closed-open span of time in which a gate let the change through; a later rejection ends it."""

    since: int
    until: int


class Gate(Row):
    """A gate with the approvals that it needs, as they stand.

    Attributes:
        roles: whose approval it needs.
        passed_at: since when it stands passed; none while it does not.
        missing: roles whose approval does not stand.
        passages: every span of time in which it stood passed.
        implicit: the change order declares no gate, so any one approval is asked for.

    """

    gate: str
    roles: tuple[str, ...]
    guards: tuple[Area, ...]
    status: GateStatus
    passed_at: int | None
    missing: tuple[str, ...]
    passages: tuple[Passage, ...] = ()
    implicit: bool = False

    def stood_passed(self, moment: int) -> bool:
        """Whether the gate let the change through at that moment."""
        return any(passage.since <= moment < passage.until for passage in self.passages)
