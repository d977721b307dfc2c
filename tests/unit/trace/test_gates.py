"""Gates: which approvals they need, when they stood passed, and what is asked for where none is declared."""

from __future__ import annotations

import pytest

from graph.answers.gate import Gate, GateStatus
from graph.clock import FAR_FUTURE
from tests.unit.story_builder import Story, hour
from tests.unit.trace.stories import ERP, gated


def gate(story: Story) -> Gate:
    """The only gate of the story's release."""
    if not any(entry.event.fact.subject.label == "Release" for entry in story.entries):
        story.release(ERP)
    (only,) = story.trace().gates
    return only


def spans(story: Story) -> list[tuple[int, int]]:
    return [(passage.since, passage.until) for passage in gate(story).passages]


EACH = [
    (GateStatus.PASSED, gated().approve(), gated().approve("FINANCE")),
    (GateStatus.OPEN, gated(), gated().approve()),
    (GateStatus.OPEN, gated().reject("FINANCE"), gated().reject()),
    (GateStatus.REFUSED, gated().reject(), gated().reject().approve()),
    (GateStatus.REFUSED, gated().approve().reject(), gated().approve()),
]


@pytest.mark.capability(48)
@pytest.mark.parametrize(("status", "story", "nearest"), EACH, ids=[str(status) for status, _, _ in EACH])
def test_each_status_is_earned_by_its_story_and_not_by_the_nearest_other(
    status: GateStatus, story: Story, nearest: Story
) -> None:
    assert gate(story).status is status
    assert gate(nearest).status is not status


def test_a_gate_passes_when_the_last_role_that_it_needs_has_approved() -> None:
    story = Story().change({"QG": ["QUALITY", "FINANCE"]}).approve("FINANCE", at=3)
    assert (gate(story).status, gate(story).missing) == (GateStatus.OPEN, ("QUALITY",))
    story.approve("QUALITY", at=7)
    assert (gate(story).passed_at, gate(story).missing) == (hour(7), ())


def test_approving_again_does_not_move_the_moment_at_which_a_gate_passed() -> None:
    assert gate(gated().approve(at=3).approve(at=9)).passed_at == hour(3)


def test_a_rejection_closes_a_gate_until_the_role_approves_again() -> None:
    story = gated().approve(at=3).reject(at=5).approve(at=8)
    assert spans(story) == [(hour(3), hour(5)), (hour(8), FAR_FUTURE)]
    assert gate(story).passed_at == hour(8)
    stood = [gate(story).stood_passed(moment) for moment in (hour(3) - 1, hour(3), hour(5) - 1, hour(5), hour(8))]
    assert stood == [False, True, True, False, True]


def test_a_gate_that_was_passed_and_is_refused_now_says_since_when_it_was() -> None:
    story = gated().approve(at=3).reject(at=5)
    assert spans(story) == [(hour(3), hour(5))]
    assert (gate(story).passed_at, gate(story).missing) == (None, ("QUALITY",))


def test_every_decision_stays_in_the_trace_in_its_order() -> None:
    story = gated().approve(at=3).reject(at=5).approve("FINANCE", at=4).release(ERP)
    assert [(it.role, str(it.decision)) for it in story.trace().approvals] == [
        ("QUALITY", "APPROVED"),
        ("FINANCE", "APPROVED"),
        ("QUALITY", "REJECTED"),
    ]


# Where the change order declares no gate.


def test_a_change_without_gates_asks_for_one_approval_of_anybody() -> None:
    story = Story().change().release(ERP)
    assert (gate(story).implicit, gate(story).status) == (True, GateStatus.OPEN)
    assert gate(story).roles == gate(story).missing == ("any role",)
    story.approve("ENGINEERING", at=4).approve("QUALITY", at=6)
    assert (gate(story).status, gate(story).passed_at) == (GateStatus.PASSED, hour(4))


def test_without_gates_a_rejection_that_stands_refuses_whoever_else_approved() -> None:
    story = Story().change().approve("ENGINEERING").reject("QUALITY").release(ERP)
    assert (gate(story).status, gate(story).missing) == (GateStatus.REFUSED, ("QUALITY",))


def test_a_gate_that_names_no_role_asks_for_one_approval_of_anybody() -> None:
    story = Story().change({"QG": []}).release(ERP)
    assert (gate(story).implicit, gate(story).status) == (False, GateStatus.OPEN)
    assert gate(story.approve("FINANCE")).status is GateStatus.PASSED


def test_a_change_that_is_only_referred_to_is_judged_by_the_decisions_on_it_if_there_are_any() -> None:
    story = Story().release(ERP)
    assert story.trace().gates == ()
    assert gate(story.approve()).status is GateStatus.PASSED


def test_a_release_without_a_change_has_no_gate() -> None:
    assert Story().release(ERP, change=None).trace().gates == ()


def test_gates_come_by_name() -> None:
    story = Story().change({"QG": ["QUALITY"], "FG": ["FINANCE"]}).release(ERP)
    assert [one.gate for one in story.trace().gates] == ["FG", "QG"]
