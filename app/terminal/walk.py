"""A walk over product structure as a tree: what is in an item, or where it is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.text import Text
from rich.tree import Tree

from app.terminal.frame import asked, gaps
from app.terminal.layout import FAINT, sections
from app.terminal.marks import WRONG
from app.terminal.traits import rule_words, trait_words
from app.terminal.words import count, plain
from graph.answers.structure import Direction, Use, Walk
from graph.model.base import ALL_PLANTS, split_key

if TYPE_CHECKING:
    from rich.console import RenderableType

    from graph.answers.line import SubstituteRule

MOST_LINES: Final = 2_000
"""Lines of one tree; the JSON form has all uses."""


_HEADING: Final = {Direction.DOWN: "What is in", Direction.UP: "Where used:"}


def walk(found: Walk, rules: Iterable[SubstituteRule] = ()) -> Group:
    """The tree of a walk from an item or a revision that is known, and what the answer says about itself.

    Args:
        found: the walk.
        rules: what may stand in on its lines, to be shown below them.

    """
    parts: list[RenderableType] = [*heading(found), "", *_tree(found, rules)]
    return Group(*parts, *foot(found))


def foot(found: Walk) -> Iterator[RenderableType]:
    """What is wrong with the structure, and what the answer says about itself."""
    if found.circle:
        circle = " > ".join(found.circle)
        yield from ("", Text(f"{WRONG.symbol} these use each other in a circle: {circle}", WRONG.style))
    yield from ("", sections([*gaps(found.envelope.gaps), *asked(found.envelope)]))


def heading(found: Walk) -> tuple[Text, Text]:
    """What was asked, and how much was found."""
    return _title(found), Text(_counts(found))


def _title(found: Walk) -> Text:
    start = _revision_words(found.bom) if found.bom else found.item
    plants = f"plant {found.plant}" if found.plant else "all plants"
    when = ", at any time" if found.any_time else ""
    return Text.assemble((f"{_HEADING[found.direction]} {start}", "bold"), f"  {plain(found.view)}, {plants}{when}")


def _revision_words(bom: str) -> str:
    item, revision, _, _ = split_key(bom)
    return f"{item} revision {revision}"


def _counts(found: Walk) -> str:
    levels = max(found.nodes.depths, default=0)
    return f"{count(len(found.nodes.items), 'item')} on {count(levels, 'level')}, {count(len(found.uses.lines), 'use')}"


def _tree(found: Walk, rules: Iterable[SubstituteRule]) -> Iterator[RenderableType]:
    """The tree, depth first; what hangs on an item is shown where the item comes first."""
    uses, direction, substitutes = _by_start(found), found.direction, _by_line(rules)
    root = Tree(Text(found.item or "", "bold"), guide_style=FAINT)
    shown = {found.item or ""}
    lines = 0
    waiting = [(root, use) for use in reversed(uses.get(found.item or "", ()))]
    while waiting and lines < MOST_LINES:
        branch, use = waiting.pop()
        item = _far_end(use, direction)
        below = uses.get(item, ())
        seen = bool(below) and item in shown
        twig = branch.add(Text.assemble(*_label(use, direction), (", see above" if seen else "", FAINT)))
        lines += 1
        for rule in substitutes.get((use.bom, use.line), ()):
            twig.add(Text.assemble((f"or {rule.item}", "italic"), f"  {rule_words(rule)}"))
        if not seen:
            shown.add(item)
            waiting += [(twig, use) for use in reversed(below)]
    yield root
    if waiting:
        yield Text(f"only the first {MOST_LINES:,} lines; --json has all uses")


def _by_start(found: Walk) -> Mapping[str, Sequence[Use]]:
    """The uses by the item from which each is reached."""
    by_start: defaultdict[str, list[Use]] = defaultdict(list)
    for use in map(found.uses.row, range(len(found.uses.lines))):
        by_start[use.parent if found.direction is Direction.DOWN else use.child].append(use)
    return {item: sorted(uses, key=_place) for item, uses in by_start.items()}


def _by_line(rules: Iterable[SubstituteRule]) -> Mapping[tuple[str, str], Sequence[SubstituteRule]]:
    by_line: defaultdict[tuple[str, str], list[SubstituteRule]] = defaultdict(list)
    for rule in rules:
        by_line[rule.bom, rule.line].append(rule)
    return by_line


def _place(use: Use) -> tuple[str, str, int, str]:
    """Sorts by parent, revision and line; of line ids that are numbers, 20 comes before 100."""
    return use.parent, use.bom, len(use.line), use.line


def _far_end(use: Use, direction: Direction) -> str:
    return use.child if direction is Direction.DOWN else use.parent


def _label(use: Use, direction: Direction) -> Iterator[tuple[str, str]]:
    """The item at the far end, how much of the component is used, and by which line of which revision."""
    _, revision, _, plant = split_key(use.bom)
    where = "" if plant == ALL_PLANTS else f" of plant {plant}"
    yield _far_end(use, direction), "bold"
    special = trait_words(use.traits)
    yield f"  {use.quantity:f} {use.uom}" + (f", {special}" if special else ""), ""
    yield f"  line {use.line} of revision {revision}{where}", FAINT
