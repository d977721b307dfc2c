"""Whether an item may stand in for the component of a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.answers.line import SubstituteRule
from graph.answers.structure import Walk
from graph.answers.substitution import SubstituteAnswer
from graph.database import Graph
from graph.derivation.substitution import LineRules, Place, judge
from graph.queries.columns import MOST_USES
from graph.queries.frame import open_frame
from graph.queries.lines import interval, rule_of
from graph.queries.nouns import BOM_REVISION, gap_of, states_at
from graph.queries.structure import Context


async def substitute_allowed(
    graph: Graph,
    bom: str,
    line: str,
    item: str,
    plant: str,
    *,
    as_of: int | None = None,
    known: int | None = None,
) -> SubstituteAnswer:
    """Whether an item was allowed on a line of a revision, and by which rule or why not.

    It is judged whether or not the revision itself applies in that plant then.

    Args:
        graph: the door to the database.
        bom: natural key of the revision.
        line: id of the line within it.
        item: number of the item that is to stand in.
        plant: code of the plant.
        as_of: valid time, epoch microseconds; now when left out.
        known: knowledge time, epoch microseconds; now when left out.

    """
    async with graph.reading("substitute_allowed") as tx:
        frame = await open_frame(tx, as_of, known)
        found = (await states_at(tx, BOM_REVISION, [bom], frame.moments)).get(bom)
        previous = found.supersedes if found else None
        rows = await tx.read(
            "substitute_rules", bom=bom, previous=previous, line=line, item=item, known=frame.moments.known
        )
    rules = _rules(rows[0]) if rows else None
    return SubstituteAnswer(
        bom=bom,
        line=line,
        item=item,
        plant=plant,
        substitution=judge(rules, item, plant, frame.moments.as_of),
        envelope=frame.envelope(gap_of(BOM_REVISION, bom, found, frame.moments)),
    )


async def substitutes_of_walk(graph: Graph, walk: Walk) -> tuple[SubstituteRule, ...]:
    """What may stand in on the lines that a walk followed, in its context and at its clocks.

    By revision, line, set and priority; at most as many as a walk follows uses.
    """
    context = Context(walk.view, walk.plant, walk.any_time)
    boms = sorted(set(walk.uses.boms))
    async with graph.reading("substitutes_of_walk") as tx:
        params = context.params(walk.envelope.clocks)
        rows = await tx.read("substitutes_of_walk", boms=boms, limit=MOST_USES, **params)
    followed = set(zip(walk.uses.boms, walk.uses.lines, strict=True))
    return tuple(rule for rule in map(rule_of, rows[0]["rules"]) if (rule.bom, rule.line) in followed)


def _rules(row: Mapping[str, Any]) -> LineRules:
    return LineRules(
        component=row["component"],
        place=Place(tuple(row["plants"]), **interval(row["eff_from"], row["eff_to"])),
        listed=tuple(rule_of(told) for told in row["listed"]),
        backwards=tuple(rule_of(told) for told in row["backwards"]),
    )
