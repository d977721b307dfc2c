"""What the trace of each release of the demo story shows, as its README says, derived without a database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from app.demo import LATE, MOST_INTERESTING, STORY
from graph.answers.envelope import GapKind
from graph.answers.gate import GateStatus
from graph.answers.trace import Finding, FindingKind, ReleaseTrace, ReleaseVerdict, Verdict
from graph.clock import FAR_FUTURE, FAR_PAST, parse_instant
from graph.derivation.structure import Span
from graph.model.bom import BomReference
from graph.model.release import RevisionReleased
from graph.model.void import EventVoided
from tests.story.gathering import trace, windows
from tests.story.replay import entries, facts, story


def table(*headers: str) -> list[dict[str, str]]:
    """The rows of the README's table that begins with these headers."""
    lines = (STORY / "README.md").read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if cells(line)[: len(headers)] == list(headers))
    names = cells(lines[start])
    rows = [cells(line) for line in lines[start + 2 :]]
    end = next((number for number, row in enumerate(rows) if len(row) != len(names)), len(rows))
    return [dict(zip(names, row, strict=True)) for row in rows[:end]]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


RELEASES = table("release", "revision", "verdict")
OTHER_STEPS = {(row["release"], row["step"]): row["verdict"] for row in table("release", "step", "verdict")}


def told_of(traced: ReleaseTrace) -> dict[str, str]:
    """A trace in the words of the README."""
    findings = sorted(words(traced, finding) for finding in traced.findings)
    return {
        "release": traced.release,
        "revision": f"{traced.item}/{traced.revision}",
        "verdict": traced.verdict.value,
        "proven": "yes" if traced.proven else "no",
        "blocking step": step_words(traced, traced.blocking_step) if traced.blocking_step else "none",
        "findings": "; ".join(findings) or "none",
    }


def words(traced: ReleaseTrace, finding: Finding) -> str:
    label, _, key = finding.ref.partition(":")
    where = step_words(traced, key) if label == "ReleaseStep" else f"{label} {key.replace('|', ' ')}"
    return f"{finding.kind.value} {where}{' (first)' if finding.first else ''}"


def step_words(traced: ReleaseTrace, key: str) -> str:
    return key.removeprefix(f"{traced.release}|").replace("|", " ")


def verdicts(traced: ReleaseTrace) -> dict[str, Verdict]:
    return {step_words(traced, step.key): step.verdict for step in traced.steps}


def kinds(findings: Iterable[Finding]) -> list[FindingKind]:
    return [finding.kind for finding in findings]


@pytest.mark.parametrize("row", RELEASES, ids=lambda row: row["release"])
def test_a_trace_shows_verdict_blocking_step_and_findings_as_the_readme_says(row: dict[str, str]) -> None:
    expected = row | {"findings": "; ".join(sorted(row["findings"].split("; ")))}
    assert told_of(trace(entries(story()), row["release"])) == expected


@pytest.mark.parametrize("row", RELEASES, ids=lambda row: row["release"])
def test_each_step_has_the_verdict_that_the_readme_says(row: dict[str, str]) -> None:
    found = {step: verdict.value for step, verdict in verdicts(trace(entries(story()), row["release"])).items()}
    others = {step: verdict for (release, step), verdict in OTHER_STEPS.items() if release == row["release"]}
    assert others.keys() <= found.keys()
    assert found == {step: others.get(step, Verdict.ACCEPTED_CORRECT.value) for step in found}


def test_the_readme_lists_every_release_and_the_most_interesting_one() -> None:
    released = [fact for _, fact in facts(entries(story()), RevisionReleased)]
    assert sorted(fact.release for fact in released) == [row["release"] for row in RELEASES]
    assert f"{MOST_INTERESTING.item}/{MOST_INTERESTING.revision}" in {row["revision"] for row in RELEASES}


@pytest.mark.parametrize("row", RELEASES, ids=lambda row: row["release"])
def test_all_gates_of_each_change_passed_in_the_end(row: dict[str, str]) -> None:
    gates = trace(entries(story()), row["release"]).gates
    assert {gate.status for gate in gates} == {GateStatus.PASSED}


def test_before_the_late_file_arrived_the_routine_release_was_in_progress_and_late() -> None:
    before = trace(entries([told for told in story() if told.file != LATE]), "REL-1051")
    after = trace(entries(story()), "REL-1051")

    assert before.verdict is ReleaseVerdict.IN_PROGRESS
    assert before.blocking_step == "REL-1051|MES-LYON|BOM"
    assert kinds(before.findings) == [FindingKind.LATE]
    assert [gap.kind for gap in before.envelope.gaps] == [GapKind.SILENT]
    assert after.verdict is ReleaseVerdict.COMPLETE
    assert after.findings == ()
    assert after.envelope.gaps == ()


def test_between_two_answers_the_step_that_was_sent_again_is_stale() -> None:
    between = trace(entries(story()), "REL-1044", as_of=parse_instant("2026-09-21T10:00:00+02:00"))
    assert verdicts(between)["ERP BOM"] is Verdict.ACCEPTED_STALE


def test_the_silent_plant_is_a_gap_of_the_most_interesting_trace() -> None:
    gaps = trace(entries(story()), "REL-1043").envelope.gaps
    assert [(gap.kind, gap.system) for gap in gaps] == [(GapKind.SILENT, "MES-LYON")]


def test_the_first_leaking_edge_is_the_event_that_placed_the_order_not_the_one_that_closed_it() -> None:
    first = next(finding for finding in trace(entries(story()), "REL-1046").findings if finding.first)
    assert first.event == "ERP|order-4500018812-placed"
    assert first.gate == "SOURCING"


def test_a_wrong_report_counts_until_it_is_voided() -> None:
    told = story()
    void = next(number for number, one in enumerate(told) if isinstance(one.fact, EventVoided))
    reported, voided, corrected = (trace(entries(told[:end]), "REL-1044") for end in (void, void + 1, void + 2))

    assert FindingKind.WRONG_REVISION in kinds(reported.findings)
    assert FindingKind.WRONG_REVISION not in kinds(voided.findings)
    assert serials(corrected) - serials(voided) == {"CTL-M26-12211"}


def serials(traced: ReleaseTrace) -> set[str]:
    return {unit.serial for unit in traced.usage.units}


def test_after_a_withdrawal_the_predecessor_applies_again() -> None:
    since = parse_instant("2026-10-05T00:00:00+02:00")
    until = next(it.occurred_at for it in trace(entries(story()), "REL-1047").withdrawals)
    assert applied("GR-3140", ["B", "C"]) == {
        ("B", ("*",), Span(FAR_PAST, since)),
        ("C", ("*",), Span(since, until)),
        ("B", ("*",), Span(until, FAR_FUTURE)),
    }


def test_a_release_for_one_plant_leaves_the_other_on_its_revision() -> None:
    since = parse_instant("2026-10-26T00:00:00+01:00")
    assert applied("CK-2510", ["B", "C"]) == {
        ("B", ("LYON",), Span(FAR_PAST, since)),
        ("C", ("LYON",), Span(since, FAR_FUTURE)),
        ("B", ("*", "-LYON"), Span(FAR_PAST, FAR_FUTURE)),
    }


def applied(item: str, revisions: Sequence[str]) -> set[tuple[str, tuple[str, ...], Span]]:
    names = {BomReference(item=item, revision=revision).key: revision for revision in revisions}
    return {(names[box.bom], box.plants, box.effective) for box in windows(entries(story()), item)}
