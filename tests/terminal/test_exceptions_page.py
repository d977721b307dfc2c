"""The page of exceptions says of each event what became of it and why, and how to go on."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from app.terminal.exceptions import exceptions
from app.terminal.words import MINUTE
from graph.answers.exception import ExceptionNotice, ExceptionState
from graph.clock import parse_instant
from graph.model.entry import Outcome
from graph.model.problem import Problem, ProblemCode
from graph.recording.queues import Queue
from tests.terminal.pages import coloured, piped

RAISED = parse_instant("2026-11-24T12:40:42.721836Z")
RECEIPT = "c56b" * 8
MISSING = Problem.about(ProblemCode.FIELD_MISSING, "/data", "data is required")
UNMAPPED = Problem.about(ProblemCode.IDENTIFIER_UNMAPPED, "/data", "no mapping says which item that is", got="4711")
NO_OFFSET = Problem.about(
    ProblemCode.TIME_ZONE_MISSING,
    "/time",
    "the offset from UTC is missing",
    got="2026-11-20T10:00:00",
    expected="RFC 3339 with an offset, such as 2026-11-24T08:13:00+01:00",
)
RESOLVED = {"state": ExceptionState.RESOLVED, "closed_at": RAISED + 5 * MINUTE}


def notice(outcome: Outcome, queue: Queue, *problems: Problem, **told: object) -> ExceptionNotice:
    """An open exception of the event `x`, where nothing else is said."""
    made = {
        "id": f"{RECEIPT}.0|0",
        "receipt": RECEIPT,
        "position": 0,
        "source": "ERP",
        "event": "x",
        "outcome": outcome,
        "queue": queue,
        "state": ExceptionState.OPEN,
        "problems": problems or (MISSING,),
        "raised_at": RAISED,
        "closed_at": None,
        "waits_for": (),
    }
    return ExceptionNotice.model_validate({**made, **told})


REJECTED = notice(Outcome.REJECTED, Queue.REJECTED)
HELD = notice(Outcome.HELD, Queue.MAPPING, UNMAPPED)
UUID = "550e8400-e29b-41d4-a716-446655440000"
LONG = notice(Outcome.HELD, Queue.CONTRACT, NO_OFFSET, MISSING, source="PORTAL-BRUNNHILT", event=UUID)
ALL = (REJECTED, HELD, LONG, notice(Outcome.CONFLICT, Queue.CONFLICT, **RESOLVED))


def page(*notices: ExceptionNotice, more: bool = False, width: int = 80, encoding: str = "utf-8") -> list[str]:
    return piped(exceptions(notices, more=more), width=width, encoding=encoding).splitlines()


def test_an_entry_tells_outcome_time_source_and_id_once_then_the_problems() -> None:
    assert page(notice(Outcome.REJECTED, Queue.REJECTED, MISSING, NO_OFFSET)) == [
        "✕ REJECTED  2026-11-24 12:40  ERP x",
        f"  {RECEIPT}.0|0",
        "  FIELD_MISSING      /data  data is required",
        "  TIME_ZONE_MISSING  /time  the offset from UTC is missing",
        "                            found “2026-11-20T10:00:00”",
        "                            expected RFC 3339 with an offset, such as",
        "                            2026-11-24T08:13:00+01:00",
        "",
        "next      revtrace replay 'ID' sends an event through again, as it came",
    ]


@pytest.mark.parametrize(
    ("outcome", "queue", "words"),
    [
        (Outcome.HELD, Queue.MAPPING, "◷ HELD, queue mapping  2026"),
        (Outcome.HELD, Queue.CONTRACT, "◷ HELD, queue contract  2026"),
        (Outcome.CONFLICT, Queue.CONFLICT, "◆ CONFLICT  2026"),
        (Outcome.REJECTED, Queue.REJECTED, "✕ REJECTED  2026"),
        (Outcome.REJECTED, Queue.POISON, "✕ REJECTED, queue poison  2026"),
    ],
)
def test_the_queue_is_named_only_where_it_is_not_the_outcome(outcome: Outcome, queue: Queue, words: str) -> None:
    assert page(notice(outcome, queue))[0].startswith(words)


def test_what_was_expected_is_not_told_twice() -> None:
    told = Problem.about(ProblemCode.FIELD_INVALID, "/id", "id must be text", got=1, expected="text")
    assert page(notice(Outcome.REJECTED, Queue.REJECTED, told))[2:5] == [
        "  FIELD_INVALID  /id  id must be text",
        "                      found “1”",
        "",
    ]


def test_an_event_without_id_and_a_problem_without_place_are_called_what_they_are() -> None:
    malformed = Problem(code=ProblemCode.MALFORMED, detail="not JSON at line 1, column 1")
    lines = page(notice(Outcome.REJECTED, Queue.REJECTED, malformed, event="", position=3))
    assert lines[0].endswith("ERP event 3 without a readable id")
    assert lines[2] == "  MALFORMED  the event  not JSON at line 1, column 1"


def test_how_to_go_on_depends_on_what_the_events_wait_for() -> None:
    by_itself = "what is held for a mapping goes through by itself when the mapping comes"
    by_hand = "revtrace replay 'ID' sends an event through again, as it came"
    assert page(HELD, width=120)[-1] == f"next      {by_itself}"
    assert page(REJECTED, HELD, width=160)[-1] == f"next      {by_hand}; {by_itself}"


def test_nothing_is_left_to_do_with_those_that_are_resolved_or_on_their_way() -> None:
    resolved = page(notice(Outcome.HELD, Queue.MAPPING, **RESOLVED))
    assert resolved[1] == f"  {RECEIPT}.0|0  resolved 2026-11-24 12:45"
    replaying = page(notice(Outcome.HELD, Queue.CONTRACT, state=ExceptionState.REPLAYING))
    assert replaying[1] == f"  {RECEIPT}.0|0  on its way again"
    assert not any(line.startswith("next") for line in resolved + replaying)


def test_an_empty_page_and_a_page_that_is_cut_say_so() -> None:
    assert page() == ["there are none"]
    assert "there are more: --limit tells how many to list" in page(REJECTED, more=True)


def test_a_long_id_stands_below_in_one_piece() -> None:
    assert page(LONG)[:2] == ["◷ HELD, queue contract  2026-11-24 12:40", f"  PORTAL-BRUNNHILT {UUID}"]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert [line for line in page(*ALL, width=width) if cell_len(line) > width] == []


def test_a_narrow_terminal_loses_nothing() -> None:
    narrow, wide = page(*ALL, width=50), page(*ALL, width=120)
    assert sorted("".join("".join(narrow).split())) == sorted("".join("".join(wide).split()))


def test_an_old_encoding_gets_the_same_words() -> None:
    lines = page(*ALL, encoding="ascii")
    assert lines[0].startswith("x REJECTED")
    assert '    found "4711"' in "\n".join(lines)
    assert "?" not in "".join(lines)


def test_what_an_event_says_cannot_steer_the_terminal() -> None:
    evil = "\x1b[2J\u202e\rx"
    problem = Problem(code=ProblemCode.FIELD_UNKNOWN, pointer=f"/{evil}", detail=evil, got=evil, expected=f"no {evil}")
    told = coloured(
        exceptions([notice(Outcome.REJECTED, Queue.REJECTED, problem, event=evil, source=evil)], more=False)
    )
    assert "\x1b[2J" not in told
    assert not {"\r", "\u202e"} & set(told)
