"""Leaks: what reached planning, procurement or the shop floor while a gate did not let the change through."""

from __future__ import annotations

import pytest

from graph.answers.trace import FindingKind
from tests.unit.story_builder import Story
from tests.unit.trace.stories import ERP, MES, PORTAL, found, gated


@pytest.mark.capability(49, 104)
def test_while_a_gate_never_passes_everything_leaks_and_the_first_edge_is_marked_once() -> None:
    story = gated().release(ERP).dispatch(ERP).acknowledge(ERP).order("1", kind="PURCHASE").unit("S1")
    leaks = found(story, FindingKind.LEAK)
    assert [leak.ref for leak in leaks] == [f"ReleaseStep:{story.key_of(ERP)}"] * 2 + ["Order:ERP|1", "Unit:PUMP|S1"]
    assert [leak.first for leak in leaks] == [True, False, False, False]
    assert {leak.gate for leak in leaks} == {"QG"}
    assert leaks[0].text == "ERP BOM was sent without gate QG, which still needs approval by QUALITY"


def test_the_first_leaking_edge_is_the_earliest_whatever_was_told_first() -> None:
    story = gated().release(ERP).dispatch(ERP, at=9).order("1", kind="PURCHASE", at=5)
    assert [leak.ref for leak in found(story, FindingKind.LEAK) if leak.first] == ["Order:ERP|1"]


def test_what_happens_at_the_very_moment_of_the_approval_does_not_leak() -> None:
    story = gated().release(ERP).dispatch(ERP, at=5).approve(at=5)
    assert not found(story, FindingKind.LEAK)


@pytest.mark.capability(48)
def test_a_leak_names_the_gate_that_should_have_come_first_and_when_it_passed() -> None:
    leak = found(gated().release(ERP).dispatch(ERP).approve(at=8), FindingKind.LEAK)[0]
    assert leak.text == "ERP BOM was sent before gate QG, which passed 2026-03-02 08:00 UTC"
    assert leak.event == "PLM|e2"


def test_a_gate_leaks_only_into_the_areas_that_it_guards() -> None:
    story = gated("PROCUREMENT").release(ERP, PORTAL).dispatch(ERP).dispatch(PORTAL)
    assert [leak.system for leak in found(story, FindingKind.LEAK)] == ["PORTAL"]


def test_an_event_that_two_gates_should_have_stopped_is_one_leak() -> None:
    story = Story().change({"QG": ["QUALITY"], "FG": ["FINANCE"]}).release(ERP).dispatch(ERP)
    assert [leak.gate for leak in found(story, FindingKind.LEAK)] == ["FG"]


def test_a_step_that_the_release_does_not_list_leaks_like_any_other() -> None:
    story = gated().release(ERP).dispatch(MES)
    assert [leak.system for leak in found(story, FindingKind.LEAK)] == ["MES"]


@pytest.mark.capability(49)
def test_only_what_went_out_while_an_approval_was_revoked_leaks() -> None:
    story = gated().approve(at=2).release(ERP, MES, PORTAL, at=3).dispatch(ERP, at=4).reject(at=5).dispatch(MES, at=6)
    story.approve(at=7).dispatch(PORTAL, at=8)
    assert [leak.system for leak in found(story, FindingKind.LEAK)] == ["MES"]


def test_a_later_rejection_makes_no_leak_of_what_went_out_on_a_standing_approval() -> None:
    story = gated().approve().release(ERP).dispatch(ERP).reject()
    assert not found(story, FindingKind.LEAK)


def test_a_second_approval_makes_no_leak_of_what_the_first_had_allowed() -> None:
    story = Story().change().approve("ENGINEERING").release(ERP).dispatch(ERP).approve("QUALITY")
    assert not found(story, FindingKind.LEAK)


def test_nobody_is_accused_by_gates_of_a_change_that_is_not_known_yet() -> None:
    story = Story().release(ERP).dispatch(ERP)
    assert not found(story, FindingKind.LEAK)
    assert story.trace().gates == ()


def test_a_cancelled_order_leaked_all_the_same() -> None:
    story = gated("PROCUREMENT").release().order("1", kind="PURCHASE", status="CANCELLED")
    assert len(found(story, FindingKind.LEAK)) == 1


def test_a_sales_order_enters_no_guarded_area() -> None:
    assert not found(gated().release().order("1", kind="SALES"), FindingKind.LEAK)


def test_an_order_on_another_revision_leaks_nothing() -> None:
    assert not found(gated().release().order("1", "A", kind="PURCHASE"), FindingKind.LEAK)


def test_a_leak_names_the_next_moment_at_which_the_gate_passed() -> None:
    story = gated().release(ERP).dispatch(ERP).approve(at=6).reject(at=7).approve(at=8)
    assert found(story, FindingKind.LEAK)[0].text.endswith("which passed 2026-03-02 06:00 UTC")
