"""Steps that wait for others: blocked until those have arrived, in any shape of dependency."""

from __future__ import annotations

import pytest

from graph.answers.trace import Verdict
from graph.derivation.verdicts import dependency_order
from tests.unit.story_builder import step
from tests.unit.trace.stories import ERP, MES, released, sent


@pytest.mark.capability(75)
def test_a_blocked_step_names_what_it_waits_for() -> None:
    story = released(ERP, "PLANNER/PLANNING", step(MES, after=[ERP, "PLANNER/PLANNING"])).dispatch(ERP).acknowledge(ERP)
    blocked = story.step(MES)
    assert blocked.blocked_by == (story.key_of("PLANNER/PLANNING"),)
    assert blocked.reason == "not sent: it waits for PLANNER planning"


@pytest.mark.parametrize("status", ["REJECTED", "HELD", "RECEIVED"])
def test_a_step_stays_blocked_while_what_it_waits_for_was_not_accepted(status: str) -> None:
    story = sent(ERP, step(MES, after=[ERP])).acknowledge(ERP, status)
    assert story.step(MES).verdict is Verdict.BLOCKED


def test_a_step_does_not_wait_for_one_that_is_not_required() -> None:
    story = released(step(ERP, required=False), step(MES, after=[ERP]))
    assert story.step(MES).verdict is Verdict.WAITING


def test_a_step_waits_for_one_that_the_release_does_not_list() -> None:
    story = released(step(MES, after=[ERP]))
    assert (story.step(MES).verdict, story.step(ERP).verdict) == (Verdict.BLOCKED, Verdict.WAITING)


def test_a_circle_of_dependencies_ends_and_blocks_every_step_that_has_not_arrived() -> None:
    circle = released(step(ERP, after=[MES]), step(MES, after=[ERP]))
    assert [one.verdict for one in circle.trace().steps] == [Verdict.BLOCKED, Verdict.BLOCKED]
    circle.dispatch(ERP).acknowledge(ERP)
    assert (circle.step(ERP).verdict, circle.step(MES).verdict) == (Verdict.ACCEPTED_CORRECT, Verdict.WAITING)


def test_steps_come_after_what_they_depend_on() -> None:
    chain = {f"s{number:04}": [f"s{number + 1:04}"] for number in range(1000)}
    assert dependency_order(chain) == sorted(chain, reverse=True)


def test_a_step_that_only_later_events_name_is_not_shown() -> None:
    story = sent().dispatch(MES, at=9)
    assert [one.key for one in story.trace(as_of=8).steps] == [story.key_of(ERP)]


def test_equal_steps_come_by_name() -> None:
    assert dependency_order({"b": [], "a": ["d", "c"], "c": [], "d": []}) == ["c", "d", "a", "b"]
