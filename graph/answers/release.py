"""Releases side by side: how far each has come as a whole and at each of its targets."""

from __future__ import annotations

from graph.answers.envelope import Envelope, Row
from graph.answers.trace import ReleaseTrace, ReleaseVerdict, Verdict


class SystemVerdict(Row):
    """How far a release has come at one target.

    Attributes:
        verdict: the worst of its steps there, those that the release requires before the others.
        steps: how many steps there are.
        overdue_since: the earliest due time that has passed without arrival, epoch microseconds.

    """

    system: str
    verdict: Verdict
    steps: int
    overdue_since: int | None


class ReleaseSummary(Row):
    """One release on the board.

    Attributes:
        proven: complete, and every required target echoed the version and digest that were sent.
        blocking_step: key of the step to look at first; none when the release is complete or withdrawn.
        blocking_reason: that step in one sentence.
        overdue: how many steps are overdue.

    """

    release: str
    generation: int | None
    bom: str | None
    item: str | None
    revision: str | None
    change: str | None
    title: str | None
    released_at: int | None
    released_by: str | None
    verdict: ReleaseVerdict
    proven: bool
    blocking_step: str | None
    blocking_reason: str | None
    overdue: int
    systems: tuple[SystemVerdict, ...]


class TraceAnswer(Row):
    """The traces that answer one question, the latest release first."""

    traces: tuple[ReleaseTrace, ...]
    envelope: Envelope
