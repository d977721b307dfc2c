"""Each verdict by the shortest story that earns it, beside the nearest story that must not."""

from __future__ import annotations

from typing import Any

import pytest

from graph.answers.trace import Verdict
from tests.unit.story_builder import Story, content, hour, step
from tests.unit.trace.stories import ERP, MES, released, sent, sent_twice

EACH = [
    (
        Verdict.ACCEPTED_CORRECT,
        sent().acknowledge(ERP),
        sent().acknowledge(ERP, kind="TRANSPORT", revision="B", digest=content("B1")),
    ),
    (Verdict.ACCEPTED_UNPROVEN, sent().acknowledge(ERP, echo=False), sent().acknowledge(ERP, "RECEIVED")),
    (Verdict.ACCEPTED_STALE, sent().acknowledge(ERP, revision="A"), sent().acknowledge(ERP, revision="B")),
    (
        Verdict.ACCEPTED_STALE,
        sent_twice().acknowledge(ERP, generation=1),
        sent().acknowledge(ERP).dispatch(ERP, generation=2),
    ),
    (
        Verdict.ACCEPTED_ALTERED,
        sent().acknowledge(ERP, digest=content("other")),
        sent().acknowledge(ERP, digest=content("B1")),
    ),
    (Verdict.REJECTED, sent().acknowledge(ERP, "REJECTED"), sent().acknowledge(ERP, "REJECTED").acknowledge(ERP)),
    (
        Verdict.FAILED,
        sent().acknowledge(ERP, "FAILED", kind="TRANSPORT"),
        sent().acknowledge(ERP, "FAILED", kind="TRANSPORT").acknowledge(ERP, "ACCEPTED", kind="TRANSPORT"),
    ),
    (Verdict.HELD, sent().acknowledge(ERP, "HELD"), sent().acknowledge(ERP, "HELD", generation=2)),
    (
        Verdict.COMPENSATED,
        sent().acknowledge(ERP).acknowledge(ERP, "COMPENSATED"),
        sent().acknowledge(ERP, "COMPENSATED").dispatch(ERP, generation=2),
    ),
    (Verdict.WAITING, released(), released(step(ERP, required=False))),
    (Verdict.WAITING, sent(), sent().acknowledge(ERP)),
    (
        Verdict.BLOCKED,
        released(MES, step(ERP, after=[MES])),
        released(MES, step(ERP, after=[MES])).dispatch(MES).acknowledge(MES),
    ),
    (Verdict.UNEXPECTED, released().acknowledge(ERP), sent().acknowledge(ERP)),
    (Verdict.NOT_REQUIRED, released(step(ERP, required=False)), sent(step(ERP, required=False))),
    (Verdict.NOT_REQUIRED, released().withdraw(), sent().withdraw()),
]


@pytest.mark.capability(79)
@pytest.mark.parametrize(("verdict", "story", "nearest"), EACH, ids=[str(verdict) for verdict, _, _ in EACH])
def test_each_verdict_is_earned_by_its_story_and_not_by_the_nearest_other(
    verdict: Verdict, story: Story, nearest: Story
) -> None:
    assert story.step(ERP).verdict is verdict
    assert nearest.step(ERP).verdict is not verdict


def test_every_verdict_has_its_story() -> None:
    assert {verdict for verdict, _, _ in EACH} == set(Verdict)


ACCEPTANCES = [
    ("version and digest as sent", {"revision": "B", "digest": content("B1")}, Verdict.ACCEPTED_CORRECT),
    ("version without digest", {"revision": "B", "digest": None}, Verdict.ACCEPTED_UNPROVEN),
    ("digest without version", {"revision": None, "digest": content("B1")}, Verdict.ACCEPTED_UNPROVEN),
    ("other digest without version", {"revision": None, "digest": content("x")}, Verdict.ACCEPTED_ALTERED),
    ("other version with the digest as sent", {"revision": "A", "digest": content("B1")}, Verdict.ACCEPTED_STALE),
]


@pytest.mark.capability(79)
@pytest.mark.parametrize(("echo", "verdict"), [it[1:] for it in ACCEPTANCES], ids=[it[0] for it in ACCEPTANCES])
def test_an_acceptance_is_worth_what_the_target_echoes(echo: dict[str, Any], verdict: Verdict) -> None:
    assert sent().acknowledge(ERP, **echo).step(ERP).verdict is verdict


