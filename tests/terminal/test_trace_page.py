"""The page of a release trace says all that the answer holds, at any width and without colour."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from app.terminal.lanes import TICKS
from app.terminal.marks import STEP
from app.terminal.trace import traces
from app.terminal.words import plain, time
from graph.answers.envelope import Envelope, Watermark
from graph.answers.evidence import ChangeEvidence
from graph.answers.trace import ReleaseTrace, StepTrace, Usage
from graph.clock import FAR_FUTURE
from graph.model.release import StepKind
from tests.story.test_story_traces import RELEASES
from tests.terminal.pages import answer, coloured, page, piped, traced

NUMBERS = [row["release"] for row in RELEASES]
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
@pytest.mark.parametrize("release", NUMBERS)
def test_no_line_is_wider_than_the_terminal(release: str, width: int) -> None:
    assert [line for line in page(release, width=width).splitlines() if cell_len(line) > width] == []


@pytest.mark.parametrize("width", [40, 80])
def test_a_narrow_terminal_loses_nothing(width: int) -> None:
    assert sorted("".join(page("REL-1043", width=width).split())) == sorted("".join(page("REL-1043").split()))


@pytest.mark.parametrize("release", NUMBERS)
def test_no_line_ends_in_spaces(release: str) -> None:
    assert [line for line in page(release).splitlines() if line != line.rstrip()] == []


@pytest.mark.parametrize("release", NUMBERS)
def test_a_pipe_gets_no_colours_and_the_same_text_as_a_terminal(release: str) -> None:
    shown = page(release)
    assert "\x1b" not in shown
    assert ESCAPE.sub("", coloured(traces(answer(traced(release))))) == shown


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("release", NUMBERS)
def test_every_step_shows_its_verdict_as_symbol_and_word(release: str, width: int) -> None:
    lines = page(release, width=width).splitlines()
    for step in traced(release).steps:
        word = plain(step.verdict.removeprefix("ACCEPTED_"))
        row = rf"{STEP[step.verdict].symbol} {plain(step.kind)} +{word}\b"
        assert any(re.search(row, line) for line in lines), step


@pytest.mark.parametrize("release", NUMBERS)
def test_every_step_stands_below_its_system_and_after_those_that_it_needs(release: str) -> None:
    rows = [line for line in page(release).splitlines() if re.match(r" ?\d+  ", line)]
    assert [int(row.split()[0]) for row in rows] == list(range(1, len(traced(release).steps) + 1))
    systems = list(dict.fromkeys(step.system for step in traced(release).steps))
    assert [line for line in page(release).splitlines() if line in systems] == systems


def test_the_blocking_step_is_told_in_one_sentence_on_top() -> None:
    told = page("REL-1043").splitlines()[1]
    assert told.startswith("It hangs at step 8, PORTAL-BRUNNHILT supplier demand: rejected by k.albrecht")


def test_complete_is_not_clean_and_the_first_lines_say_so() -> None:
    title, _, counts = page("REL-1046").splitlines()[:3]
    assert title.startswith("● COMPLETE and proven")
    assert "4 findings: 2 leak, 1 wrong revision, 1 unexpected" in counts


def test_what_is_complete_without_proof_names_what_the_proof_lacks() -> None:
    title, told = page("REL-1051").splitlines()[:2]
    assert title.startswith("○ COMPLETE, not proven")
    assert told == "Every required target accepted it; no proof of what it holds from step 4, WMS notification."


def test_lateness_is_told_in_words() -> None:
    assert "52 d 20 h over, due 2026-09-28 16:00" in page("REL-1043")


def test_a_withdrawal_is_told_on_top_and_ends_the_lateness() -> None:
    shown = page("REL-1047")
    assert shown.splitlines()[1].startswith("Withdrawn 2026-10-16 12:30 by c.marchand: Durability run DR-88")
    assert "14 d 12 h over, due 2026-10-02 00:00" in shown
    assert "lateness: when it was withdrawn" in shown


def test_other_content_shows_both_digests() -> None:
    shown = " ".join(page("REL-1044").split())
    assert "3e0e9b13 ≠" in shown
    assert "sent 3e0e9b13..7be2 ≠ held 138cbb11..e5c6" in shown


@pytest.mark.parametrize("release", NUMBERS)
def test_every_finding_and_every_gap_is_told(release: str) -> None:
    told, shown = traced(release), " ".join(page(release, width=200).split())
    for finding in told.findings:
        assert f"{plain(finding.kind)}{', first' if finding.first else ''} {time(finding.occurred_at)}" in shown
    for gap in told.envelope.gaps:
        assert gap.reason in shown


@pytest.mark.parametrize("release", NUMBERS)
def test_every_approval_shows_role_signer_time_meaning_and_digest(release: str) -> None:
    shown = " ".join(page(release, width=200).split())
    for it in traced(release).approvals:
        assert it.signed_digest is not None
        told = f"● {plain(it.role)} approved {it.signer} {time(it.occurred_at)} “{it.meaning}” {it.signed_digest[:8]}"
        assert told in shown


def test_an_order_that_a_finding_speaks_of_is_marked() -> None:
    shown = page("REL-1047")
    assert "● ERP 100588" in shown
    assert "✕ ERP 100601" in shown


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
@pytest.mark.parametrize("release", NUMBERS)
def test_every_symbol_has_a_stand_in_where_the_encoding_lacks_it(release: str, encoding: str) -> None:
    shown = page(release, encoding=encoding)
    assert len(shown.splitlines()) == len(page(release).splitlines())
    assert "?" not in re.sub(r"[0-9a-f]{8} \?|\? it named none", "", shown)


def test_in_ascii_the_verdicts_keep_their_words() -> None:
    shown = page("REL-1044", encoding="ascii")
    assert "~ BOM                 altered" in shown
    assert "3e0e9b13 !=" in shown


@given(st.text(min_size=1))
def test_what_an_event_says_cannot_steer_the_terminal(text: str) -> None:
    change = ChangeEvidence(number="E-1", placeholder=False, title=text, reason=f"\x1b[2J\u202e{text}")
    told = traced("REL-1051").model_copy(update={"change": change})
    shown = piped(traces(answer(told)), encoding="utf-16")
    assert not set(shown) & {"\x1b", "\u202e", "\x07", "\r", "\x9b"}


def test_words_in_brackets_are_no_markup() -> None:
    change = ChangeEvidence(number="E-1", placeholder=False, title="[bold red]see [/] and :smile:")
    told = traced("REL-1051").model_copy(update={"change": change})
    assert "[bold red]see [/] and :smile:" in piped(traces(answer(told)))


def test_a_time_of_another_year_is_told_as_a_date() -> None:
    told = traced("REL-1051")
    steps = tuple(step.model_copy(update={"sent_at": 0}) for step in told.steps)
    assert " 1970-01-01 " in piped(traces(answer(told.model_copy(update={"steps": steps}))))


def test_several_releases_share_one_account_of_clocks_and_sources() -> None:
    mark = Watermark(source="ERP", occurred_at=0, recorded_at=FAR_FUTURE)
    first = traced("REL-1042")
    envelope = first.envelope.model_copy(update={"watermarks": (mark,)})
    shown = piped(traces(answer(first.model_copy(update={"envelope": envelope}), traced("REL-1043"))))
    assert shown.count("asked ") == 1
    assert "heard     by their own clocks until ERP 1970-01-01 00:00; last recorded 9999-12-31" in shown


def test_a_release_of_which_only_the_name_is_known_still_has_a_page() -> None:
    shown = piped(traces(answer(bare("REL-1"))))
    assert "revision not known  REL-1" in shown
    assert "REL-1: named by others, never stated here" in shown
    assert "no order of the item" in shown


def bare(number: str, *steps: StepTrace) -> ReleaseTrace:
    """A trace that holds next to nothing."""
    nothing: dict[str, None] = dict.fromkeys(
        ("generation", "bom", "item", "revision", "view", "released_at", "released_by", "change")
    )
    clocks = traced("REL-1042").envelope.clocks
    return ReleaseTrace.model_validate(
        nothing
        | {"release": number, "approvals": (), "gates": (), "withdrawals": (), "verdict": "IN_PROGRESS"}
        | {"proven": False, "blocking_step": None, "blocking_reason": None, "steps": steps, "findings": ()}
        | {"usage": Usage(), "envelope": Envelope(clocks=clocks)}
    )


@pytest.mark.parametrize("kind", StepKind)
def test_every_kind_of_step_fits_its_column(kind: StepKind) -> None:
    step = next(step for step in traced("REL-1051").steps).model_copy(update={"kind": kind, "depends_on": ()})
    shown = piped(traces(answer(bare("REL-1", step))))
    assert f"● {plain(kind):<19} correct" in shown
    assert all(name in shown for name in TICKS)


def test_harmless_keeps_line_breaks_and_plain_text() -> None:
    assert piped(Text("one\ntwo é 漢")) == "one\ntwo é 漢\n"
