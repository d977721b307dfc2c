"""What a target still owes: steps whose answer is missing, late, stale, refused or of other content."""

from __future__ import annotations

from enum import StrEnum

from graph.answers.envelope import Row
from graph.answers.trace import StepTrace


class AcknowledgmentFault(StrEnum):
    """What is wrong with the answer to a step."""

    MISSING = "MISSING"
    LATE = "LATE"
    STALE = "STALE"
    REJECTED = "REJECTED"
    ALTERED = "ALTERED"


class AcknowledgmentState(Row):
    """One step of one release whose answer a person has to look after.

    Attributes:
        faults: what is wrong with it.
        since: since when it is so, epoch microseconds: when it was sent, due, or answered.

    """

    release: str
    bom: str | None
    item: str | None
    revision: str | None
    change: str | None
    step: StepTrace
    faults: tuple[AcknowledgmentFault, ...]
    since: int