def test_an_acceptance_cannot_be_proven_when_nothing_was_sent_to_compare_with() -> None:
    story = released().dispatch(ERP, digest=None).acknowledge(ERP, digest=content("B1"))
    assert story.step(ERP).verdict is Verdict.ACCEPTED_UNPROVEN


def test_what_was_echoed_earlier_counts_when_the_last_acceptance_echoes_nothing() -> None:
    story = sent().acknowledge(ERP).acknowledge(ERP, kind="IMPLEMENTATION", echo=False)
    assert story.step(ERP).verdict is Verdict.ACCEPTED_CORRECT


def test_version_and_digest_may_come_in_two_answers() -> None:
    story = sent().acknowledge(ERP, digest=None).acknowledge(ERP, kind="READBACK", revision=None)
    assert story.step(ERP).verdict is Verdict.ACCEPTED_CORRECT


def test_the_digest_of_one_version_proves_nothing_of_another() -> None:
    story = sent().acknowledge(ERP, revision="A", digest=content("B1")).acknowledge(ERP, digest=None)
    assert (story.step(ERP).verdict, story.step(ERP).digest_held) == (Verdict.ACCEPTED_UNPROVEN, None)


@pytest.mark.parametrize("refusal", ["REJECTED", "FAILED", "HELD", "COMPENSATED"])
def test_what_was_echoed_before_a_refusal_proves_nothing_of_a_later_acceptance(refusal: str) -> None:
    story = sent().acknowledge(ERP).acknowledge(ERP, refusal).acknowledge(ERP, echo=False)
    assert story.step(ERP).verdict is Verdict.ACCEPTED_UNPROVEN


def test_a_readback_of_other_content_unmakes_a_correct_acceptance() -> None:
    story = sent().acknowledge(ERP).acknowledge(ERP, kind="READBACK", digest=content("other"))
    found = story.step(ERP)
    assert (found.verdict, found.verified_at) == (Verdict.ACCEPTED_ALTERED, None)
    assert story.acknowledge(ERP, kind="READBACK").step(ERP).verdict is Verdict.ACCEPTED_CORRECT


def test_content_of_an_older_generation_is_stale_rather_than_altered() -> None:
    story = sent_twice().acknowledge(ERP, generation=2, digest=content("B1"))
    assert story.step(ERP).verdict is Verdict.ACCEPTED_STALE


def test_an_answer_to_an_older_generation_never_completes_a_newer_one() -> None:
    story = sent_twice().acknowledge(ERP, generation=1)
    assert story.step(ERP).accepted_at is None
    assert story.acknowledge(ERP, generation=2).step(ERP).verdict is Verdict.ACCEPTED_CORRECT


def test_a_stale_answer_after_the_current_one_changes_nothing() -> None:
    story = sent_twice().acknowledge(ERP, generation=2).acknowledge(ERP, "REJECTED", generation=1)
    assert story.step(ERP).verdict is Verdict.ACCEPTED_CORRECT


def test_a_generation_that_the_release_asks_for_is_not_completed_by_the_one_before() -> None:
    story = sent().acknowledge(ERP).release(ERP, generation=2)
    assert story.step(ERP).verdict is Verdict.WAITING
    assert story.dispatch(ERP, generation=2).acknowledge(ERP, generation=2).step(ERP).verdict.arrived


@pytest.mark.capability(103)
def test_a_structure_sent_in_another_revision_than_the_released_one_does_not_arrive_though_its_echo_agrees() -> None:
    story = released().dispatch(ERP, revision="A").acknowledge(ERP)
    assert story.step(ERP).verdict is Verdict.ACCEPTED_STALE
    assert story.acknowledge(ERP, revision="B", digest=None).step(ERP).verdict is Verdict.ACCEPTED_UNPROVEN


def test_a_document_may_count_revisions_of_its_own() -> None:
    story = released(MES).dispatch(MES, revision="WI-7").acknowledge(MES)
    assert story.step(MES).verdict is Verdict.ACCEPTED_CORRECT


def test_a_failure_on_the_wire_gives_way_to_whatever_the_target_then_decides() -> None:
    story = sent().acknowledge(ERP, "FAILED", kind="TRANSPORT").acknowledge(ERP)
    assert story.step(ERP).verdict is Verdict.ACCEPTED_CORRECT


def test_a_failure_on_the_wire_is_made_up_for_by_sending_again() -> None:
    story = sent().acknowledge(ERP, "FAILED", kind="TRANSPORT").dispatch(ERP)
    assert story.step(ERP).verdict is Verdict.WAITING
    assert story.acknowledge(ERP, "FAILED", kind="TRANSPORT").step(ERP).verdict is Verdict.FAILED


