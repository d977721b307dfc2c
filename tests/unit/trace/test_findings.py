"""Each finding by the shortest story that shows it, beside the nearest story that must not."""

from __future__ import annotations

from collections import Counter

import pytest

from graph.answers.trace import FindingKind
from tests.unit.story_builder import Story, content, hour, step, time
from tests.unit.trace.stories import ERP, MES, PORTAL, approved, found, gated, ordered, released, sent, sent_twice

EACH = [
    ("sent before the approval", FindingKind.LEAK, Story().change().release(ERP).dispatch(ERP).approve(), sent()),
    (
        "ordered before the gate of procurement",
        FindingKind.LEAK,
        gated("PROCUREMENT").release().order("1", kind="PURCHASE").approve(),
        gated("EXECUTION").release().order("1", kind="PURCHASE").approve(),
    ),
    ("built before the approval", FindingKind.LEAK, gated().release().unit("S1"), gated().release().unit("S1", "A")),
    (
        "answered before the gate",
        FindingKind.LEAK,
        gated().release(ERP).acknowledge(ERP),
        gated().approve().release(ERP).acknowledge(ERP),
    ),
    ("sent before what it depends on", FindingKind.OUT_OF_ORDER, ordered(first=False), ordered(first=True)),
    ("sent after the withdrawal", FindingKind.OUT_OF_ORDER, sent().withdraw().dispatch(ERP), sent().withdraw()),
    (
        "answered without a dispatch",
        FindingKind.UNEXPECTED,
        approved().release(ERP).acknowledge(ERP),
        sent().acknowledge(ERP),
    ),
    (
        "a generation nobody sent",
        FindingKind.UNEXPECTED,
        sent().acknowledge(ERP, generation=2),
        sent_twice().acknowledge(ERP, generation=2),
    ),
    ("sent outside the list", FindingKind.UNEXPECTED, sent().dispatch(MES), approved().release().dispatch(MES)),
    (
        "an answer to an older generation",
        FindingKind.STALE,
        sent_twice().acknowledge(ERP, generation=1),
        sent().acknowledge(ERP).dispatch(ERP, generation=2),
    ),
    (
        "another revision held",
        FindingKind.STALE,
        sent().acknowledge(ERP, revision="A"),
        sent().acknowledge(ERP, echo=False),
    ),
    ("other content held", FindingKind.ALTERED, sent().acknowledge(ERP, digest=content("x")), sent().acknowledge(ERP)),
    (
        "other content, version not named",
        FindingKind.ALTERED,
        sent().acknowledge(ERP, revision=None, digest=content("x")),
        sent().acknowledge(ERP, revision=None),
    ),
    (
        "accepted late",
        FindingKind.LATE,
        approved().release(step(ERP, due=5)).dispatch(ERP).acknowledge(ERP, at=6),
        approved().release(step(ERP, due=5)).dispatch(ERP).acknowledge(ERP, at=5),
    ),
    (
        "due and never sent",
        FindingKind.LATE,
        approved().release(step(ERP, due=5)).approve(at=6),
        approved().release(step(ERP, due=5)).approve(at=5),
    ),
    (
        "a structure sent in another revision",
        FindingKind.WRONG_REVISION,
        approved().release(ERP).dispatch(ERP, revision="A"),
        sent(),
    ),
    (
        "an order on the former revision",
        FindingKind.WRONG_REVISION,
        approved().release().order("1", "A"),
        approved().order("1", "A").release(),
    ),
    (
        "an order on the revision before it applies",
        FindingKind.WRONG_REVISION,
        approved().release(effectivity={"from": time(9)}).order("1", start=8),
        approved().release(effectivity={"from": time(9)}).order("1", start=9),
    ),
    (
        "a unit on the former revision",
        FindingKind.WRONG_REVISION,
        approved().release().unit("S1", "A"),
        approved().release().unit("S1", "B"),
    ),
    (
        "a unit after the withdrawal",
        FindingKind.WRONG_REVISION,
        approved().release().withdraw().unit("S1"),
        approved().release().unit("S1").withdraw(),
    ),
]


