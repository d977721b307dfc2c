"""What waits, and how far each source has come, for whoever runs the service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from app.terminal.layout import FAINT, Entries, aligned, sections
from app.terminal.marks import NONE, OTHER, RIGHT, WAITS, WRONG, Mark
from app.terminal.words import count, exact_time, plain, span, time
from graph.answers.envelope import Row
from graph.queries.backlog import Backlog, UnresolvedExceptions, UnsettledReceipts
from graph.recording.queues import Queue

if TYPE_CHECKING:
    from rich.console import RenderableType

QUEUE: Final[Mapping[Queue, Mark]] = {
    Queue.MAPPING: WAITS,
    Queue.CONTRACT: WAITS,
    Queue.CONFLICT: OTHER,
    Queue.REJECTED: WRONG,
    Queue.POISON: WRONG,
}

_RECEIPTS: Final = {"RECEIVED": ("waiting", WAITS), "QUARANTINED": ("put aside", WRONG)}
_INDENT = 2
_LONGEST_LABEL = len("exceptions")


class Aside(Row):
    """A receipt that was put aside, and why."""

    receipt: str
    source: str
    reason: str | None


class Heard(Row):
    """How far a source has come.

    Attributes:
        occurred_at: until when it is known by its own clock, epoch microseconds; None when nothing was accepted.
        recorded_at: when something of it was recorded last by our clock, epoch microseconds.

    """

    source: str
    occurred_at: int | None
    recorded_at: int


class Standing(Backlog):
    """Where the service stands.

    Attributes:
        aside: the receipts that were put aside last.
        queue: hints in the queue; None when it does not answer.
        sources: those that have sent anything.

    """

    aside: tuple[Aside, ...]
    queue: int | None
    sources: tuple[Heard, ...]


def status(found: Standing, asked: int) -> Table:
    """Where the service stands at a moment, epoch microseconds."""
    page = sections(_sections(found, asked))
    page.columns[0].width = _LONGEST_LABEL
    return page


def _sections(found: Standing, asked: int) -> Iterator[tuple[str, RenderableType]]:
    yield "receipts", _unsettled(found.receipts, asked)
    if found.aside:
        yield "", Padding(_aside(found), (0, 0, 0, _INDENT))
    yield "hints", _hints(found.queue)
    yield "exceptions", _unresolved(found.exceptions, asked)
    yield "sources", _sources(found.sources)
    yield "asked", Text(f"on {exact_time(asked)}; all times are UTC")


def _unsettled(receipts: Sequence[UnsettledReceipts], asked: int) -> Entries:
    return Entries([_state(it) for it in receipts], [Text(_oldest(it.oldest, asked)) for it in receipts])


def _state(it: UnsettledReceipts) -> tuple[Text, ...]:
    word, mark = _RECEIPTS[it.state]
    number = f"{it.count:,} with {count(it.events, 'event')}" if it.count else "none"
    return _marked(word, mark if it.count else RIGHT), Text(number)


def _aside(found: Standing) -> Group:
    """The receipts that were put aside, one by one as far as they are told."""
    heads = [(Text(it.receipt), Text(it.source)) for it in found.aside]
    parts: list[RenderableType] = [Entries(heads, [Text(it.reason or "no reason is known") for it in found.aside])]
    total = sum(it.count for it in found.receipts if it.state == "QUARANTINED")
    if total > len(found.aside):
        parts.append(Text(f"and {total - len(found.aside):,} more"))
    parts.append(Text("revtrace replay RECEIPT tries one again", FAINT))
    return Group(*parts)


def _hints(queue: int | None) -> Text:
    if queue is None:
        return _marked("the queue does not answer", WRONG)
    return _marked(f"{queue:,} in the queue", WAITS) if queue else _marked("none in the queue", RIGHT)


def _unresolved(exceptions: Sequence[UnresolvedExceptions], asked: int) -> RenderableType:
    if not exceptions:
        return _marked("none", RIGHT)
    heads = [(_marked(plain(it.queue), QUEUE[Queue(it.queue)]), Text(count(it.count, "event"))) for it in exceptions]
    return Entries(heads, [Text(_oldest(it.oldest, asked)) for it in exceptions])


def _sources(sources: Sequence[Heard]) -> RenderableType:
    if not sources:
        return _marked("none has sent anything", NONE)
    names = [Text(""), *(Text(it.source) for it in sources)]
    heading, *moments = aligned(
        [(Text("true until, its clock"), Text("last recorded, our clock")), *map(_clocks, sources)]
    )
    heading.stylize(FAINT)
    return Entries([(name,) for name in names], [heading, *moments])


def _clocks(it: Heard) -> tuple[Text, Text]:
    until = _marked("nothing accepted", NONE) if it.occurred_at is None else Text(time(it.occurred_at))
    return until, Text(time(it.recorded_at))


def _oldest(since: int | None, asked: int) -> str:
    return "" if since is None else f"oldest {span(asked - since)}, since {time(since)}"


def _marked(words: str, mark: Mark) -> Text:
    return Text.assemble((mark.symbol, mark.style), f" {words}")
