"""What was valid when, in which plant, on both clocks."""

from __future__ import annotations

import pytest

from graph.answers.effectivity import TimelineRow
from graph.model.bom import View
from tests.unit.effectivity.stories import NOW, box, hours, timeline_of
from tests.unit.story_builder import Story, hour, make_entry


def rows(story: Story, known: int = NOW) -> list[tuple[str | int | None, ...]]:
    """Revision, plants, effective from and to, known from and to, in hours."""
    return [
        (
            it.revision,
            _plants(it),
            *(hours(moment) for span in (it.effective, it.known) for moment in (span.since, span.until)),
        )
        for it in timeline_of(story.entries, known)
    ]


def _plants(row: TimelineRow) -> str:
    return " ".join(["*", *(f"-{plant}" for plant in row.except_plants)] if row.all_plants else row.plants)


@pytest.mark.capability(39)
def test_a_change_in_one_plant_first_shows_both_plants_side_by_side_and_then_the_expansion() -> None:
    story = Story().define("A", at=1).define("B", state="DRAFT", at=2)
    story.release(at=4, effectivity=box(5, None, "P1"))
    assert rows(story) == [
        ("A", "P1", None, 5, 4, None),
        ("A", "*", None, None, 1, 4),
        ("A", "* -P1", None, None, 4, None),
        ("B", "P1", 5, None, 4, None),
    ]
    story.release(release="REL-2", at=8, effectivity=box(9))
    assert [row for row in rows(story) if row[-1] is None] == [
        ("A", "P1", None, 5, 4, None),
        ("A", "* -P1", None, 9, 8, None),
        ("B", "P1", 5, None, 4, None),
        ("B", "* -P1", 9, None, 8, None),
    ]


def test_a_withdrawal_shows_what_applied_meanwhile_and_how_the_plan_was_before() -> None:
    story = Story().define("A", at=1).release(at=2, effectivity=box(5)).withdraw(at=7)
    assert rows(story) == [
        ("A", "*", None, 5, 2, None),
        ("A", "*", None, None, 1, 2),
        ("B", "*", 5, 7, 7, None),
        ("B", "*", 5, None, 2, 7),
        ("A", "*", 7, None, 7, None),
    ]


def test_a_late_arrival_ends_what_was_known_when_it_was_recorded_and_not_before() -> None:
    story = Story().define("A", at=1)
    fact = Story().define("B", effectivity=box(5)).entries[0].event.fact
    story.entries.append(make_entry(fact, hour(3), name="late", recorded_at=hour(20)))
    assert rows(story, hour(20) - 1) == [("A", "*", None, None, 1, None)]
    assert rows(story, hour(20)) == [
        ("A", "*", None, 5, 20, None),
        ("A", "*", None, None, 1, 20),
        ("B", "*", 5, None, 20, None),
    ]


def test_a_void_ends_what_was_known_when_it_was_recorded_and_not_before() -> None:
    story = Story().define("A", at=1).void(0, at=9)
    assert rows(story, hour(9) - 1) == [("A", "*", None, None, 1, None)]
    assert rows(story, hour(9)) == [("A", "*", None, None, 1, 9)]


def test_another_view_has_a_timeline_of_its_own() -> None:
    story = Story().define("M", bom={"item": "PUMP", "revision": "M", "view": "MANUFACTURING"})
    assert rows(story) == []
    assert [it.revision for it in timeline_of(story.entries, view=View.MANUFACTURING)] == ["M"]
