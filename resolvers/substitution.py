"""Whether an item may stand in for the component of a line."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graph.answers import substitution as rows
from graph.queries.substitution import substitute_allowed
from resolvers.bom_revision import BomRevisionRef
from resolvers.context import Ask, AsKnownAt, AsOf
from resolvers.envelope import Envelope
from resolvers.line import SubstituteRule
from resolvers.root import root
from resolvers.shown import enum, listed, shows

enum(
    rows.SubstituteVerdict,
    "Whether an item may be used on a line, or why not.",
    {
        "COMPONENT": "It is what the line asks for.",
        "ALLOWED": "A rule lets it stand in.",
        "ONLY_TOGETHER": "It may stand in only together with the other members of its set.",
        "NOT_AT_TIME": "The line or the rule does not apply at that time.",
        "NOT_IN_PLANT": "The line or the rule does not apply in that plant.",
        "WRONG_DIRECTION": "The component may stand in for it, and not the other way round.",
        "NOT_LISTED": "No rule names it.",
        "NO_LINE": "The revision has no such line.",
    },
)

_PER_LINE = "the rules of one line that name the item"


@shows(rows.RuleJudgement, description="One rule that was looked at, and what it says of the item.")
class RuleJudgement:
    """A judgement."""

    rule: SubstituteRule = strawberry.field(description="The rule.")
    reversed: bool = strawberry.field(
        description="Whether it is read backwards: it lets the component of the line stand in for the item."
    )
    verdict: rows.SubstituteVerdict = strawberry.field(description="What it comes to.")
    reason: str = strawberry.field(description="Why, in one sentence.")
    together: list[strawberry.ID] = listed(
        "Numbers of the other items that must stand in with it.", bound="the members of one set"
    )


@shows(rows.Substitution, description="Whether an item may be used on a line, with the reason.")
class Substitution:
    """A verdict."""

    component: strawberry.ID | None = strawberry.field(
        name="componentNumber", description="Number of what the line asks for; null if there is no such line."
    )
    allowed: bool = strawberry.field(description="Whether the item alone may be used.")
    verdict: rows.SubstituteVerdict = strawberry.field(description="Whether it may, or why not.")
    reason: str = strawberry.field(description="Why, in one sentence.")
    together: list[strawberry.ID] = listed(
        "Numbers of the other items that must stand in with it.", bound="the members of one set"
    )
    judgements: list[RuleJudgement] = listed(
        "Every rule that was looked at, the deciding one first.", bound=_PER_LINE, size=3
    )


@shows(rows.SubstituteAnswer, description="Whether an item was allowed on a line of a revision.")
class SubstituteAnswer:
    """The answer to `substituteAllowed`."""

    bom: strawberry.ID = strawberry.field(name="revisionKey", description="Key of the revision.")
    line: strawberry.ID = strawberry.field(description="Id of the line.")
    item: strawberry.ID = strawberry.field(name="itemNumber", description="Number of the item that was asked for.")
    plant: str = strawberry.field(description="Code of the plant.")
    substitution: Substitution = strawberry.field(description="The verdict and the reason.")
    envelope: Envelope = strawberry.field(description="What the answer says about itself.")


Ref = Annotated[BomRevisionRef, strawberry.argument(description="The revision.")]
Line = Annotated[strawberry.ID, strawberry.argument(description="Id of the line within the revision.")]
StandIn = Annotated[strawberry.ID, strawberry.argument(description="Number of the item that is to stand in.")]
InPlant = Annotated[str, strawberry.argument(description="Code of the plant in which it is to be used.")]


async def _substitute_allowed(
    info: Ask,
    revision: Ref,
    line: Line,
    item: StandIn,
    plant: InPlant,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> rows.SubstituteAnswer:
    """Whether an item was allowed on a line."""
    return await substitute_allowed(
        info.context.graph, revision.key_of(), line, item, plant, as_of=as_of, known=as_known_at
    )


@strawberry.type
class SubstitutionQuery:
    """The roots of this file."""

    substitute_allowed: SubstituteAnswer = root(
        _substitute_allowed,
        "Whether an item may stand in on a line of a revision, in one plant at one time, by which rule or why not."
        " It is judged whether or not the revision itself applies there then.",
    )
