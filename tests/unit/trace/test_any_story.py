"""What holds of the trace of any story at all, told in any order."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.answers.envelope import Clocks
from graph.answers.evidence import ReleaseEvidence, UsageEvidence
from graph.answers.trace import FindingKind, ReleaseTrace, ReleaseVerdict, Verdict
from graph.clock import FAR_FUTURE
from graph.derivation.trace import derive_trace
from tests.unit.story_builder import Story, content, hour, step
from tests.unit.story_evidence import release_evidence, usage_evidence
from tests.unit.trace.stories import ERP, MES, PORTAL

STEPS = st.sampled_from([ERP, MES, PORTAL, "ERP/PLANNING"])
GENERATIONS = st.sampled_from([1, 1, 1, 2])
REVISIONS = st.sampled_from(["B", "B", "B", "A"])
ROLES = st.sampled_from(["QUALITY", "FINANCE"])
LAST = 14

Row = TypeVar("Row")


@st.composite
def expected(draw: st.DrawFn) -> list[dict[str, object]]:
    """Steps of a release with any dependencies among them, circles and unlisted steps too."""
    names = draw(st.lists(STEPS, max_size=4, unique=True))
    due = st.none() | st.integers(0, LAST)
    needed = st.lists(STEPS, max_size=2, unique=True)
    return [
        step(name, due=draw(due), after=[it for it in draw(needed) if it != name], required=draw(st.booleans()))
        for name in names
    ]


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Any events in any order of time, several at the same moment."""
    story = Story()
    for _ in range(draw(st.integers(0, 16))):
        at = draw(st.integers(0, LAST))
        match draw(
            st.sampled_from(["change", "approve", "release", "dispatch", "answer", "answer", "withdraw", "use"])
        ):
            case "change":
                story.change(draw(st.sampled_from([None, {"QG": ["QUALITY"], "FG": ["FINANCE", "QUALITY"]}])), at=at)
            case "approve":
                story.approve(draw(ROLES), decision=draw(st.sampled_from(["APPROVED", "REJECTED"])), at=at)
            case "release":
                story.release(*draw(expected()), generation=draw(GENERATIONS), at=at)
            case "dispatch":
                story.dispatch(draw(STEPS), generation=draw(GENERATIONS), revision=draw(REVISIONS), at=at)
            case "answer":
                _answer(draw, story, at)
            case "withdraw":
                story.withdraw(at=at)
            case _:
                _use(draw, story, at)
    return story


def _answer(draw: st.DrawFn, story: Story, at: int) -> None:
    kind = draw(st.sampled_from(["TRANSPORT", "APPLICATION", "IMPLEMENTATION", "READBACK"]))
    status = draw(st.sampled_from(["RECEIVED", "ACCEPTED", "ACCEPTED", "REJECTED", "FAILED", "HELD", "COMPENSATED"]))
    held: dict[str, Any] = draw(
        st.sampled_from([{}, {}, {"digest": content("x")}, {"revision": "A"}, {"digest": None}])
    )
    echo = draw(st.booleans())
    story.acknowledge(draw(STEPS), status, kind=kind, generation=draw(GENERATIONS), echo=echo, at=at, **held)


def _use(draw: st.DrawFn, story: Story, at: int) -> None:
    number, plant = f"N{len(story.entries)}", draw(st.sampled_from([None, "P1"]))
    if draw(st.booleans()):
        story.order(number, draw(REVISIONS), kind=draw(st.sampled_from(["PURCHASE", "SALES"])), plant=plant, at=at)
    else:
        story.unit(number, draw(REVISIONS), plant=plant, at=at)


def trace(evidence: ReleaseEvidence, usage: UsageEvidence, as_of: int) -> ReleaseTrace:
    return derive_trace(evidence, usage, Clocks(as_of=as_of, known=FAR_FUTURE - 1))


def shuffled(random: Random, rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(random.sample(rows, len(rows)))


ANY_TIME = st.integers(-1, LAST + 1).map(hour)


@pytest.mark.capability(96)
@settings(max_examples=300, deadline=None)
@given(stories(), ANY_TIME, st.randoms(use_true_random=False))
def test_evidence_in_any_order_gives_the_same_trace(story: Story, as_of: int, random: Random) -> None:
    evidence, usage = release_evidence(story.entries), usage_evidence(story.entries)
    lists = ("gates", "approvals", "steps", "dispatches", "acknowledgments", "withdrawals")
    mixed = evidence.model_copy(update={name: shuffled(random, getattr(evidence, name)) for name in lists})
    steps = [it.model_copy(update={"depends_on": shuffled(random, it.depends_on)}) for it in mixed.steps]
    mixed = mixed.model_copy(update={"steps": tuple(steps)})
    used = usage.model_copy(
        update={name: shuffled(random, getattr(usage, name)) for name in ("windows", "orders", "units")}
    )
    assert trace(mixed, used, as_of) == trace(evidence, usage, as_of)


@settings(max_examples=300, deadline=None)
@given(stories(), ANY_TIME)
def test_what_had_not_happened_by_then_changes_nothing(story: Story, as_of: int) -> None:
    evidence, usage = release_evidence(story.entries), usage_evidence(story.entries)
    assert trace(evidence.until(as_of), usage.until(as_of), as_of) == trace(evidence, usage, as_of)


@settings(max_examples=300, deadline=None)
@given(stories(), ANY_TIME)
def test_a_trace_agrees_with_itself(story: Story, as_of: int) -> None:
    found = trace(release_evidence(story.entries), usage_evidence(story.entries), as_of)
    verdicts = [it.verdict for it in found.steps if it.declared and it.required]
    blocking = [it for it in found.steps if it.key == found.blocking_step]
    over = found.verdict in {ReleaseVerdict.COMPLETE, ReleaseVerdict.WITHDRAWN}
    leaks = [finding for finding in found.findings if finding.kind is FindingKind.LEAK]
    assert found.proven <= (found.verdict is ReleaseVerdict.COMPLETE)
    assert (found.verdict is ReleaseVerdict.COMPLETE) <= all(it.arrived for it in verdicts)
    assert (found.blocking_step is None) == (over or not verdicts)
    assert not any(it.verdict.arrived for it in blocking)
    assert sum(leak.first for leak in leaks) == bool(leaks)
    assert all((it.verdict is Verdict.BLOCKED) == bool(it.blocked_by) for it in found.steps)
    assert all(it.overdue_since is None or not it.verdict.arrived for it in found.steps)


@settings(max_examples=300, deadline=None)
@given(stories())
def test_what_counts_as_arrived_was_sent_and_accepted_in_its_own_generation(story: Story) -> None:
    for one in story.trace(as_of=LAST).steps if story.entries else ():
        if one.verdict.arrived:
            assert one.sent_at is not None
            assert any(it.generation == one.generation and it.status == "ACCEPTED" for it in one.acknowledgments)
