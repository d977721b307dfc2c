"""What every answer says about itself: its gaps, its bounds, its sources and its two clocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from app.terminal.layout import Entries
from app.terminal.marks import WAITS
from app.terminal.words import exact_time, plain, reference_words, time
from graph.answers.envelope import Envelope, Gap

if TYPE_CHECKING:
    from rich.console import RenderableType

Section = tuple[str, "RenderableType"]
"""A label and what stands beside it."""


def gaps(told: Sequence[Gap]) -> Iterator[Section]:
    """What an answer lacks."""
    if told:
        yield "gaps", Entries([_gap(it) for it in told], [Text(it.reason) for it in told])


def _gap(it: Gap) -> tuple[Text, ...]:
    kind = Text(f"{WAITS.symbol} {plain(it.kind)}", WAITS.style)
    return kind, Text(reference_words(it.ref)), Text(f"since {time(it.since)}" if it.since is not None else "")


def asked(envelope: Envelope) -> Iterator[Section]:
    """What was cut, how far the sources had come, and the moments that the answer is for."""
    if envelope.limits_hit:
        yield "limits", Text("\n".join(envelope.limits_hit))
    if envelope.watermarks:
        marks = [f"{mark.source} {time(mark.occurred_at)}" for mark in envelope.watermarks]
        last = max(envelope.watermarks, key=lambda mark: mark.recorded_at)
        told = f"{', '.join(marks)}; last recorded {exact_time(last.recorded_at)}, from {last.source}"
        yield "heard", Text(f"by their own clocks until {told}")
    clocks = envelope.clocks
    yield "asked", Text(f"true on {exact_time(clocks.as_of)}, as known on {exact_time(clocks.known)}")
