"""Whether an item may stand in for the component of a line: pure, over the rules that were known.

- A rule of the line that names the item decides: where and when it and its line apply.
- The members of a set replace the component together: every one of them must apply, and none does alone.
- A two-way rule is read backwards, too. Where a line asks for what a rule lets stand in, the component of that rule
  may be used. Such rules are those of the same revision and, for the same line, of the revision that it supersedes:
  old stock goes into the new revision if the two are interchangeable. A one-way rule refuses that.
- Of several rules the most favourable decides, then the one of the least priority number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.answers.line import SubstituteRule
from graph.answers.substitution import RuleJudgement, SubstituteVerdict, Substitution
from graph.clock import format_instant
from graph.model.base import ALL_PLANTS, split_key
from graph.model.bom_line import SubstituteKind

_RANK = {verdict: rank for rank, verdict in enumerate(SubstituteVerdict)}


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when one thing applies.

    Attributes:
        plants: codes, `*` alone for everywhere.
        eff_from: first moment, epoch microseconds; none when open.
        eff_to: first moment after, epoch microseconds; none when open.

    """

    plants: tuple[str, ...]
    eff_from: int | None
    eff_to: int | None

    @classmethod
    def of(cls, rule: SubstituteRule) -> Place:
        """Where and when a rule applies."""
        return cls(rule.plants, rule.eff_from, rule.eff_to)


@dataclass(frozen=True, slots=True)
class LineRules:
    """What is known of a line for the question about one item.

    Attributes:
        component: what the line asks for.
        place: where and when the line applies.
        listed: all rules of the line.
        backwards: rules by which the component stands in for the item.

    """

    component: str
    place: Place
    listed: tuple[SubstituteRule, ...] = ()
    backwards: tuple[SubstituteRule, ...] = ()


def judge(rules: LineRules | None, item: str, plant: str, moment: int) -> Substitution:
    """Whether the item may be used on the line.

    Args:
        rules: what is known of the line; none if there is no such line.
        item: number of the item.
        plant: code of the plant.
        moment: valid time, epoch microseconds.

    """
    if rules is None:
        reason = "the revision has no such line, as far as was known"
        return Substitution(component=None, verdict=SubstituteVerdict.NO_LINE, reason=reason)
    outside = _outside(rules.place, plant, moment)
    if outside is not None:
        verdict, where = outside
        return Substitution(component=rules.component, verdict=verdict, reason=f"the line applies {where}")
    if item == rules.component:
        reason = "it is what the line asks for"
        return Substitution(component=item, verdict=SubstituteVerdict.COMPONENT, reason=reason)
    judged = sorted(
        (*_forwards(rules.listed, item, plant, moment), *_backwards(rules.backwards, plant, moment)),
        key=lambda it: (_RANK[it.verdict], it.rule.priority, it.reversed, it.rule.set_name or ""),
    )
    if not judged:
        reason = f"no rule lets {item} stand in for {rules.component} on this line"
        return Substitution(component=rules.component, verdict=SubstituteVerdict.NOT_LISTED, reason=reason)
    first = judged[0]
    return Substitution(component=rules.component, verdict=first.verdict, reason=first.reason, judgements=tuple(judged))


def _forwards(listed: Sequence[SubstituteRule], item: str, plant: str, moment: int) -> Iterator[RuleJudgement]:
    for rule in listed:
        if rule.item == item:
            verdict, reason, together = _of_rule(rule, listed, plant, moment)
            yield RuleJudgement(rule=rule, reversed=False, verdict=verdict, reason=reason, together=together)


def _of_rule(
    rule: SubstituteRule, listed: Sequence[SubstituteRule], plant: str, moment: int
) -> tuple[SubstituteVerdict, str, tuple[str, ...]]:
    outside = _outside(Place.of(rule), plant, moment)
    if outside is not None:
        return outside[0], f"{rule.item} may stand in {outside[1]}", ()
    members = _members(rule, listed)
    if not members:
        return SubstituteVerdict.ALLOWED, f"it may stand in for {rule.component}, priority {rule.priority}", ()
    for member, places in members.items():
        absent = [_outside(place, plant, moment) for place in places]
        if all(absent) and absent[0] is not None:
            verdict, where = absent[0]
            return verdict, f"{member} of the same set {rule.set_name} may stand in {where}", ()
    names = tuple(sorted(members))
    reason = f"only together with {' and '.join(names)}, set {rule.set_name}"
    return SubstituteVerdict.ONLY_TOGETHER, reason, names


def _members(rule: SubstituteRule, listed: Sequence[SubstituteRule]) -> dict[str, list[Place]]:
    """The other items of the rule's set, each with where and when it may stand in."""
    members: dict[str, list[Place]] = {}
    for other in listed:
        if rule.set_name is not None and other.set_name == rule.set_name and other.item != rule.item:
            members.setdefault(other.item, []).append(Place.of(other))
    return members


def _backwards(rules: Sequence[SubstituteRule], plant: str, moment: int) -> Iterator[RuleJudgement]:
    for rule in rules:
        verdict, reason = _of_reversed(rule, plant, moment)
        yield RuleJudgement(rule=rule, reversed=True, verdict=verdict, reason=reason)


def _of_reversed(rule: SubstituteRule, plant: str, moment: int) -> tuple[SubstituteVerdict, str]:
    where_stated = f"line {rule.line} of revision {split_key(rule.bom)[1]}"
    if rule.kind is SubstituteKind.ONE_WAY:
        reason = f"{where_stated} lets {rule.item} stand in for {rule.component}, and not the other way round"
        return SubstituteVerdict.WRONG_DIRECTION, reason
    outside = _outside(Place.of(rule), plant, moment)
    if outside is not None:
        return outside[0], f"{where_stated} makes {rule.component} and {rule.item} interchangeable {outside[1]}"
    reason = f"{where_stated} makes {rule.component} and {rule.item} interchangeable, priority {rule.priority}"
    return SubstituteVerdict.ALLOWED, reason


def _outside(place: Place, plant: str, moment: int) -> tuple[SubstituteVerdict, str] | None:
    """Why a place does not hold plant and moment, and where it lies; none if it does."""
    if place.plants != (ALL_PLANTS,) and plant not in place.plants:
        return SubstituteVerdict.NOT_IN_PLANT, f"only in {', '.join(place.plants)}, not in {plant}"
    if place.eff_from is not None and moment < place.eff_from:
        return SubstituteVerdict.NOT_AT_TIME, f"only from {format_instant(place.eff_from)} on"
    if place.eff_to is not None and moment >= place.eff_to:
        return SubstituteVerdict.NOT_AT_TIME, f"only until before {format_instant(place.eff_to)}"
    return None
