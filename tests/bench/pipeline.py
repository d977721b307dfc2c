"""Events per second through the whole pipeline, beside a bare `UNWIND` of the rows that it writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final
from uuid import uuid4

from tests.bench import bare_rows
from tests.bench.events import BLOCK_EVENTS, Feed
from tests.bench.loading import Taken, load, timed
from tests.bench.measured import Aim, Measure, Spread, measure
from tests.bench.projected import Batch, batches_of, renamed
from tests.bench.site import Site

BASE: Final = "Z000"
"""The space of the foundation and of the structures that the workloads name."""

_BASE_BLOCKS: Final = 20
_MIX_EVENTS: Final = 8000
_KIND_EVENTS: Final = 4000
_ROUNDS: Final = {"mix": 5}
_KIND_ROUNDS: Final = 3
_AIM: Final = Aim("ratio", least=0.5)

Make = Callable[[Feed], Iterable[bytes]]

WORKLOADS: Final[Mapping[str, Make]] = {
    "mix": lambda feed: feed.mix(_MIX_EVENTS // BLOCK_EVENTS),
    "items": lambda feed: feed.items(_KIND_EVENTS),
    "BOM revisions of 10 lines": lambda feed: feed.boms(_KIND_EVENTS // 4),
    "orders": lambda feed: feed.orders(_KIND_EVENTS, BASE, blocks=_BASE_BLOCKS),
    "units": lambda feed: feed.units(_KIND_EVENTS, BASE, blocks=_BASE_BLOCKS),
    "dispatches": lambda feed: feed.dispatches(_KIND_EVENTS, BASE, _BASE_BLOCKS),
    "acknowledgments": lambda feed: feed.acknowledgments(_KIND_EVENTS, BASE, _BASE_BLOCKS),
}
"""What is loaded: a mix like that of the demo story, and each of its main kinds alone."""


@dataclass(frozen=True)
class _Sample:
    """One upload, and what it made of a space."""

    space: str
    upload: str
    batches: Sequence[Batch]


async def pipeline(site: Site) -> list[Measure]:
    """Load every workload by the pipeline and by hand, in turns."""
    spaces = (f"Z{number:03d}" for number in count(1))
    feed = Feed(BASE)
    await load(site, [*feed.foundation(), *feed.mix(_BASE_BLOCKS)])
    return [await _measured(site, name, make, spaces) for name, make in WORKLOADS.items()]


async def _measured(site: Site, name: str, make: Make, spaces: Iterable[str]) -> Measure:
    site.report(f"pipeline beside bare rows: {name}")
    spaces = iter(spaces)
    space = next(spaces)
    upload = await load(site, make(Feed(space, BASE)))
    sample = _Sample(space, upload, await batches_of(site.bolt, upload))
    await bare_rows.write(site.bolt, _rows(sample, next(spaces)))  # warms the server up, as the load before did
    rounds = range(_ROUNDS.get(name, _KIND_ROUNDS))
    taken = [await _round(site, make, sample, spaces, bare_first=number % 2 == 1) for number in rounds]
    events = sum(1 for _ in make(Feed(space, BASE)))
    ours, bare = ([events / one.wall for one in side] for side in zip(*taken, strict=True))
    return measure(f"pipeline: {name}", "events/s", ours, bare, aim=_AIM, details=_details(events, sample, taken))


async def _round(
    site: Site, make: Make, sample: _Sample, spaces: Iterable[str], *, bare_first: bool
) -> tuple[Taken, Taken]:
    spaces = iter(spaces)
    texts, rows = list(make(Feed(next(spaces), BASE))), _rows(sample, next(spaces))
    before = await _count(site)
    if bare_first:
        bare = await _write(site, rows)
        between = await _count(site)
        ours = await _load(site, texts)
    else:
        ours = await _load(site, texts)
        between = await _count(site)
        bare = await _write(site, rows)
    after = await _count(site)
    if [one - other for one, other in zip(between, before, strict=True)] != [
        one - other for one, other in zip(after, between, strict=True)
    ]:
        raise RuntimeError("pipeline and bare rows did not write the same")
    return ours, bare


async def _load(site: Site, texts: Sequence[bytes]) -> Taken:
    return (await timed(load(site, texts)))[1]


async def _write(site: Site, rows: Sequence[Batch]) -> Taken:
    return (await timed(bare_rows.write(site.bolt, rows)))[1]


async def _count(site: Site) -> tuple[int, int]:
    """How many nodes and relationships there are; the server keeps count."""
    nodes = await site.bolt.run("MATCH (n) RETURN count(n) AS number")
    relationships = await site.bolt.run("MATCH ()-[r]->() RETURN count(r) AS number")
    return nodes[0]["number"], relationships[0]["number"]


def _rows(sample: _Sample, space: str) -> list[Batch]:
    """The rows of a sample as if they had come from another space and upload."""
    return renamed(sample.batches, {sample.space: space, sample.upload: uuid4().hex})


def _details(events: int, sample: _Sample, taken: Sequence[tuple[Taken, Taken]]) -> dict[str, object]:
    sizes = [batch.size for batch in sample.batches]
    return {
        "events": events,
        "batches": len(sizes),
        "nodes": sum(nodes for nodes, _ in sizes),
        "relationships": sum(relationships for _, relationships in sizes),
        "cpu_us_per_event": {
            side: {part: _per_event(events, [getattr(one[place], part) for one in taken]) for part in _PARTS}
            for place, side in enumerate(("ours", "bare"))
        },
    }


_PARTS: Final = ("python", "server")


def _per_event(events: int, seconds: Sequence[float | None]) -> float | None:
    known = [value for value in seconds if value is not None]
    return Spread.of(known).median / events * 1e6 if known else None
