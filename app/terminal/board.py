"""Releases side by side: how far each has come, at which targets, and where it hangs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from app.terminal.frame import asked, gaps
from app.terminal.layout import FAINT, aligned, sections
from app.terminal.marks import STEP, of_release
from app.terminal.words import plain, time
from graph.answers.page import Listing
from graph.answers.release import ReleaseSummary, SystemVerdict

if TYPE_CHECKING:
    from rich.console import RenderableType

_INDENT = 2


def board(found: Listing[ReleaseSummary]) -> Group:
    """A page of releases, and what the answer says about itself."""
    releases = found.nodes
    parts: list[RenderableType] = []
    for head, release in zip(aligned([_head(it) for it in releases]), releases, strict=True):
        parts += [head, *(Padding(line, (0, 0, 0, _INDENT)) for line in _below(release)), ""]
    if not releases:
        parts.append("no release is known")
    if found.has_next_page:
        parts.append(f"there are more: --after {found.end_cursor}")
    return Group(*parts, sections([*gaps(found.envelope.gaps), *asked(found.envelope)]))


def _head(it: ReleaseSummary) -> tuple[Text, ...]:
    mark = of_release(it.verdict, proven=it.proven)
    verdict = Text(f"{mark.symbol} {plain(it.verdict).upper()}", f"bold {mark.style}")
    revision = f"{it.item}/{it.revision}" if it.item and it.revision else "not known"
    released = time(it.released_at) if it.released_at is not None else ""
    overdue = f"{it.overdue} overdue" if it.overdue else ""
    return verdict, Text(it.release, "bold"), Text(revision), Text(released), Text(overdue)


def _below(it: ReleaseSummary) -> Iterator[Text]:
    change = " ".join(filter(None, (it.change, it.title)))
    if change:
        yield Text(change, FAINT)
    yield Text("  ").join(map(_target, it.systems))
    if it.blocking_reason is not None:
        yield Text(f"it hangs at {it.blocking_reason}")


def _target(it: SystemVerdict) -> Text:
    mark = STEP[it.verdict]
    word = "" if it.verdict.arrived else f" {plain(it.verdict.removeprefix('ACCEPTED_'))}"
    return Text.assemble((mark.symbol, mark.style), f" {it.system}", (word, mark.style))
