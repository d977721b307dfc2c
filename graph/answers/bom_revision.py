"""BOM revisions: what is in them, where they apply, and how far they have come."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from graph.answers.envelope import Envelope, Row
from graph.answers.line import LineTraits, SubstituteRule
from graph.answers.noun import BomRevisionState
from graph.model.bom import View


class RevisionLife(StrEnum):
    """How far a revision has come, over all plants; derived from facts, never stored."""

    DRAFT = "DRAFT"
    APPROVED = "APPROVED"
    RELEASED = "RELEASED"
    EFFECTIVE = "EFFECTIVE"
    SUPERSEDED = "SUPERSEDED"
    OBSOLETE = "OBSOLETE"
    WITHDRAWN = "WITHDRAWN"


class Window(Row):
    """Where and when a revision applies to its item.

    Attributes:
        bom: key of the revision.
        all_plants: whether it applies everywhere but in `except_plants`; else only in `plants`.
        eff_from: first moment, epoch microseconds; none when open.
        eff_to: first moment after, epoch microseconds; none when open.

    """

    bom: str
    view: View
    all_plants: bool
    plants: tuple[str, ...]
    except_plants: tuple[str, ...]
    eff_from: int | None
    eff_to: int | None

    def begun(self, moment: int) -> bool:
        """Whether the window had begun at that moment."""
        return self.eff_from is None or self.eff_from <= moment

    def covers(self, moment: int) -> bool:
        """Whether the revision applies somewhere at that moment."""
        return self.begun(moment) and (self.eff_to is None or moment < self.eff_to)


class Line(Row):
    """One component of a revision, as its source states it.

    Attributes:
        line: id of the line within the revision.
        plants: where the line applies, `*` for everywhere.
        eff_from: first moment, epoch microseconds; none when open.
        eff_to: first moment after, epoch microseconds; none when open.
        substitutes: what may stand in for the component, by set and priority.

    """

    line: str
    item: str
    quantity: Decimal
    uom: str
    find_number: str | None
    designators: tuple[str, ...]
    plants: tuple[str, ...]
    eff_from: int | None
    eff_to: int | None
    traits: LineTraits
    substitutes: tuple[SubstituteRule, ...]


class BomRevisionAnswer(Row):
    """One BOM revision; none if nothing names it."""

    bom_revision: BomRevisionState | None
    envelope: Envelope