@pytest.mark.capability(49, 75, 103, 104, 107)
@pytest.mark.parametrize(("kind", "story", "nearest"), [it[1:] for it in EACH], ids=[it[0] for it in EACH])
def test_each_finding_is_shown_by_its_story_and_not_by_the_nearest_other(
    kind: FindingKind, story: Story, nearest: Story
) -> None:
    assert len(found(story, kind)) == 1
    assert not found(nearest, kind)


def test_every_kind_of_finding_has_its_story() -> None:
    assert {kind for _, kind, _, _ in EACH} == set(FindingKind)


def test_a_release_that_went_by_the_book_shows_nothing() -> None:
    story = gated().approve().release(step(ERP, due=9), step(MES, after=[ERP], due=9))
    story.dispatch(ERP).acknowledge(ERP).dispatch(MES).acknowledge(MES).order("1").unit("S1")
    assert story.trace().findings == ()


# Order of steps.


def test_a_step_sent_after_the_acceptance_that_stood_then_is_in_order_whatever_came_later() -> None:
    story = ordered(first=True).dispatch(ERP, generation=2).acknowledge(ERP, generation=2)
    assert not found(story, FindingKind.OUT_OF_ORDER)


def test_a_step_sent_again_before_what_it_depends_on_arrived_again_is_out_of_order() -> None:
    story = ordered(first=True).dispatch(ERP, generation=2).dispatch(MES, generation=2)
    assert [finding.event for finding in found(story, FindingKind.OUT_OF_ORDER)] == ["PLM|e7"]


def test_a_step_sent_while_what_it_depends_on_was_refused_is_out_of_order() -> None:
    story = approved().release(ERP, step(MES, after=[ERP])).dispatch(ERP).acknowledge(ERP).acknowledge(ERP, "REJECTED")
    assert len(found(story.dispatch(MES).acknowledge(ERP), FindingKind.OUT_OF_ORDER)) == 1


def test_a_step_need_not_wait_for_one_that_is_not_required() -> None:
    story = approved().release(step(ERP, required=False), step(MES, after=[ERP])).dispatch(MES)
    assert not found(story, FindingKind.OUT_OF_ORDER)


def test_each_broken_dependency_is_told_once_however_often_the_step_is_sent() -> None:
    story = approved().release(ERP, PORTAL, step(MES, after=[ERP, PORTAL])).dispatch(MES).dispatch(MES)
    told = [(finding.event, finding.occurred_at) for finding in found(story, FindingKind.OUT_OF_ORDER)]
    assert told == [("PLM|e3", hour(4)), ("PLM|e3", hour(4))]


def test_a_step_that_is_not_required_has_to_arrive_all_the_same_once_it_was_sent() -> None:
    story = sent(step(ERP, required=False), step(MES, after=[ERP])).acknowledge(ERP, "REJECTED").dispatch(MES)
    assert len(found(story, FindingKind.OUT_OF_ORDER)) == 1


# Answers.


def test_a_target_that_answers_unsent_several_times_is_one_finding_per_generation() -> None:
    story = approved().release(ERP).acknowledge(ERP, "RECEIVED").acknowledge(ERP).acknowledge(ERP, generation=2)
    assert len(found(story, FindingKind.UNEXPECTED)) == 2


def test_each_stale_decision_is_told_once_and_receipts_of_the_wire_are_not() -> None:
    story = sent_twice().acknowledge(ERP, "RECEIVED", kind="TRANSPORT").acknowledge(ERP)
    assert [finding.event for finding in found(story, FindingKind.STALE)] == ["ERP|e6"]


def test_an_older_answer_is_stale_from_the_first_dispatch_of_the_newer_generation_on() -> None:
    story = sent_twice().acknowledge(ERP).dispatch(ERP, generation=2)
    assert len(found(story, FindingKind.STALE)) == 1


