"""Why a revision does not apply: for each reason the shortest story that gives it, and the nearest that does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from graph.answers.effectivity import Applicability
from graph.derivation.effectivity import effective_revision
from graph.model.bom import View
from tests.unit.effectivity.stories import NOW, after, box, explained, hours
from tests.unit.story_builder import Story, hour, make_entry

OWN = {"item": "PUMP", "revision": "P", "plant": "P2"}
MADE = {"item": "PUMP", "revision": "M", "view": "MANUFACTURING"}


class Case(NamedTuple):
    """At hour 10 in plant P1 one story drops the revision by this reason, and the one nearest to it lets it apply."""

    reason: Applicability
    revision: str
    story: Callable[[], Story]
    since: int | None = None
    until: int | None = None
    by: str | None = None


def superseded() -> Story:
    return Story().define("A", effectivity=box(0, None, "P1")).define("B", effectivity=box(5), supersedes=after("A"))


CASES = {
    "drafted": Case(Applicability.NOT_RELEASED, "B", lambda: Story().define("B", state="DRAFT")),
    "obsolete at once": Case(Applicability.NOT_RELEASED, "B", lambda: Story().define("B", state="OBSOLETE")),
    "released later": Case(Applicability.NOT_RELEASED, "B", lambda: Story().release(revision="B", at=11), until=11),
    "begins later": Case(
        Applicability.NOT_YET_EFFECTIVE, "B", lambda: Story().release(at=1, effectivity=box(11)), until=11
    ),
    "ended": Case(
        Applicability.NO_LONGER_EFFECTIVE, "B", lambda: Story().define("B", effectivity=box(1, 10)), since=10
    ),
    "out of use": Case(
        Applicability.NO_LONGER_EFFECTIVE, "B", lambda: Story().define("B").define("B", state="OBSOLETE", at=9), since=9
    ),
    "withdrawn": Case(Applicability.WITHDRAWN, "B", lambda: Story().release(at=1).withdraw(at=10), since=10),
    "withdrawn before it began": Case(
        Applicability.WITHDRAWN, "B", lambda: Story().release(at=1, effectivity=box(8)).withdraw(at=7), since=7
    ),
    "other plant": Case(Applicability.OTHER_PLANT, "B", lambda: Story().define("B", effectivity=box(0, None, "P2"))),
    "made for another plant": Case(Applicability.OTHER_PLANT, "P", lambda: Story().define("P", bom=OWN)),
    "made for one plant, released for another": Case(
        Applicability.NOWHERE, "P", lambda: Story().define("P", bom=OWN, effectivity=box(0, None, "P1"))
    ),
    "over before its release": Case(
        Applicability.NOWHERE, "B", lambda: Story().release(at=6, effectivity=box(None, 5))
    ),
    "other view": Case(Applicability.OTHER_VIEW, "M", lambda: Story().define("M", bom=MADE)),
    "superseded although stronger": Case(Applicability.SUPERSEDED, "A", superseded, since=5, by="B"),
    "superseded by what begins with it and was stated before": Case(
        Applicability.SUPERSEDED,
        "A",
        lambda: Story().define("B", effectivity=box(5), supersedes=after("A")).define("A", effectivity=box(5)),
        since=5,
        by="B",
    ),
    "superseded by what begins later": Case(
        Applicability.SUPERSEDED,
        "A",
        lambda: Story().define("A").define("B", effectivity=box(5), supersedes=after("A")),
        since=5,
        by="B",
    ),
    "beaten by a plant": Case(
        Applicability.OVERRIDDEN,
        "B",
        lambda: Story().define("A", effectivity=box(0, None, "P1")).define("B", effectivity=box(5)),
        since=0,
        by="A",
    ),
    "beaten by a later start": Case(
        Applicability.REPLACED, "A", lambda: Story().define("A").define("B", effectivity=box(5)), since=5, by="B"
    ),
    "tied": Case(
        Applicability.TIE,
        "A",
        lambda: Story().define("A", effectivity=box(5)).define("B", effectivity=box(5)),
        since=5,
        by="B",
    ),
    "defined and voided": Case(Applicability.VOIDED, "B", lambda: Story().define("B").void(0, at=5)),
    "released and voided": Case(
        Applicability.VOIDED, "B", lambda: Story().define("B", state="DRAFT").release(at=2).void(1, at=5)
    ),
}

NEAREST: dict[str, Callable[[], Story]] = {
    "drafted": lambda: Story().define("B", state="RELEASED"),
    "obsolete at once": lambda: Story().define("B", state="RELEASED").define("B", state="OBSOLETE", at=11),
    "released later": lambda: Story().release(revision="B", at=10),
    "begins later": lambda: Story().release(at=1, effectivity=box(10)),
    "ended": lambda: Story().define("B", effectivity=box(1, 11)),
    "out of use": lambda: Story().define("B").define("B", state="OBSOLETE", at=11),
    "withdrawn": lambda: Story().release(at=1).withdraw(at=11),
    "withdrawn before it began": lambda: Story().release(at=1, effectivity=box(8)),
    "other plant": lambda: Story().define("B", effectivity=box(0, None, "P2", "P1")),
    "made for another plant": lambda: Story().define("P"),
    "made for one plant, released for another": lambda: Story().define(
        "P", bom={"item": "PUMP", "revision": "P", "plant": "P1"}, effectivity=box(0, None, "P1")
    ),
    "over before its release": lambda: Story().release(at=6, effectivity=box(None, 11)),
    "other view": lambda: Story().define("M"),
    "superseded although stronger": lambda: (
        Story().define("A", effectivity=box(0, None, "P1")).define("B", effectivity=box(5), supersedes=after("0"))
    ),
    "superseded by what begins with it and was stated before": lambda: (
        Story().define("B", effectivity=box(5)).define("A", effectivity=box(5))
    ),
    "superseded by what begins later": lambda: (
        Story().define("A").define("B", effectivity=box(11), supersedes=after("A"))
    ),
    "beaten by a plant": lambda: Story().define("A", effectivity=box(0, None, "P2")).define("B", effectivity=box(5)),
    "beaten by a later start": lambda: Story().define("A").define("B", effectivity=box(11)),
    "tied": lambda: Story().define("A", effectivity=box(6)).define("B", effectivity=box(5)),
    "defined and voided": lambda: Story().define("B"),
    "released and voided": lambda: Story().define("B", state="DRAFT").release(at=2),
}


@pytest.mark.capability(36)
@pytest.mark.parametrize("name", CASES)
def test_the_condition_that_dropped_a_revision_is_told_with_its_moment_and_the_other_revision(name: str) -> None:
    case = CASES[name]
    found = explained(case.story(), 10)[case.revision]
    by = found.by and found.by.split("|")[1]
    assert (found.applicability, hours(found.since), hours(found.until), by) == (
        case.reason,
        case.since,
        case.until,
        case.by,
    )


def test_every_reason_is_in_the_table() -> None:
    assert {case.reason for case in CASES.values()} == {*Applicability} - {Applicability.APPLIES}
    assert CASES.keys() == NEAREST.keys()


@pytest.mark.parametrize("name", NEAREST)
def test_the_nearest_story_lets_it_apply(name: str) -> None:
    found = explained(NEAREST[name](), 10)[CASES[name].revision]
    assert found.applicability is Applicability.APPLIES


@pytest.mark.capability(36)
def test_effectivity_is_closed_at_its_beginning_and_open_at_its_end() -> None:
    story = Story().define("B", effectivity=box(10, 20))
    moments = (hour(10) - 1, hour(10), hour(20) - 1, hour(20))
    found = [effective_revision(story.entries, "PUMP", View.ENGINEERING, "P1", it, NOW)[0] for it in moments]
    assert [it.applicability for it in found] == ["NOT_YET_EFFECTIVE", "APPLIES", "APPLIES", "NO_LONGER_EFFECTIVE"]


def test_what_applies_comes_first_with_the_span_of_its_window_and_the_event_that_claims_it() -> None:
    story = Story().define("A").define("B", effectivity=box(5)).define("C", effectivity=box(12))
    first, *others = effective_revision(story.entries, "PUMP", View.ENGINEERING, "P1", hour(10), NOW)
    assert (first.revision, hours(first.since), hours(first.until)) == ("B", 5, 12)
    assert (first.event, first.reason) == ("PLM|e1", "it applies from 2026-03-02 05:00 UTC until 2026-03-02 12:00 UTC")
    assert [(it.revision, it.reason) for it in others] == [
        ("A", "B begins later, on 2026-03-02 05:00 UTC"),
        ("C", "it is effective only from 2026-03-02 12:00 UTC on"),
    ]


@pytest.mark.capability(39)
def test_a_pilot_applies_in_its_plant_and_is_not_for_others_until_it_expands() -> None:
    story = Story().define("A").define("B", state="DRAFT")
    story.release(at=5, effectivity=box(5, None, "P1"))
    assert explained(story, 6, plant="P1")["B"].applicability is Applicability.APPLIES
    other = explained(story, 6, plant="P2")
    assert (other["A"].applicability, other["B"].reason) == (Applicability.APPLIES, "it is for plant P1 only")
    story.release(release="REL-2", at=7, effectivity=box(8))
    assert explained(story, 7, plant="P2")["B"].applicability is Applicability.NOT_YET_EFFECTIVE
    assert explained(story, 8, plant="P2")["B"].applicability is Applicability.APPLIES


def test_without_a_plant_it_is_asked_for_plants_that_no_revision_names() -> None:
    story = Story().define("A").define("B", effectivity=box(5, None, "P1"))
    assert explained(story, 6, plant=None)["A"].applicability is Applicability.APPLIES
    assert explained(story, 6, plant=None)["B"].applicability is Applicability.OTHER_PLANT


def test_of_several_claims_that_which_comes_nearest_is_told() -> None:
    story = Story().define("B", state="DRAFT").release(at=1).withdraw(at=2).release(release="REL-2", at=3)
    assert explained(story, 10)["B"].event == "PLM|e3"
    assert explained(story, 2)["B"].applicability is Applicability.NOT_RELEASED


def test_a_late_statement_changes_the_explanation_only_from_when_it_was_recorded() -> None:
    story = Story().define("A", at=1)
    fact = Story().define("B", effectivity=box(5)).entries[0].event.fact
    story.entries.append(make_entry(fact, hour(3), name="late", recorded_at=hour(20)))
    assert set(explained(story, 10, known=hour(20) - 1)) == {"A"}
    assert explained(story, 10, known=hour(20))["A"].applicability is Applicability.REPLACED


def test_a_void_changes_the_explanation_only_from_when_it_was_recorded() -> None:
    story = Story().define("A").define("B", effectivity=box(5)).void(1, at=15)
    assert explained(story, 10, known=hour(15) - 1)["B"].applicability is Applicability.APPLIES
    voided = explained(story, 10, known=hour(15))["B"]
    assert (voided.applicability, voided.recorded_at) == (Applicability.VOIDED, hour(15))


def test_a_revision_that_is_superseded_by_one_that_is_itself_beaten_names_the_one_that_beats_it_first() -> None:
    story = superseded().define("C", effectivity=box(6))
    found = explained(story, 10)
    assert found["C"].applicability is Applicability.APPLIES
    assert (found["A"].by, found["A"].applicability) == ("PUMP|B|ENGINEERING|*", Applicability.SUPERSEDED)
    assert found["B"].applicability is Applicability.REPLACED
