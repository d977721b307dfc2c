"""Effectivity: which revision applies and why no other does, what was valid when, and where that is in doubt."""

from __future__ import annotations

from enum import StrEnum

from graph.answers.envelope import Envelope, Row
from graph.model.bom import View


class Applicability(StrEnum):
    """Whether a revision applies at a point, or the condition that keeps it from it."""

    APPLIES = "APPLIES"
    OTHER_VIEW = "OTHER_VIEW"
    VOIDED = "VOIDED"
    NOT_RELEASED = "NOT_RELEASED"
    NOWHERE = "NOWHERE"
    OTHER_PLANT = "OTHER_PLANT"
    NOT_YET_EFFECTIVE = "NOT_YET_EFFECTIVE"
    NO_LONGER_EFFECTIVE = "NO_LONGER_EFFECTIVE"
    WITHDRAWN = "WITHDRAWN"
    SUPERSEDED = "SUPERSEDED"
    OVERRIDDEN = "OVERRIDDEN"
    REPLACED = "REPLACED"
    TIE = "TIE"


class Candidate(Row):
    """One revision of the item, and whether it applies.

    Attributes:
        bom: key of the revision.
        revision: its name.
        view: whose structure it is.
        plant: the plant that it is made for, `*` for all.
        applicability: whether it applies, or the condition that dropped it.
        since: from when that is so, epoch microseconds; none when it always was, or where it does not matter.
        until: until before when, epoch microseconds; none when nothing known ends it.
        by: key of the revision that applies, or was to apply, instead; none where no other one is the cause.
        recorded_at: when the void was recorded, epoch microseconds; none unless it was voided.
        event: key in the log of the event whose claim was judged; none where nothing claims anything for it.
        reason: one sentence for a person.

    """

    bom: str
    revision: str
    view: View
    plant: str
    applicability: Applicability
    since: int | None = None
    until: int | None = None
    by: str | None = None
    recorded_at: int | None = None
    event: str | None = None
    reason: str


class EffectiveRevision(Row):
    """The revision of an item that applies at a point, and what became of every other one.

    Attributes:
        item: number of the item; none if nothing names it.
        view: whose structure was asked for.
        plant: for which plant; none for a plant that no revision names.
        candidates: every revision of the item, the one that applies first.

    """

    item: str | None
    view: View
    plant: str | None
    candidates: tuple[Candidate, ...]
    envelope: Envelope

    @property
    def bom(self) -> str | None:
        """Key of the revision that applies; none if none does."""
        return next((it.bom for it in self.candidates if it.applicability is Applicability.APPLIES), None)

    @property
    def ambiguous(self) -> bool:
        """Whether the one that applies was picked only because it was stated last."""
        return any(it.applicability is Applicability.TIE for it in self.candidates)


class Interval(Row):
    """A closed-open span of time, epoch microseconds; none for an open end."""

    since: int | None
    until: int | None


class Places(Row):
    """In which plants something holds.

    Attributes:
        all_plants: whether it holds everywhere but in `except_plants`; else only in `plants`.

    """

    all_plants: bool
    plants: tuple[str, ...]
    except_plants: tuple[str, ...]


class TimelineRow(Places):
    """One revision applied to its item in these plants over this time, as it was known over that time.

    Attributes:
        bom: key of the revision.
        revision: its name.
        effective: the span in which it applies.
        known: the span of the knowledge clock in which that was so.

    """

    bom: str
    revision: str
    view: View
    effective: Interval
    known: Interval


class ConflictKind(StrEnum):
    """What is wrong with the effectivity of an item."""

    GAP = "GAP"
    OVERLAP = "OVERLAP"
    AMBIGUOUS = "AMBIGUOUS"
    MISSING = "MISSING"


class Conflict(Places):
    """Where and when the effectivity of an item is in doubt.

    Attributes:
        since: from when, epoch microseconds; none when open.
        until: until before when, epoch microseconds; none when open.
        revisions: keys of the revisions concerned; of several that claim the same, the one that is taken comes first.
        reason: one sentence for a person.

    """

    kind: ConflictKind
    item: str
    view: View
    since: int | None
    until: int | None
    revisions: tuple[str, ...]
    reason: str


class TimelineAnswer(Row):
    """What was valid when, in which plant, on both clocks.

    Attributes:
        item: number of the item; none if nothing names it.
        view: whose structure was asked for.
        rows: from the earliest on.
        conflicts: where that is in doubt, as known at the asked moment.

    """

    item: str | None
    view: View
    rows: tuple[TimelineRow, ...]
    conflicts: tuple[Conflict, ...]
    envelope: Envelope


class ConflictsAnswer(Row):
    """Where the effectivity of items is in doubt.

    Attributes:
        items: numbers of the items that were looked at, less those that nothing names.
        conflicts: by item, view and time.

    """

    items: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    envelope: Envelope
