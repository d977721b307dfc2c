"""Events that were held or refused: what became of each, why, and how to go on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from app.terminal.layout import FAINT, Entries, aligned, sections
from app.terminal.marks import OTHER, WAITS, WRONG, Mark
from app.terminal.words import plain, time
from graph.answers.exception import ExceptionNotice, ExceptionState
from graph.model.entry import Outcome
from graph.model.problem import Problem
from graph.recording.queues import Queue

if TYPE_CHECKING:
    from rich.console import RenderableType

OUTCOME: Final[Mapping[Outcome, Mark]] = {
    Outcome.HELD: WAITS,
    Outcome.CONFLICT: OTHER,
    Outcome.REJECTED: WRONG,
}

_INDENT = 2


def exceptions(notices: Sequence[ExceptionNotice], *, more: bool) -> Group:
    """A page of exceptions in their order.

    Args:
        notices: the exceptions.
        more: whether others follow that are not told.

    """
    parts: list[RenderableType] = []
    for head, notice in zip(aligned([_head(it) for it in notices]), notices, strict=True):
        parts += [Entries([(head,)], [_name(notice)]), *map(_below, _lines(notice)), ""]
    if not notices:
        parts.append("there are none")
    if more:
        parts.append("there are more: --limit tells how many to list")
    return Group(*parts, sections(_next(notices)))


def _head(it: ExceptionNotice) -> tuple[Text, ...]:
    mark = OUTCOME[it.outcome]
    queue = "" if it.queue.value == it.outcome.value else f", queue {plain(it.queue)}"
    outcome = Text.assemble((f"{mark.symbol} {it.outcome}", f"bold {mark.style}"), queue)
    return outcome, Text(time(it.raised_at))


def _name(it: ExceptionNotice) -> Text:
    if it.event:
        return Text.assemble(f"{it.source} ", (it.event, "bold"))
    return Text(f"{it.source} event {it.position} without a readable id")


def _lines(it: ExceptionNotice) -> Iterator[RenderableType]:
    yield Text(f"{it.id}{_come(it)}", FAINT)
    yield Entries([_place(problem) for problem in it.problems], [_told(problem) for problem in it.problems])


def _come(it: ExceptionNotice) -> str:
    """How far an exception has come that is no longer open."""
    if it.state is ExceptionState.REPLAYING:
        return "  on its way again"
    return f"  resolved {time(it.closed_at)}" if it.closed_at is not None else ""


def _place(it: Problem) -> tuple[Text, Text]:
    return Text(it.code), Text(it.pointer or "the event")


def _told(it: Problem) -> Text:
    """The problem in its own words, what was found, and what was expected where the words do not say so."""
    lines = [it.detail]
    if it.got:
        lines.append(f"found “{it.got}”")
    if it.expected and it.expected not in it.detail:
        lines.append(f"expected {it.expected}")
    return Text("\n".join(lines))


def _below(part: RenderableType) -> Padding:
    return Padding(part, (0, 0, 0, _INDENT))


def _next(notices: Sequence[ExceptionNotice]) -> Iterator[tuple[str, Text]]:
    """How to go on with those that are open."""
    queues = {it.queue for it in notices if it.state is ExceptionState.OPEN}
    ways = []
    if queues - {Queue.MAPPING}:
        ways.append("revtrace replay 'ID' sends an event through again, as it came")
    if Queue.MAPPING in queues:
        ways.append("what is held for a mapping goes through by itself when the mapping comes")
    if ways:
        yield "next", Text("; ".join(ways))
