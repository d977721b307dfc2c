"""The numbered capabilities with the tests that prove each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from app.capabilities import Capability
from app.terminal.layout import FAINT
from app.terminal.marks import NONE, RIGHT
from app.terminal.words import count

if TYPE_CHECKING:
    from rich.console import RenderableType

_INDENT = 8


def listing(known: Sequence[Capability], tests: Mapping[int, Sequence[str]] | None) -> Group:
    """The list, by group, and how many are proven.

    Args:
        known: in the order of their numbers.
        tests: the tests that prove each number; None where no tests are at hand.

    """
    parts: list[RenderableType] = []
    for title, members in groupby(known, key=lambda it: it.group):
        parts += [Text(title, "bold"), *(part for it in members for part in _entry(it, tests)), ""]
    return Group(*parts, _total(len(known), tests))


def _entry(it: Capability, tests: Mapping[int, Sequence[str]] | None) -> Iterator[RenderableType]:
    if tests is None:
        yield Text(f"{it.number:>5}  {it.title}")
        return
    proofs = tests.get(it.number, ())
    mark = RIGHT if proofs else NONE
    state = count(len(proofs), "test") if proofs else "not yet"
    yield Text.assemble(f"{it.number:>5}  ", (mark.symbol, mark.style), f" {it.title}: ", (state, mark.style))
    for proof in proofs:
        yield Padding(Text(proof, FAINT, overflow="fold"), (0, 0, 0, _INDENT + 1))


def _total(total: int, tests: Mapping[int, Sequence[str]] | None) -> Text:
    if tests is None:
        return Text(
            f"{total} capabilities. The tests that prove them are in a checkout of the source, not in this package."
        )
    proven = sum(1 for proofs in tests.values() if proofs)
    return Text(f"{proven} of {total} capabilities are proven by tests, {total - proven} not yet.", "bold")
