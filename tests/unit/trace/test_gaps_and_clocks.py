"""What a trace says of its own holes, and what it holds as of an earlier moment."""

from __future__ import annotations

import pytest

from graph.answers.envelope import GapKind
from graph.answers.trace import ReleaseVerdict, Verdict
from graph.clock import FAR_FUTURE
from tests.unit.story_builder import Story, hour, make_entry, step
from tests.unit.trace.stories import ERP, MES, approved, gated, released, sent


def gaps(story: Story, *, as_of: int | None = None) -> set[tuple[GapKind, str]]:
    return {(gap.kind, gap.ref) for gap in story.trace(as_of=as_of).envelope.gaps}


def defined() -> Story:
    return Story().define("B", state="DRAFT").change().approve()


SILENT = (GapKind.SILENT, "ReleaseStep:REL-1|ERP|BOM")
EACH = [
    (
        "a release that was never stated",
        (GapKind.UNDEFINED, "Release:REL-1"),
        defined().dispatch(ERP),
        defined().release(ERP),
    ),
    (
        "a release that requires nothing",
        (GapKind.UNDEFINED, "Release:REL-1"),
        defined().release(step(ERP, required=False)),
        defined().release(ERP, step(MES, required=False)),
    ),
    (
        "content that is not known",
        (GapKind.UNDEFINED, "BomRevision:PUMP|B|ENGINEERING|*"),
        released(),
        defined().release(ERP),
    ),
    (
        "a change that was never raised",
        (GapKind.UNDEFINED, "ChangeOrder:ECO-1"),
        Story().release(ERP),
        approved().release(ERP),
    ),
    (
        "a release without a change",
        (GapKind.UNGOVERNED, "Release:REL-1"),
        Story().release(ERP, change=None),
        Story().release(ERP),
    ),
    (
        "a target that is silent past the due time",
        SILENT,
        sent(step(ERP, due=6)).acknowledge(MES, at=7),
        sent(step(ERP, due=6)).acknowledge(ERP, at=7),
    ),
    (
        "a target that only notes receipt",
        SILENT,
        sent(step(ERP, due=6)).acknowledge(ERP, "RECEIVED", at=7),
        sent(step(ERP, due=7)).acknowledge(ERP, "RECEIVED", at=7),
    ),
]


@pytest.mark.parametrize(("gap", "story", "nearest"), [it[1:] for it in EACH], ids=[it[0] for it in EACH])
def test_each_gap_is_said_in_its_story_and_not_in_the_nearest_other(
    gap: tuple[GapKind, str], story: Story, nearest: Story
) -> None:
    assert gap in gaps(story)
    assert gap not in gaps(nearest)


def test_a_silent_target_is_named_with_the_time_since_when() -> None:
    (silent,) = (gap for gap in sent(step(ERP, due=5)).trace(as_of=9).envelope.gaps if gap.kind is GapKind.SILENT)
    assert (silent.system, silent.since) == ("ERP", hour(4))


def test_a_trace_without_holes_is_complete() -> None:
    story = defined().release(step(ERP, due=9)).dispatch(ERP).acknowledge(ERP)
    assert story.trace().envelope.complete


def test_a_trace_holds_only_what_had_happened_by_the_moment_it_is_for() -> None:
    story = gated().approve(at=2).release(ERP, at=3).dispatch(ERP, at=4).acknowledge(ERP, at=5).withdraw(at=6)
    story.order("1", at=7)
    seen = {as_of: story.trace(as_of=as_of) for as_of in (1, 3, 4, 5, 6)}
    assert [len(trace.approvals) for trace in seen.values()] == [0, 1, 1, 1, 1]
    assert [trace.steps[0].verdict for trace in seen.values()] == [
        Verdict.WAITING,
        Verdict.WAITING,
        Verdict.WAITING,
        Verdict.ACCEPTED_CORRECT,
        Verdict.ACCEPTED_CORRECT,
    ]
    assert [trace.verdict for trace in seen.values()][-2:] == [ReleaseVerdict.COMPLETE, ReleaseVerdict.WITHDRAWN]
    assert seen[6].usage.orders == ()


def test_an_answer_as_of_a_moment_before_the_release_says_that_the_release_came_later() -> None:
    story = defined().release(ERP, at=9)
    assert (GapKind.UNDEFINED, "Release:REL-1") in gaps(story, as_of=8)
    assert (GapKind.UNDEFINED, "Release:REL-1") not in gaps(story, as_of=9)


def test_a_source_that_dates_events_into_the_future_is_named_and_they_do_not_count_yet() -> None:
    story = defined().release(ERP).dispatch(ERP)
    early = story.acknowledge(ERP, at=20).entries.pop()
    story.entries.append(make_entry(early.event.fact, hour(20), name="e9", source="ERP", recorded_at=hour(6)))
    assert story.step(ERP, as_of=10).verdict is Verdict.WAITING
    assert (GapKind.AHEAD, "System:ERP") in gaps(story, as_of=10)
    assert story.step(ERP, as_of=20).verdict is Verdict.ACCEPTED_CORRECT
    assert (GapKind.AHEAD, "System:ERP") not in gaps(story, as_of=20)


def test_asking_for_the_past_names_nobody_as_ahead() -> None:
    story = defined().release(ERP).dispatch(ERP).acknowledge(ERP, at=20)
    assert not any(kind is GapKind.AHEAD for kind, _ in gaps(story, as_of=10))


def test_the_envelope_repeats_the_clocks_that_were_asked_for() -> None:
    clocks = released().trace(as_of=12).envelope.clocks
    assert (clocks.as_of, clocks.known) == (hour(12), FAR_FUTURE - 1)
