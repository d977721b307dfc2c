"""Whether an item may stand in for the component of a line, and why."""

from __future__ import annotations

from enum import StrEnum

from graph.answers.envelope import Envelope, Row
from graph.answers.line import SubstituteRule


class SubstituteVerdict(StrEnum):
    """What becomes of the question, from yes to no."""

    COMPONENT = "COMPONENT"
    ALLOWED = "ALLOWED"
    ONLY_TOGETHER = "ONLY_TOGETHER"
    NOT_AT_TIME = "NOT_AT_TIME"
    NOT_IN_PLANT = "NOT_IN_PLANT"
    WRONG_DIRECTION = "WRONG_DIRECTION"
    NOT_LISTED = "NOT_LISTED"
    NO_LINE = "NO_LINE"


class RuleJudgement(Row):
    """One rule that was looked at.

    Attributes:
        reversed: whether it is read backwards: it lets the component stand in for the item.
        together: the other items that must stand in with it.

    """

    rule: SubstituteRule
    reversed: bool
    verdict: SubstituteVerdict
    reason: str
    together: tuple[str, ...] = ()


class Substitution(Row):
    """The verdict on one item, with every rule that was looked at, the deciding one first.

    Attributes:
        component: what the line asks for; none if there is no such line.

    """

    component: str | None
    verdict: SubstituteVerdict
    reason: str
    judgements: tuple[RuleJudgement, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether the item alone may be used on the line."""
        return self.verdict in {SubstituteVerdict.COMPONENT, SubstituteVerdict.ALLOWED}

    @property
    def together(self) -> tuple[str, ...]:
        """The other items that must stand in with it."""
        return self.judgements[0].together if self.judgements else ()


class SubstituteAnswer(Row):
    """Whether an item was allowed on a line of a revision, in one plant at one time.

    Attributes:
        bom: key of the revision.

    """

    bom: str
    line: str
    item: str
    plant: str
    substitution: Substitution
    envelope: Envelope
