"""Whether an item may stand in on a line, case by case, with the reason that a person reads."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.answers.line import SubstituteRule
from graph.answers.substitution import SubstituteVerdict, Substitution
from graph.clock import parse_instant
from graph.derivation.substitution import LineRules, Place, judge
from graph.model.bom_line import SubstituteKind

V = SubstituteVerdict
MAY, JUNE, JULY = (parse_instant(f"2026-0{month}-01T00:00:00Z") for month in (5, 6, 7))
EVERYWHERE = Place(("*",), None, None)
NEW, OLD = "PUMP|B|ENGINEERING|*", "PUMP|A|ENGINEERING|*"


def rule(item: str, priority: int = 1, **told: Any) -> SubstituteRule:
    """A rule of line 10, which asks for SEAL, unless it is said otherwise."""
    usual: dict[str, Any] = {
        "bom": NEW,
        "line": "10",
        "component": "SEAL",
        "quantity": Decimal(1),
        "uom": "C62",
        "kind": SubstituteKind.ONE_WAY,
        "set_name": None,
        "plants": ("*",),
        "eff_from": None,
        "eff_to": None,
    }
    return SubstituteRule(item=item, priority=priority, **{**usual, **told})


def backwards(kind: SubstituteKind, bom: str = OLD, **told: Any) -> SubstituteRule:
    """A rule that lets SEAL stand in for RING."""
    return rule("SEAL", bom=bom, component="RING", kind=kind, **told)


class Case(NamedTuple):
    """Rules, and what becomes of RING in LYON in June."""

    verdict: SubstituteVerdict
    words: str
    listed: tuple[SubstituteRule, ...] = ()
    backwards: tuple[SubstituteRule, ...] = ()
    place: Place = EVERYWHERE
    together: tuple[str, ...] = ()


S: dict[str, Any] = {"set_name": "S"}
CASES = {
    "it is listed": Case(V.ALLOWED, "it may stand in for SEAL, priority 2", (rule("RING", 2),)),
    "nothing is listed": Case(V.NOT_LISTED, "no rule lets RING stand in for SEAL on this line"),
    "another one is listed": Case(V.NOT_LISTED, "no rule lets RING stand in", (rule("GASKET"),)),
    "it is listed for the plant": Case(V.ALLOWED, "priority 1", (rule("RING", plants=("LYON", "PUEBLA")),)),
    "it is listed for another plant": Case(
        V.NOT_IN_PLANT, "RING may stand in only in PUEBLA, not in LYON", (rule("RING", plants=("PUEBLA",)),)
    ),
    "its time begins at this very moment": Case(V.ALLOWED, "priority 1", (rule("RING", eff_from=JUNE),)),
    "its time has not come": Case(
        V.NOT_AT_TIME, "RING may stand in only from 2026-07-01T00:00:00.000000Z on", (rule("RING", eff_from=JULY),)
    ),
    "its time ends at this very moment": Case(
        V.NOT_AT_TIME,
        "RING may stand in only until before 2026-06-01T00:00:00.000000Z",
        (rule("RING", eff_from=MAY, eff_to=JUNE),),
    ),
    "it belongs to a set": Case(
        V.ONLY_TOGETHER,
        "only together with GASKET and GLUE, set S",
        (rule("RING", 1, **S), rule("GLUE", 2, **S), rule("GASKET", 3, **S)),
        together=("GASKET", "GLUE"),
    ),
    "it is all of its set": Case(V.ALLOWED, "it may stand in", (rule("RING", **S), rule("GLUE", set_name="T"))),
    "a member of its set is not for the plant": Case(
        V.NOT_IN_PLANT,
        "GLUE of the same set S may stand in only in PUEBLA, not in LYON",
        (rule("RING", 1, **S), rule("GLUE", 2, plants=("PUEBLA",), **S)),
    ),
    "a member of its set comes later": Case(
        V.NOT_AT_TIME,
        "GLUE of the same set S may stand in only from 2026-07-01",
        (rule("RING", 1, **S), rule("GLUE", 2, eff_from=JULY, **S)),
    ),
    "a member has a rule for each of two plants": Case(
        V.ONLY_TOGETHER,
        "only together with GLUE, set S",
        (rule("RING", 1, **S), rule("GLUE", 2, plants=("PUEBLA",), **S), rule("GLUE", 3, plants=("LYON",), **S)),
        together=("GLUE",),
    ),
    "alone it may, and in a set it must not": Case(
        V.ALLOWED, "priority 7", (rule("RING", 1, **S), rule("GLUE", 2, **S), rule("RING", 7))
    ),
    "of two rules that hold the first decides": Case(V.ALLOWED, "priority 3", (rule("RING", 5), rule("RING", 3))),
    "the rule that holds decides": Case(
        V.ALLOWED, "priority 5", (rule("RING", 5), rule("RING", 1, plants=("PUEBLA",)))
    ),
    "it was replaced one way": Case(
        V.WRONG_DIRECTION,
        "line 10 of revision A lets SEAL stand in for RING, and not the other way round",
        backwards=(backwards(SubstituteKind.ONE_WAY),),
    ),
    "it was replaced both ways": Case(
        V.ALLOWED,
        "line 10 of revision A makes RING and SEAL interchangeable, priority 1",
        backwards=(backwards(SubstituteKind.TWO_WAY),),
    ),
    "it was replaced both ways in another plant": Case(
        V.NOT_IN_PLANT,
        "line 10 of revision A makes RING and SEAL interchangeable only in PUEBLA, not in LYON",
        backwards=(backwards(SubstituteKind.TWO_WAY, plants=("PUEBLA",)),),
    ),
    "another line of the revision replaces it both ways": Case(
        V.ALLOWED, "line 20 of revision B makes", backwards=(backwards(SubstituteKind.TWO_WAY, bom=NEW, line="20"),)
    ),
    "the line is for another plant": Case(
        V.NOT_IN_PLANT, "the line applies only in PUEBLA", (rule("RING"),), place=Place(("PUEBLA",), None, None)
    ),
    "the line has ended": Case(
        V.NOT_AT_TIME, "the line applies only until before 2026-06-01", (rule("RING"),), place=Place(("*",), MAY, JUNE)
    ),
}


@pytest.mark.capability(18)
@pytest.mark.parametrize("name", CASES)
def test_an_item_may_stand_in_or_it_is_said_why_not(name: str) -> None:
    case = CASES[name]
    found = judge(LineRules("SEAL", case.place, case.listed, case.backwards), "RING", "LYON", JUNE)
    assert found.verdict is case.verdict
    assert case.words in found.reason
    assert (found.component, found.together) == ("SEAL", case.together)
    assert found.allowed is (case.verdict is V.ALLOWED)


def test_what_the_line_asks_for_needs_no_rule() -> None:
    found = judge(LineRules("SEAL", EVERYWHERE), "SEAL", "LYON", JUNE)
    assert (found.verdict, found.allowed) == (V.COMPONENT, True)


def test_without_the_line_nothing_may_stand_in() -> None:
    found = judge(None, "SEAL", "LYON", JUNE)
    assert (found.verdict, found.allowed, found.component) == (V.NO_LINE, False, None)


RULES = st.builds(
    rule,
    st.sampled_from(["RING", "GLUE"]),
    st.integers(1, 3),
    set_name=st.sampled_from([None, "S"]),
    plants=st.sampled_from([("*",), ("LYON",), ("PUEBLA",)]),
    eff_from=st.sampled_from([None, MAY, JUNE, JULY]),
    eff_to=st.sampled_from([None, JUNE + 1, JULY + 1]),
)


def simply_allowed(listed: list[SubstituteRule]) -> bool:
    """Whether RING alone may stand in, in so many words."""
    for told in listed:
        holds = "*" in told.plants or "LYON" in told.plants
        holds = holds and (told.eff_from is None or told.eff_from <= JUNE)
        holds = holds and (told.eff_to is None or told.eff_to > JUNE)
        alone = told.set_name is None or {it.item for it in listed if it.set_name == told.set_name} == {"RING"}
        if told.item == "RING" and holds and alone:
            return True
    return False


@given(st.lists(RULES, max_size=5))
def test_one_rule_that_holds_is_enough_and_none_is_not(listed: list[SubstituteRule]) -> None:
    found: Substitution = judge(LineRules("SEAL", EVERYWHERE, tuple(listed)), "RING", "LYON", JUNE)
    assert found.allowed is simply_allowed(listed)
    assert len(found.judgements) == sum(it.item == "RING" for it in listed)
