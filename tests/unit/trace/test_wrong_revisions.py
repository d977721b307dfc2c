"""Orders and units on another revision than applies at their own plant and time."""

from __future__ import annotations

import pytest

from graph.answers.trace import FindingKind
from tests.unit.story_builder import time
from tests.unit.trace.stories import approved, found


@pytest.mark.capability(103)
def test_an_order_is_judged_at_its_scheduled_start_and_not_when_it_was_told() -> None:
    story = approved().release(effectivity={"from": time(10), "toExclusive": time(20)})
    for number, start in enumerate([9, 10, 19, 20]):
        story.order(str(number), start=start)
    assert [finding.ref for finding in found(story, FindingKind.WRONG_REVISION)] == ["Order:ERP|0", "Order:ERP|3"]


@pytest.mark.capability(39, 103)
def test_a_plant_that_the_revision_does_not_reach_stays_on_the_former_one() -> None:
    story = approved().define("A", effectivity={"plants": ["P2"]}).release()
    for number, (revision, plant) in enumerate([("B", "P1"), ("B", "P2"), ("A", "P1"), ("A", "P2")]):
        story.order(str(number), revision, plant=plant)
    assert [finding.ref for finding in found(story, FindingKind.WRONG_REVISION)] == ["Order:ERP|1", "Order:ERP|2"]


def test_where_the_plant_is_not_known_and_decides_nobody_is_accused() -> None:
    story = approved().release(effectivity={"plants": ["P1"]}).order("1", "A").order("2", "B").unit("S1", "A")
    assert not found(story, FindingKind.WRONG_REVISION)


def test_where_the_revision_applies_in_every_plant_or_in_none_the_plant_need_not_be_known() -> None:
    story = approved().release(effectivity={"from": time(5)}).order("1", "A", start=6).order("2", "B", start=4)
    assert len(found(story, FindingKind.WRONG_REVISION)) == 2


def test_a_cancelled_order_is_on_no_wrong_revision() -> None:
    assert not found(approved().release().order("1", "A", status="CANCELLED"), FindingKind.WRONG_REVISION)


def test_orders_of_another_view_are_not_judged() -> None:
    assert not found(approved().release().order("1", "M1", view="MANUFACTURING"), FindingKind.WRONG_REVISION)


@pytest.mark.capability(103)
def test_the_finding_says_which_revision_applies_there_and_then() -> None:
    story = approved().release(effectivity={"from": time(10)}).order("1", "A", start=10, plant="P1").unit("S1", at=8)
    assert [finding.text for finding in found(story, FindingKind.WRONG_REVISION)] == [
        "production order ERP|1 is on revision A, but B applies in plant P1 at that time",
        "unit S1 is on revision B, which does not apply at that time",
    ]


def test_any_window_of_the_revision_will_do() -> None:
    story = approved().release(effectivity={"plants": ["P1"]})
    story.release(release="REL-2", effectivity={"plants": ["P2"], "from": time(9)}).order("1", plant="P2", start=9)
    assert not found(story, FindingKind.WRONG_REVISION)
