"""Whether an item may stand in for the component of a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.answers.substitution import SubstituteAnswer
from graph.database import Graph
from graph.derivation.substitution import LineRules, Place, judge
from graph.queries.frame import open_frame
from graph.queries.lines import interval, rule_of
from graph.queries.nouns import BOM_REVISION, gap_of, states_at


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


def _rules(row: Mapping[str, Any]) -> LineRules:
    return LineRules(
        component=row["component"],
        place=Place(tuple(row["plants"]), **interval(row["eff_from"], row["eff_to"])),
        listed=tuple(rule_of(told) for told in row["listed"]),
        backwards=tuple(rule_of(told) for told in row["backwards"]),
    )
