"""Symbols with a meaning: each always stands beside its word, and colour only repeats what both say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from graph.answers.gate import GateStatus
from graph.answers.trace import ReleaseVerdict, Verdict
from graph.model.approval import Decision


class Mark(NamedTuple):
    """How one state looks.

    Attributes:
        symbol: one column wide.
        style: a colour of the terminal's own palette, so that it reads on light and on dark ground.

    """

    symbol: str
    style: str


RIGHT: Final = Mark("●", "green")
UNPROVEN: Final = Mark("○", "green")
OTHER: Final = Mark("◆", "yellow")
WAITS: Final = Mark("◷", "bright_blue")
WRONG: Final = Mark("✕", "red")
NONE: Final = Mark("\N{EN DASH}", "dim")

ASCII: Final[Mapping[str, str]] = {
    RIGHT.symbol: "*",
    UNPROVEN.symbol: "o",
    OTHER.symbol: "~",
    WAITS.symbol: "@",
    WRONG.symbol: "x",
    NONE.symbol: "-",
    "·": ".",
    "─": "-",
    "≠": "!=",
    "…": "...",
    "“": '"',
    "”": '"',
}
"""What stands for a symbol where the terminal's encoding has none."""

STEP: Final[Mapping[Verdict, Mark]] = {
    Verdict.ACCEPTED_CORRECT: RIGHT,
    Verdict.ACCEPTED_UNPROVEN: UNPROVEN,
    Verdict.ACCEPTED_STALE: OTHER,
    Verdict.ACCEPTED_ALTERED: OTHER,
    Verdict.REJECTED: WRONG,
    Verdict.FAILED: WRONG,
    Verdict.HELD: WRONG,
    Verdict.COMPENSATED: OTHER,
    Verdict.WAITING: WAITS,
    Verdict.BLOCKED: WAITS,
    Verdict.UNEXPECTED: OTHER,
    Verdict.NOT_REQUIRED: NONE,
}

_RELEASE: Final[Mapping[ReleaseVerdict, Mark]] = {
    ReleaseVerdict.COMPLETE: RIGHT,
    ReleaseVerdict.IN_PROGRESS: WAITS,
    ReleaseVerdict.PARTIAL: WRONG,
    ReleaseVerdict.HELD: WRONG,
    ReleaseVerdict.WITHDRAWN: NONE,
}

GATE: Final[Mapping[GateStatus, Mark]] = {
    GateStatus.PASSED: RIGHT,
    GateStatus.OPEN: WAITS,
    GateStatus.REFUSED: WRONG,
}

DECISION: Final[Mapping[Decision, Mark]] = {Decision.APPROVED: RIGHT, Decision.REJECTED: WRONG}


def of_release(verdict: ReleaseVerdict, *, proven: bool) -> Mark:
    """The mark of a release; complete without proof is like a step that is accepted without proof."""
    return UNPROVEN if verdict is ReleaseVerdict.COMPLETE and not proven else _RELEASE[verdict]
