"""What the release as a whole has come to, and which step to look at first."""

from __future__ import annotations

import pytest

from graph.answers.trace import ReleaseVerdict
from tests.unit.story_builder import Story, content, step
from tests.unit.trace.stories import ERP, MES, PORTAL, released, sent

EACH = [
    (ReleaseVerdict.COMPLETE, sent().acknowledge(ERP), released()),
    (ReleaseVerdict.COMPLETE, sent().acknowledge(ERP, echo=False), sent(ERP, MES).acknowledge(ERP)),
    (
        ReleaseVerdict.COMPLETE,
        sent(ERP, step(MES, required=False)).acknowledge(ERP),
        sent().acknowledge(ERP, "RECEIVED"),
    ),
    (ReleaseVerdict.IN_PROGRESS, sent(), sent().acknowledge(ERP)),
    (ReleaseVerdict.IN_PROGRESS, released().acknowledge(ERP), sent().acknowledge(ERP)),
    (ReleaseVerdict.PARTIAL, sent(ERP, MES).acknowledge(ERP).dispatch(MES).acknowledge(MES, "FAILED"), sent(ERP, MES)),
    (
        ReleaseVerdict.PARTIAL,
        sent().acknowledge(ERP, digest=content("x")),
        sent().acknowledge(ERP, digest=content("B1")),
    ),
    (
        ReleaseVerdict.PARTIAL,
        sent(ERP, MES).acknowledge(ERP, "HELD").dispatch(MES).acknowledge(MES, "REJECTED"),
        sent(ERP, MES).acknowledge(ERP, "HELD"),
    ),
    (ReleaseVerdict.HELD, sent(ERP, MES).acknowledge(ERP, "HELD"), sent().acknowledge(ERP, "HELD").acknowledge(ERP)),
    (ReleaseVerdict.WITHDRAWN, sent().acknowledge(ERP).withdraw(), sent().acknowledge(ERP)),
]


@pytest.mark.capability(76)
@pytest.mark.parametrize(("verdict", "story", "nearest"), EACH, ids=[str(verdict) for verdict, _, _ in EACH])
def test_each_verdict_of_a_release_is_earned_by_its_story_and_not_by_the_nearest_other(
    verdict: ReleaseVerdict, story: Story, nearest: Story
) -> None:
    assert story.trace().verdict is verdict
    assert nearest.trace().verdict is not verdict


def test_every_verdict_of_a_release_has_its_story() -> None:
    assert {verdict for verdict, _, _ in EACH} == set(ReleaseVerdict)


@pytest.mark.capability(79)
def test_a_release_is_proven_when_every_required_target_echoed_version_and_digest() -> None:
    story = sent(ERP, MES, step(PORTAL, required=False)).acknowledge(ERP).dispatch(MES).acknowledge(MES, echo=False)
    assert (story.trace().verdict, story.trace().proven) == (ReleaseVerdict.COMPLETE, False)
    assert story.acknowledge(MES, kind="READBACK").trace().proven
    assert story.dispatch(PORTAL).acknowledge(PORTAL, "REJECTED").trace().proven


def test_steps_that_the_release_does_not_list_neither_complete_nor_spoil_it() -> None:
    listed = sent().acknowledge(ERP).dispatch(MES).acknowledge(MES, "REJECTED")
    assert listed.trace().verdict is ReleaseVerdict.COMPLETE
    unlisted = released().dispatch(MES).acknowledge(MES)
    assert unlisted.trace().verdict is ReleaseVerdict.IN_PROGRESS


def test_a_release_that_lists_nothing_is_never_complete() -> None:
    story = Story().release().dispatch(ERP).acknowledge(ERP)
    assert story.trace().verdict is ReleaseVerdict.IN_PROGRESS


@pytest.mark.capability(53)
def test_a_withdrawn_release_still_says_what_it_reached() -> None:
    trace = sent(ERP, MES).acknowledge(ERP).withdraw().trace()
    assert [str(one.verdict) for one in trace.steps] == ["ACCEPTED_CORRECT", "NOT_REQUIRED"]
    assert (trace.blocking_step, len(trace.withdrawals)) == (None, 1)


@pytest.mark.capability(77)
def test_a_step_that_was_rolled_back_shows_as_compensated_in_a_withdrawn_release() -> None:
    trace = sent().acknowledge(ERP).withdraw().acknowledge(ERP, "COMPENSATED").trace()
    assert (str(trace.steps[0].verdict), trace.verdict) == ("COMPENSATED", ReleaseVerdict.WITHDRAWN)


# The blocking step.

BLOCKING = [
    ("nothing when all arrived", sent().acknowledge(ERP), None),
    ("the only one that is open", sent(ERP, MES).acknowledge(ERP), MES),
    (
        "the worst of those that wait for none",
        sent(ERP, MES, PORTAL).acknowledge(ERP).dispatch(MES).acknowledge(MES, "REJECTED"),
        MES,
    ),
    ("the first in order of dependency of equals", released(MES, ERP, PORTAL), ERP),
    (
        "the cause rather than a worse consequence",
        sent(ERP, step(MES, after=[ERP])).dispatch(MES).acknowledge(MES, "REJECTED"),
        ERP,
    ),
    ("the cause behind a chain", released(ERP, step(MES, after=[ERP]), step(PORTAL, after=[MES])), ERP),
    ("one that is not required but waited for", sent(step(ERP, required=False), step(MES, after=[ERP])), ERP),
    ("one that is not listed but waited for", released(step(MES, after=[ERP])), ERP),
    ("no step outside the list", sent(ERP).dispatch(MES).acknowledge(MES, "REJECTED"), ERP),
    ("one that was answered and never sent", released(ERP).acknowledge(ERP), ERP),
    ("the worst within a circle", sent(step(ERP, after=[MES]), step(MES, after=[ERP])).acknowledge(ERP, "HELD"), ERP),
    ("nothing once withdrawn", sent().withdraw(), None),
]


@pytest.mark.capability(75)
@pytest.mark.parametrize(("story", "blocking"), [it[1:] for it in BLOCKING], ids=[it[0] for it in BLOCKING])
def test_the_blocking_step_is(story: Story, blocking: str | None) -> None:
    trace = story.trace()
    assert trace.blocking_step == (blocking and story.key_of(blocking))
    assert (trace.blocking_reason is None) == (blocking is None)


def test_the_blocking_reason_is_a_sentence_about_the_step() -> None:
    story = sent().acknowledge(ERP, "HELD", actor="q.ito", text="waits for tooling", at=7)
    assert story.trace().blocking_reason == "ERP BOM: held by q.ito since 2026-03-02 07:00 UTC: waits for tooling"


def test_the_cause_is_found_behind_steps_that_are_not_required() -> None:
    optional = [step(ERP, required=False), step(MES, required=False, after=[ERP])]
    story = sent(*optional, step(PORTAL, after=[MES])).dispatch(MES).acknowledge(MES, "REJECTED")
    assert story.trace().blocking_step == story.key_of(ERP)
