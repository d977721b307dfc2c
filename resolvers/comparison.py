"""What differs between two BOM revisions."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graph.answers import comparison as answers
from graph.answers.bom_revision import RevisionLife
from graph.errors import InputError
from graph.model.bom import View
from graph.queries import comparison as queries
from resolvers.bom_revision import BomRevisionRef
from resolvers.connection import Connection, paged
from resolvers.context import Ask, AsKnownAt, AsOf
from resolvers.envelope import Envelope
from resolvers.quantity import Quantity
from resolvers.root import root
from resolvers.scalars import Instant
from resolvers.shown import enum, itself, listed, resolved, shows

_AS_STATED = "what one event can state"
_BY_FIELD = "one for a field"

enum(
    answers.MatchBy,
    "By what a line of one revision is found again in the other.",
    {
        "IN_TURN": "By line id; what is left then by find number, and what is still left by item.",
        "LINE": "By the id of the line alone.",
        "FIND_NUMBER": "By the number on the drawing; lines that have none, by line id.",
        "DESIGNATOR": "By designators in common, lines that share most first; lines that have none, by line id.",
        "ITEM": "By the item; of several lines with one item, those that are most alike.",
    },
)
enum(
    answers.RowKind,
    "What became of a line.",
    {
        "ADDED": "It is only in the revision after.",
        "REMOVED": "It is only in the revision before.",
        "CHANGED": "The same item with another quantity or another property.",
        "MOVED": "The same item with another line id, find number or designators, and nothing else.",
        "REPLACED": "Another item at the same place.",
    },
    name="ComparisonRowKind",
)


@shows(answers.FieldChange, description="One field that differs.")
class FieldChange:
    """A field."""

    field: str = strawberry.field(
        description="Its name in the events of the source; a part of a field stands behind a dot, for example"
        " `effectivity.from`."
    )
    before: str | None = strawberry.field(
        description="Its value before, the entries of a list with commas between; null where it had none."
    )
    after: str | None = strawberry.field(description="Its value after, likewise.")
    added: list[str] = listed("Entries that a list has only after.", bound=_AS_STATED)
    removed: list[str] = listed("Entries that a list had only before.", bound=_AS_STATED)


@shows(answers.ComparedLine, description="A line that differs, as its source states it.")
class ComparedLine:
    """A line."""

    line: strawberry.ID = strawberry.field(description="Id of the line within its revision.")
    item: strawberry.ID = strawberry.field(name="itemNumber", description="Number of the component.")
    name: str | None = strawberry.field(
        description="What the component is called at the clocks of its side; null when nothing states it."
    )
    amount: Quantity = resolved(itself, "How much of it one piece of the parent takes.", name="quantity")
    find_number: str | None = strawberry.field(description="Its number on the drawing.")
    designators: list[str] = listed("Where it sits, for example R101 to R104.", bound=_AS_STATED)


@shows(answers.ComparisonRow, description="What became of one line.")
class ComparisonRow:
    """A row."""

    kind: answers.RowKind = strawberry.field(description="What became of it.")
    before: ComparedLine | None = strawberry.field(description="The line as it was; null if it was added.")
    after: ComparedLine | None = strawberry.field(description="The line as it is; null if it was removed.")
    changes: list[FieldChange] = listed(
        "The fields that differ, by name; of a line that is on one side only, all that its source states.",
        bound=_BY_FIELD,
        size=3,
    )


@shows(answers.KindCount, description="How many rows of one kind there are.")
class ComparisonCount:
    """A count."""

    kind: answers.RowKind = strawberry.field(description="Which kind.")
    rows: int = strawberry.field(description="How many rows.")


@shows(answers.Difference, description="What differs between two revisions; nothing, where all lists are empty.")
class BomDifference:
    """The difference."""

    head: list[FieldChange] = listed(
        "What differs of the revisions as a whole: state, effectivity, description, change order, digest and so on.",
        bound=_BY_FIELD,
    )
    rows: Connection[ComparisonRow] = paged("The lines that differ, in the order of their places.")
    counts: list[ComparisonCount] = listed(
        "How many rows of each kind there are, those with none too.", bound="the kinds", size=5
    )
    unchanged: int = strawberry.field(description="How many lines are the same on both sides.")


@shows(answers.ComparedSide, description="One side of a comparison, with the clocks that it is told for.")
class ComparedSide:
    """A side."""

    item: strawberry.ID | None = strawberry.field(
        name="itemNumber", description="Number of the item; null when nothing names what was asked for."
    )
    bom: strawberry.ID | None = strawberry.field(
        name="revisionKey", description="Key of the BOM revision; null when nothing names it, or none applies."
    )
    life: RevisionLife | None = strawberry.field(
        name="state", description="How far the revision had come, over all plants; null when nothing states it."
    )
    as_of: Instant = strawberry.field(description="The side tells what was true at this moment.")
    known: Instant = strawberry.field(name="asKnownAt", description="It counts what had been recorded by this moment.")


@shows(answers.BomComparison, description="Two BOM revisions and what differs between them.")
class BomComparison:
    """The answer to `compareBoms`."""

    before: ComparedSide = strawberry.field(description="What is compared.")
    after: ComparedSide = strawberry.field(description="What it is compared with.")
    match_by: answers.MatchBy = strawberry.field(description="By what lines were found again.")
    difference: BomDifference | None = strawberry.field(
        description="What differs; null if one of the sides is not stated, and the gaps tell why."
    )
    envelope: Envelope = strawberry.field(
        description="What the answer says about itself; its clocks are those of the side that is after."
    )


@strawberry.input(
    description="One side of a comparison: a revision as it is stated, or what applies of an item. Give one of the two."
)
class BomSideInput:
    """A side."""

    revision: BomRevisionRef | None = strawberry.field(
        default=None, description="The revision; all of its lines count, whether or not they apply."
    )
    item: strawberry.ID | None = strawberry.field(
        default=None,
        description="Number of the item: compared is the revision that applies in the view and the plant, and of its"
        " lines those that apply.",
    )
    view: View = strawberry.field(default=View.ENGINEERING, description="Whose structure of the item.")
    plant: str | None = strawberry.field(
        default=None, description="In which plant the item is looked at; when left out, in one that no revision names."
    )
    as_of: Instant | None = strawberry.field(
        default=None, description="What was true at this moment; that of the whole question when left out."
    )
    as_known_at: Instant | None = strawberry.field(
        default=None, description="What had been recorded by this moment; that of the whole question when left out."
    )

    def side(self, as_of: int | None, known: int | None) -> queries.Side:
        """The side, at the clocks of the question where it has none of its own."""
        return queries.Side(
            bom=self.revision.key_of() if self.revision else None,
            item=self.item,
            view=self.view,
            plant=self.plant,
            as_of=as_of if self.as_of is None else self.as_of,
            known=known if self.as_known_at is None else self.as_known_at,
        )


Before = Annotated[BomSideInput | None, strawberry.argument(description="What is compared.")]
After = Annotated[BomSideInput | None, strawberry.argument(description="What it is compared with.")]
Alone = Annotated[
    BomRevisionRef | None,
    strawberry.argument(description="A revision to compare with the one that it follows, instead of two sides."),
]
By = Annotated[answers.MatchBy, strawberry.argument(description="By what a line is found again.")]


async def _compare_boms(
    info: Ask,
    before: Before = None,
    after: After = None,
    revision: Alone = None,
    match_by: By = answers.MatchBy.IN_TURN,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> answers.BomComparison:
    """What differs between two sides, or between one revision and its predecessor."""
    old: queries.Side | None = None
    match before, after, revision:
        case BomSideInput(), BomSideInput(), None:
            old, new = before.side(as_of, as_known_at), after.side(as_of, as_known_at)
        case None, None, BomRevisionRef():
            new = queries.Side(bom=revision.key_of(), as_of=as_of, known=as_known_at)
        case _:
            hint = "Give `before` and `after`, or `revision` alone"
            raise InputError("a comparison has two sides, or one revision and its predecessor", hint=hint)
    return await queries.compare_boms(info.context.graph, new, old, match_by=match_by)


@strawberry.type
class ComparisonQuery:
    """The roots of this file."""

    compare_boms: BomComparison = root(
        _compare_boms, "What differs between two BOM revisions, or between one and the revision that it follows."
    )