def test_a_finding_on_what_is_held_points_to_the_answer_that_said_so_first() -> None:
    story = sent().acknowledge(ERP, digest=content("x")).acknowledge(ERP, kind="READBACK", digest=content("x"))
    story.acknowledge(ERP, "RECEIVED", kind="TRANSPORT")
    assert [finding.event for finding in found(story, FindingKind.ALTERED)] == ["ERP|e4"]


# Lateness.


def test_a_step_that_was_accepted_in_time_and_refused_later_has_not_arrived() -> None:
    story = approved().release(step(ERP, due=6)).dispatch(ERP).acknowledge(ERP, at=5).acknowledge(ERP, "REJECTED", at=9)
    late = found(story, FindingKind.LATE)
    assert [finding.text.split(": ")[1] for finding in late] == ["it was due 2026-03-02 06:00 UTC and has not arrived"]


def test_nothing_is_late_as_of_a_moment_before_it_is_due() -> None:
    story = approved().release(step(ERP, due=20), step(MES, due=10))
    assert not found(story, FindingKind.LATE, as_of=10)
    assert [finding.system for finding in found(story, FindingKind.LATE, as_of=11)] == ["MES"]


def test_a_step_that_is_not_required_is_never_late() -> None:
    assert not found(approved().release(step(ERP, due=5, required=False)), FindingKind.LATE, as_of=99)


def test_a_withdrawal_ends_the_waiting_but_excuses_no_step_that_was_late_by_then() -> None:
    story = released(step(ERP, due=5), step(MES, due=9), step(PORTAL, due=5)).dispatch(ERP).dispatch(MES).withdraw(at=7)
    assert [finding.system for finding in found(story, FindingKind.LATE, as_of=99)] == ["ERP", "PORTAL"]


def test_a_late_acceptance_after_a_withdrawal_is_told_as_such() -> None:
    story = sent(step(ERP, due=5)).withdraw(at=7).acknowledge(ERP, at=8)
    assert [finding.text for finding in found(story, FindingKind.LATE)] == [
        "ERP BOM: it was due 2026-03-02 05:00 UTC and was accepted 2026-03-02 08:00 UTC"
    ]


def test_a_step_that_a_withdrawal_rolled_back_was_not_late() -> None:
    story = sent(step(ERP, due=6)).acknowledge(ERP, at=5).withdraw(at=8).acknowledge(ERP, "COMPENSATED", at=9)
    assert not found(story, FindingKind.LATE, as_of=99)


def test_findings_come_in_the_order_in_which_things_happened() -> None:
    story = gated().release(step(ERP, due=4)).unit("S1", at=9).dispatch(ERP, at=3)
    moments = [finding.occurred_at for finding in story.trace().findings]
    assert moments == sorted(moments)
    assert Counter(it.kind for it in story.trace().findings) == {FindingKind.LEAK: 2, FindingKind.LATE: 1}
    assert moments[0] == hour(3)


def test_a_step_sent_at_the_very_moment_of_the_acceptance_is_in_order() -> None:
    story = released(ERP, step(MES, after=[ERP])).dispatch(ERP).acknowledge(ERP, at=7).dispatch(MES, at=7)
    assert not found(story, FindingKind.OUT_OF_ORDER)


def test_only_what_is_sent_after_the_first_withdrawal_is_out_of_order() -> None:
    story = sent().withdraw(at=6).dispatch(ERP, at=6).dispatch(ERP, at=7).withdraw(at=8)
    assert [finding.occurred_at for finding in found(story, FindingKind.OUT_OF_ORDER)] == [hour(7)]


def test_of_content_that_changed_twice_the_answer_that_named_the_last_is_shown() -> None:
    story = sent().acknowledge(ERP).acknowledge(ERP, digest=content("x")).acknowledge(ERP, digest=content("y"))
    assert [finding.event for finding in found(story, FindingKind.ALTERED)] == ["ERP|e6"]


def test_a_step_outside_the_list_is_told_once_with_its_first_dispatch() -> None:
    story = sent().dispatch(MES, at=7).dispatch(MES, at=9)
    assert [finding.occurred_at for finding in found(story, FindingKind.UNEXPECTED)] == [hour(7)]
