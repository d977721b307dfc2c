"""The page of the status says what waits and since when, in words beside every symbol, at any width."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from app.terminal.marks import NONE
from app.terminal.status import QUEUE, Aside, Heard, Standing, status
from app.terminal.words import MINUTE
from graph.clock import parse_instant
from graph.queries.backlog import UnresolvedExceptions, UnsettledReceipts
from graph.recording.queues import Queue
from tests.terminal.pages import coloured, piped

ASKED = parse_instant("2026-11-24T12:40:10.5Z")
RECEIPT = f"{'c56b' * 8}.0"
HEARD = Heard(source="PORTAL-BRUNNHILT", occurred_at=ASKED - 90 * MINUTE, recorded_at=ASKED - MINUTE)


def receipts(waiting: int, aside: int, events: int = 1) -> tuple[UnsettledReceipts, ...]:
    """Receipts of so many events each, that came three hours before."""
    numbers = {"RECEIVED": waiting, "QUARANTINED": aside}
    return tuple(
        UnsettledReceipts(state=state, count=number, events=number * events, oldest=ASKED - 180 * MINUTE)
        if number
        else UnsettledReceipts(state=state, count=0, events=0, oldest=None)
        for state, number in numbers.items()
    )


def standing(
    waiting: int = 0,
    aside: tuple[Aside, ...] = (),
    *,
    queue: int | None = 0,
    exceptions: tuple[UnresolvedExceptions, ...] = (),
    sources: tuple[Heard, ...] = (HEARD,),
) -> Standing:
    return Standing(
        receipts=receipts(waiting, len(aside)), exceptions=exceptions, aside=aside, queue=queue, sources=sources
    )


def page(found: Standing, *, width: int = 80, encoding: str = "utf-8") -> list[str]:
    return piped(status(found, ASKED), width=width, encoding=encoding).splitlines()


def aside(reason: str | None, source: str = "PLM") -> Aside:
    return Aside(receipt=RECEIPT, source=source, reason=reason)


BUSY = standing(
    2,
    (aside("the database refused it: a constraint of a name that is not short was violated"),),
    queue=1200,
    exceptions=tuple(
        UnresolvedExceptions(queue=queue, count=number, oldest=ASKED - 4600 * number * MINUTE)
        for number, queue in enumerate(Queue, 1)
    ),
    sources=(HEARD, Heard(source="ERP", occurred_at=None, recorded_at=ASKED)),
)


def test_nothing_waits_is_said_in_words() -> None:
    assert page(standing()) == [
        "receipts   ● waiting    none",
        "           ● put aside  none",
        "hints      ● none in the queue",
        "exceptions ● none",
        "sources                      true until, its clock  last recorded, our clock",
        "           PORTAL-BRUNNHILT  2026-11-24 11:10       2026-11-24 12:39",
        "asked      on 2026-11-24 12:40:10.500000 UTC; all times are UTC",
    ]


def test_what_waits_stands_beside_its_number_and_the_age_of_the_oldest() -> None:
    lines = page(BUSY)
    assert "receipts   ◷ waiting    2 with 2 events  oldest 3 h, since 2026-11-24 09:40" in lines
    assert "           ✕ put aside  1 with 1 event   oldest 3 h, since 2026-11-24 09:40" in lines
    assert "hints      ◷ 1,200 in the queue" in lines
    assert "exceptions ◷ mapping   1 event   oldest 3 d 4 h, since 2026-11-21 08:00" in lines
    assert "           ✕ poison    5 events  oldest 15 d 23 h, since 2026-11-08 13:20" in lines


def test_each_receipt_that_was_put_aside_is_told_with_its_reason_and_what_to_do() -> None:
    lines = page(standing(aside=(aside("not settled in 6 tries"), aside(None, "ERP"))))
    assert lines[2:6] == [
        f"             {RECEIPT}  PLM  not settled in 6 tries",
        f"             {RECEIPT}  ERP  no reason is known",
        "             revtrace replay RECEIPT tries one again",
        "hints      ● none in the queue",
    ]


def test_receipts_beyond_those_that_are_told_are_counted() -> None:
    found = standing(aside=(aside("one"),)).model_copy(update={"receipts": receipts(0, 1500)})
    assert "             and 1,499 more" in page(found)


def test_a_queue_that_does_not_answer_is_told_and_is_not_an_empty_one() -> None:
    assert "hints      ✕ the queue does not answer" in page(standing(queue=None))


def test_a_source_of_which_nothing_was_accepted_is_not_true_until_any_time() -> None:
    assert f"           ERP               {NONE.symbol} nothing accepted     2026-11-24 12:40" in page(BUSY)
    assert f"sources    {NONE.symbol} none has sent anything" in page(standing(sources=()))


@pytest.mark.parametrize("queue", Queue)
def test_every_queue_has_its_symbol_and_its_word(queue: Queue) -> None:
    exceptions = (UnresolvedExceptions(queue=queue, count=1, oldest=ASKED),)
    (line,) = [line for line in page(standing(exceptions=exceptions)) if line.startswith("exceptions")]
    assert line.startswith(f"exceptions {QUEUE[queue].symbol} {queue.lower()}  1 event  oldest under 1 min")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert [line for line in page(BUSY, width=width) if cell_len(line) > width] == []


def test_a_narrow_terminal_loses_nothing() -> None:
    narrow, wide = page(BUSY, width=50), page(BUSY, width=120)
    assert sorted("".join("".join(narrow).split())) == sorted("".join("".join(wide).split()))


def test_an_old_encoding_gets_the_same_words() -> None:
    lines = page(BUSY, encoding="ascii")
    assert "receipts   @ waiting    2 with 2 events  oldest 3 h, since 2026-11-24 09:40" in lines
    assert "?" not in "".join(lines)


def test_a_reason_cannot_steer_the_terminal() -> None:
    told = coloured(status(standing(aside=(aside("\x1b[2Jgone\u202e\rover"),)), ASKED))
    assert "\x1b[2J" not in told
    assert not {"\r", "\u202e"} & set(told)
    assert "gone" in told