def test_a_decision_of_the_target_stands_although_the_same_generation_is_sent_again() -> None:
    story = sent().acknowledge(ERP, "REJECTED").dispatch(ERP)
    assert story.step(ERP).verdict is Verdict.REJECTED


def test_a_failure_that_the_clock_of_the_target_puts_before_the_dispatch_counts() -> None:
    story = released(at=1).dispatch(ERP, at=5).acknowledge(ERP, "FAILED", kind="TRANSPORT", at=4)
    assert story.step(ERP, as_of=9).verdict is Verdict.FAILED


@pytest.mark.capability(78)
def test_a_held_step_says_who_holds_it_and_since_when() -> None:
    story = sent().acknowledge(ERP, "HELD", actor="c.may", at=7).acknowledge(ERP, "HELD", actor="q.ito", at=9)
    held = story.step(ERP)
    assert (held.held_by, held.held_since) == ("q.ito", hour(7))
    assert "q.ito since 2026-03-02 07:00" in held.reason


def test_a_step_that_is_no_longer_held_names_no_holder() -> None:
    freed = sent().acknowledge(ERP, "HELD").acknowledge(ERP).step(ERP)
    assert (freed.held_by, freed.held_since) == (None, None)


def test_an_acceptance_counts_from_the_first_one_after_the_last_refusal() -> None:
    story = sent().acknowledge(ERP, at=3).acknowledge(ERP, "REJECTED", at=4)
    assert story.step(ERP).accepted_at is None
    assert story.acknowledge(ERP, at=6).acknowledge(ERP, at=8).step(ERP).accepted_at == hour(6)


def test_each_stage_of_a_step_has_its_time() -> None:
    story = released(at=1).dispatch(ERP, at=2).acknowledge(ERP, "RECEIVED", kind="TRANSPORT", at=3)
    story.acknowledge(ERP, "RECEIVED", at=4).acknowledge(ERP, at=5).acknowledge(ERP, kind="IMPLEMENTATION", at=6)
    ticks = story.acknowledge(ERP, kind="READBACK", at=7).step(ERP)
    assert (ticks.sent_at, ticks.received_at, ticks.acknowledged_at) == (hour(2), hour(3), hour(4))
    assert (ticks.accepted_at, ticks.implemented_at, ticks.verified_at) == (hour(5), hour(6), hour(7))


def test_a_step_lost_on_the_wire_was_not_received_and_one_that_failed_in_the_target_was() -> None:
    assert sent().acknowledge(ERP, "FAILED", kind="TRANSPORT").step(ERP).received_at is None
    assert sent().acknowledge(ERP, "FAILED", at=9).step(ERP).received_at == hour(9)


def test_of_the_same_generation_sent_again_the_last_content_counts() -> None:
    story = sent().dispatch(ERP, digest=content("mended"))
    assert story.acknowledge(ERP).step(ERP).verdict is Verdict.ACCEPTED_CORRECT
    assert story.acknowledge(ERP, digest=content("B1")).step(ERP).verdict is Verdict.ACCEPTED_ALTERED


def test_content_of_no_generation_is_altered_however_many_were_sent() -> None:
    story = sent_twice().acknowledge(ERP, generation=2, digest=content("x"))
    assert story.step(ERP).verdict is Verdict.ACCEPTED_ALTERED


def test_an_answer_at_the_very_moment_of_a_newer_dispatch_is_stale() -> None:
    story = sent().dispatch(ERP, generation=2, at=9).acknowledge(ERP, generation=1, at=9)
    assert story.step(ERP).verdict is Verdict.ACCEPTED_STALE


def test_the_wire_has_its_last_word_on_a_step_that_nobody_decided_on() -> None:
    story = sent().acknowledge(ERP, "RECEIVED", kind="TRANSPORT").acknowledge(ERP, "FAILED", kind="TRANSPORT")
    assert story.step(ERP).verdict is Verdict.FAILED
    assert story.acknowledge(ERP, "RECEIVED", kind="TRANSPORT").step(ERP).verdict is Verdict.WAITING


def test_a_step_outside_the_list_is_judged_by_what_was_sent_of_it() -> None:
    story = released(ERP, generation=2).dispatch(MES).acknowledge(MES)
    assert story.step(MES).verdict is Verdict.ACCEPTED_CORRECT
