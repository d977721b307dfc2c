"""Random structures, and a plain walk over what the log says of them: slow, obvious, without the graph."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from graph.answers.envelope import Clocks
from graph.answers.line import LineTraits
from graph.answers.structure import Use
from graph.clock import format_instant
from graph.derivation.structure import LineUse, Span, WindowBox, fold_structure
from graph.model.base import Subject, split_key
from graph.model.bom import BomRevisionDefined
from graph.model.bom_line import BomLine
from graph.model.entry import Entry
from graph.model.release import RevisionReleased
from graph.queries.structure import Context
from graph.recording.log import entries_by_structure, entries_by_subject
from graph.transaction import Reading
from tests.ingest.events import START, event

ITEMS = [f"P{number}" for number in range(9)]
PLANTS = ["LYON", "MONTERREY", "PUEBLA"]
VIEWS = ["ENGINEERING", "ENGINEERING", "MANUFACTURING"]
LAST = 8
"""Seconds after the start in which everything happens."""


def random_events(random: Random, count: int = 22) -> list[bytes]:
    """Definitions, releases, withdrawals and voids about a few items, which may well use each other in circles."""
    made: list[bytes] = []
    for number in range(count):
        kind = random.choice(["defined"] * 5 + ["released"] * 3 + ["withdrawn", "voided"])
        at = random.randint(0, LAST)
        made.append(_EVENTS[kind](random, f"e{number}", at, number))
    return made


def _defined(random: Random, name: str, at: int, _: int) -> bytes:
    bom = _bom(random)
    components = random.sample([item for item in ITEMS if item != bom["item"]], random.randint(0, 3))
    lines = [
        {
            "line": f"{place}0",
            "item": component,
            "quantity": {"value": random.choice(["1", "0.25", "12"]), "uom": random.choice(["C62", "KGM"])},
            **_maybe(random, 0.3, effectivity=_box(random)),
            **_special(Random(f"{name} {place}")),
        }
        for place, component in enumerate(components, 1)
    ]
    state = random.choice(["RELEASED", "RELEASED", "RELEASED", "DRAFT", "OBSOLETE"])
    data = {"bom": bom, "lines": lines, "state": state, **_maybe(random, 0.5, effectivity=_box(random))}
    return event("PLM", name, "structure.bom.defined", data, at=at)


def _special(random: Random) -> dict[str, Any]:
    """Traits that a walk tells, and a substitute that it does not follow."""
    return {
        **_maybe(random, 0.2, phantom=True, scrap="0.02"),
        **_maybe(random, 0.2, quantityKind="FIXED", optional=True, consumable=True),
        **_maybe(random, 0.2, substitutes=[{"item": "SPARE"}]),
    }


def _released(random: Random, name: str, at: int, _: int) -> bytes:
    data = {"release": f"R{random.randint(1, 4)}", "bom": _bom(random), **_maybe(random, 0.7, effectivity=_box(random))}
    return event("PLM", name, "release.revision.released", data, at=at)


def _withdrawn(random: Random, name: str, at: int, _: int) -> bytes:
    data = {"release": f"R{random.randint(1, 4)}", "reason": "no"}
    return event("PLM", name, "release.revision.withdrawn", data, at=at)


def _voided(random: Random, name: str, at: int, number: int) -> bytes:
    data = {"source": "PLM", "event": f"e{random.randrange(max(number, 1))}", "reason": "a mistake"}
    return event("PLM", name, "log.event.voided", data, at=at)


_EVENTS = {"defined": _defined, "released": _released, "withdrawn": _withdrawn, "voided": _voided}


def _bom(random: Random) -> dict[str, Any]:
    bom = {"item": random.choice(ITEMS), "revision": random.choice("AB"), "view": random.choice(VIEWS)}
    return bom | _maybe(random, 0.2, plant=random.choice(PLANTS[:2]))


def _box(random: Random) -> dict[str, Any]:
    start, end = sorted(random.sample(range(LAST + 2), 2))
    return {
        **_maybe(random, 0.5, **{"from": format_instant(START + start * 1_000_000)}),
        **_maybe(random, 0.5, toExclusive=format_instant(START + end * 1_000_000)),
        **_maybe(random, 0.5, plants=random.sample(PLANTS[:2], random.randint(1, 2))),
    }


def _maybe(random: Random, chance: float, **entries: Any) -> dict[str, Any]:
    return entries if random.random() < chance else {}


@dataclass(frozen=True)
class Structures:
    """What the log says of all items."""

    windows: Sequence[tuple[WindowBox, Span]]
    lines: Sequence[tuple[LineUse, Span]]

    def below(self, item: str, context: Context, moments: Clocks) -> Iterator[Use]:
        """The uses directly below an item."""
        for window, known in self.windows:
            if window.item == item and _holds(window.view, window.plants, window.effective, known, context, moments):
                yield from self.of_bom(window.bom, context, moments)

    def of_bom(self, bom: str, context: Context, moments: Clocks) -> Iterator[Use]:
        """The lines of one revision."""
        for use, known in self.lines:
            box = use.line.effectivity
            span = Span(box.since, box.until)
            if use.bom == bom and _holds(use.view, box.plants, span, known, context, moments):
                amount = use.line.quantity
                ends = split_key(bom)[0], bom, use.line.line, use.line.item
                yield Use(*ends, Decimal(amount.value), amount.uom, _traits(use.line))

    def above(self, item: str, context: Context, moments: Clocks) -> Iterator[Use]:
        """The uses of an item."""
        for parent in ITEMS:
            yield from (use for use in self.below(parent, context, moments) if use.child == item)


def _traits(line: BomLine) -> LineTraits:
    scrap = None if line.scrap is None else Decimal(line.scrap)
    return LineTraits(line.quantity_kind, scrap, line.phantom, line.consumable, line.optional)


def _holds(view: str, plants: Sequence[str], effective: Span, known: Span, context: Context, moments: Clocks) -> bool:
    here = context.plant is None or context.plant in plants or ("*" in plants and f"-{context.plant}" not in plants)
    now = context.any_time or effective.start <= moments.as_of < effective.end
    return view == context.view and here and now and known.start <= moments.known < known.end


async def read_structures(tx: Reading) -> Structures:
    """Fold the whole log, item by item."""
    structural = await entries_by_structure(tx, ITEMS)
    releases: defaultdict[str, set[str]] = defaultdict(set)
    for entry in structural:
        if isinstance(entry.event.fact, RevisionReleased):
            releases[entry.event.fact.bom.item].add(entry.event.fact.release)
    folded = []
    for item in ITEMS:
        defined = [it for it in structural if isinstance(it.event.fact, BomRevisionDefined) and _is_of(it, item)]
        told = await entries_by_subject(tx, [Subject("Release", number) for number in releases[item]])
        folded.append((item, fold_structure([*defined, *told])))
    windows = [(box, known) for item, it in folded for box, known in it.windows if box.item == item]
    return Structures(windows, [piece for _, it in folded for piece in it.lines])


def _is_of(entry: Entry, item: str) -> bool:
    return entry.event.fact.structured_item == item


def plain_walk(
    start: str, levels: int, first: Iterable[Use], step: Callable[[str], Iterable[Use]], *, down: bool
) -> tuple[dict[str, int], set[Use]]:
    """Depths of the items that are reached, and the uses that are followed, breadth first.

    Args:
        start: the item or revision at depth 0.
        levels: how many levels to go.
        first: the uses next to the start.
        step: the uses next to any other item.
        down: whether uses are followed to the child.
    """
    depths, uses, ahead = {start: 0}, set[Use](), deque([start])
    while ahead:
        here = ahead.popleft()
        if depths[here] == levels:
            continue
        for use in list(first if here == start else step(here)):
            uses.add(use)
            target = use.child if down else use.parent
            if target not in depths:
                depths[target] = depths[here] + 1
                ahead.append(target)
    del depths[start]
    return depths, uses
