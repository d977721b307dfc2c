"""Events as a manufacturer's systems send them, made by rule: the same space always gives the same texts.

Everything a feed defines carries the name of its space, so that feeds of different spaces never meet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import orjson

from tests.bench import payloads
from tests.bench.payloads import PARTIES, PLANTS, ROLES, SYSTEMS, Data

SOURCE: Final = "BENCH"
BLOCK_EVENTS: Final = 100
LINES: Final = 10
"""Lines of a BOM revision."""

ITEMS: Final = 36
PARENTS: Final = 12
ORDERS: Final = 9
UNITS: Final = 8
STEPS: Final = (6, 5)
"""Of one block: items, those of them that have a structure, orders, units, and the steps of its two releases."""

_HARDWARE: Final = BLOCK_EVENTS - len(SYSTEMS) - len(PLANTS) - len(PARTIES)
"""Screws and the like, which many structures use, ten of them much more than the others."""

_POPULAR: Final = 10


def item_number(space: str, block: int, place: int) -> str:
    """The number of an item of a block; the first `PARENTS` of each block have a structure."""
    return f"{space}-{block:05d}-{place:02d}"


def release_number(space: str, block: int, place: int) -> str:
    """The number of one of the two releases of a block."""
    return f"{space}-REL-{block:05d}-{place}"


class Feed:
    """The events of one space, a second apart.

    Args:
        space: the name that all ids and numbers of the feed begin with.
        base: the space of the foundation that its structures use; the same when left out.
    """

    def __init__(self, space: str, base: str | None = None) -> None:
        self.space = space
        self.base = base or space
        self._count = 0

    def foundation(self) -> Iterator[bytes]:
        """One block: systems, plants, parties and the hardware that all structures share."""
        for code, kind in SYSTEMS.items():
            yield self._event("master.system.registered.v1", {"system": code, "name": code, "kind": kind})
        for plant in PLANTS:
            yield self._event("master.plant.defined.v1", {"plant": plant, "name": plant})
        for party in PARTIES:
            yield self._event("master.party.defined.v1", {"party": party, "name": party})
        for place in range(_HARDWARE):
            yield self.item(self._hardware(place))

    def mix(self, blocks: int) -> Iterator[bytes]:
        """Blocks of events in about the shares of the demo story.

        Of 100 events: 36 items, 14 BOM revisions of 10 lines, 13 acknowledgments, 11 dispatches, 9 orders, 8 units,
        5 approvals, 2 changes, 2 releases.
        """
        for block in range(blocks):
            yield from self._master(block)
            for place, steps in enumerate(STEPS):
                yield from self._change(block, place, steps, steps + 1)
            yield from self.orders(ORDERS, self.space, block)
            yield from self.units(UNITS, self.space, block)

    def items(self, count: int) -> Iterator[bytes]:
        """Definitions of items."""
        for number in range(count):
            yield self.item(item_number(self.space, 0, number))

    def boms(self, count: int) -> Iterator[bytes]:
        """BOM revisions of items that nobody has defined yet, made of items of the base."""
        for number in range(count):
            yield self._bom(item_number(self.space, 0, number), "A", self._components(self.base, 0, number))

    def orders(self, count: int, of: str, block: int = 0, blocks: int = 1) -> Iterator[bytes]:
        """Production orders that pin the revisions of blocks of a space, from one block on."""
        for number in range(count):
            item = item_number(of, block + number // PARENTS % blocks, number % PARENTS)
            data = payloads.order(f"{self.space}-{block}-{number}", item, "A", number)
            yield self._event("execution.order.changed.v1", data)

    def units(self, count: int, of: str, block: int = 0, blocks: int = 1) -> Iterator[bytes]:
        """Units built to the revisions of blocks of a space, from one block on."""
        for number in range(count):
            item = item_number(of, block + number // PARENTS % blocks, number % PARENTS)
            data = payloads.unit(f"{self.space}-{block}-{number}", item, "A", number)
            yield self._event("execution.unit.produced.v1", data)

    def dispatches(self, count: int, of: str, blocks: int) -> Iterator[bytes]:
        """Steps sent again and again to the targets of the releases of a space."""
        for number in range(count):
            yield self._dispatch(release_number(of, number % blocks, 0), number // blocks % STEPS[0])

    def acknowledgments(self, count: int, of: str, blocks: int) -> Iterator[bytes]:
        """Answers to the steps of the releases of a space."""
        for number in range(count):
            yield self._acknowledgment(release_number(of, number % blocks, 0), number // blocks % STEPS[0])

    def story(self, *, steps: int, acknowledgments: int, orders: int, units: int) -> Iterator[bytes]:
        """One block with one release to trace, and what was ordered and built of the released revision."""
        yield from self._master(0)
        yield from self._change(0, 0, steps, acknowledgments)
        item = item_number(self.space, 0, 0)
        for number in range(orders):
            data = payloads.order(f"{self.space}-{number}", item, "B", number)
            yield self._event("execution.order.changed.v1", data)
        for number in range(units):
            data = payloads.unit(f"{self.space}-{number}", item, "B", number)
            yield self._event("execution.unit.produced.v1", data)

    def item(self, number: str) -> bytes:
        """The definition of one item."""
        return self._event("master.item.defined.v1", payloads.item(number))

    def _master(self, block: int) -> Iterator[bytes]:
        for place in range(ITEMS):
            yield self.item(item_number(self.space, block, place))
        for place in range(PARENTS):
            yield self._bom(item_number(self.space, block, place), "A", self._components(self.space, block, place))

    def _change(self, block: int, place: int, steps: int, answers: int) -> Iterator[bytes]:
        """A change of one item to its revision B: approved, released, sent, and answered so many times."""
        item, change = item_number(self.space, block, place), f"{self.space}-ECO-{block:05d}-{place}"
        release = release_number(self.space, block, place)
        yield self._event("change.order.raised.v1", payloads.change_order(change, item))
        yield self._bom(item, "B", self._components(self.space, block, place + 1), change)
        for role in ROLES[place:]:
            yield self._event("change.approval.recorded.v1", payloads.approval(change, role))
        yield self._event("release.revision.released.v1", payloads.release(release, change, item, steps))
        for step in range(steps):
            yield self._dispatch(release, step)
        for number in range(answers):
            yield self._acknowledgment(release, number % steps, "APPLICATION" if number < steps else "TRANSPORT")

    def _bom(self, item: str, revision: str, components: list[str], change: str | None = None) -> bytes:
        return self._event("structure.bom.defined.v1", payloads.bom(item, revision, components, change))

    def _dispatch(self, release: str, step: int) -> bytes:
        return self._event("release.step.dispatched.v1", payloads.dispatch(release, step))

    def _acknowledgment(self, release: str, step: int, kind: str = "APPLICATION") -> bytes:
        return self._event("release.step.acknowledged.v1", payloads.acknowledgment(release, step, kind))

    def _components(self, space: str, block: int, place: int) -> list[str]:
        """Eight parts of the block, one popular and one less popular piece of hardware."""
        own = ITEMS - PARENTS
        parts = [item_number(space, block, PARENTS + (place * 5 + number) % own) for number in range(LINES - 2)]
        popular, rare = (block * 3 + place) % _POPULAR, _POPULAR + (block + place * 7) % (_HARDWARE - _POPULAR)
        return [*parts, self._hardware(popular), self._hardware(rare)]

    def _hardware(self, place: int) -> str:
        return f"{self.base}-HW-{place:02d}"

    def _event(self, contract: str, data: Data) -> bytes:
        self._count += 1
        event = {
            "specversion": "1.0",
            "id": f"{self.space}-{self._count:07d}",
            "source": SOURCE,
            "type": contract,
            "time": payloads.moment(self._count),
            "data": data,
        }
        return orjson.dumps(event)
