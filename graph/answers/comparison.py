"""What differs between two BOM revisions, line by line and field by field."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from graph.answers.bom_revision import RevisionLife
from graph.answers.envelope import Envelope, Row


class MatchBy(StrEnum):
    """By what a line of one revision is found again in the other.

    `IN_TURN` is by line id, what is then left by find number, and what is still left by item. Lines without a find
    number, or without designators, are found again by line id among each other where it is asked by these.
    """

    IN_TURN = "IN_TURN"
    LINE = "LINE"
    FIND_NUMBER = "FIND_NUMBER"
    DESIGNATOR = "DESIGNATOR"
    ITEM = "ITEM"


class RowKind(StrEnum):
    """What became of a line.

    `MOVED` is the same item with another line id, find number or designators and nothing else; `REPLACED` is another
    item at the same place.
    """

    ADDED = "ADDED"
    REMOVED = "REMOVED"
    CHANGED = "CHANGED"
    MOVED = "MOVED"
    REPLACED = "REPLACED"


class FieldChange(Row):
    """One field that differs.

    Attributes:
        field: its name on the wire; a part of a field stands behind a dot, such as `effectivity.from`.
        before: its value as text, the entries of a list with commas between; none where it has none.
        after: likewise.
        added: entries that a list has only after.
        removed: entries that a list had only before.

    """

    field: str
    before: str | None
    after: str | None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class ComparedLine(Row):
    """A line that differs.

    Attributes:
        line: id of the line within its revision.
        name: the name of the item at the clocks of its side; none if nothing states it.

    """

    line: str
    item: str
    name: str | None
    quantity: Decimal
    uom: str
    find_number: str | None
    designators: tuple[str, ...]


class ComparisonRow(Row):
    """What became of one line.

    Attributes:
        before: the line as it was; none if it was added.
        after: the line as it is; none if it was removed.
        changes: the fields that differ, by name; of a line that is on one side only, all that its source states.

    """

    kind: RowKind
    before: ComparedLine | None
    after: ComparedLine | None
    changes: tuple[FieldChange, ...]


class KindCount(Row):
    """How many rows of one kind there are."""

    kind: RowKind
    rows: int


class Difference(Row):
    """What differs between two revisions.

    Attributes:
        head: what differs of the revisions as a whole, by name of the field.
        rows: the lines that differ, in the order of their places.
        counts: how many rows of each kind there are, none left out.
        unchanged: how many lines are the same on both sides.

    """

    head: tuple[FieldChange, ...]
    rows: tuple[ComparisonRow, ...]
    counts: tuple[KindCount, ...]
    unchanged: int


class ComparedSide(Row):
    """One side of a comparison.

    Attributes:
        item: number of the item; none if nothing names what was asked for.
        bom: key of the revision; none if nothing names it, or none applies.
        life: how far the revision had come; none if nothing states it.
        as_of: valid time of this side, epoch microseconds.
        known: knowledge time of this side, epoch microseconds.

    """

    item: str | None
    bom: str | None
    life: RevisionLife | None
    as_of: int
    known: int


class BomComparison(Row):
    """Two sides and what differs between them.

    Attributes:
        difference: none if one of the sides is not stated; the gaps of the envelope tell why.
        envelope: what the answer says about itself, for the clocks of the side that is after.

    """

    before: ComparedSide
    after: ComparedSide
    match_by: MatchBy
    difference: Difference | None
    envelope: Envelope
