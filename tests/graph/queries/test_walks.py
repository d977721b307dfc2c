"""Explosions and where-used against a plain walk over what the log says, on random structures."""

from __future__ import annotations

from functools import partial
from random import Random

import pytest

from graph.answers.envelope import Clocks
from graph.answers.structure import Walk
from graph.database import Graph
from graph.model.bom import View
from graph.queries.structure import Context, explode, where_used
from tests.graph.queries.walking import ITEMS, LAST, PLANTS, Structures, plain_walk, random_events, read_structures
from tests.ingest.events import START
from tests.loading import send

SEEDS = range(10)


async def load(graph: Graph, random: Random) -> list[int]:
    """Random events in a few receipts; the moments of the knowledge clock after each of them."""
    events, moments = random_events(random), []
    while events:
        size = random.randint(1, 8)
        await send(graph, "PLM", events[:size])
        moments.append((await graph.read("database_time"))[0]["now"])
        del events[:size]
    return moments


def any_context(random: Random) -> Context:
    return Context(
        random.choice([View.ENGINEERING, View.MANUFACTURING]), random.choice([None, *PLANTS]), random.random() < 0.2
    )


def told(walk: Walk) -> tuple[dict[str, int], set[object]]:
    return dict(walk.nodes[:]), set(walk.uses[:])


@pytest.mark.capability(19, 20, 36, 39)
@pytest.mark.parametrize("seed", SEEDS)
async def test_the_graph_walks_as_one_would_by_hand(graph: Graph, seed: int) -> None:
    random = Random(seed)
    known = await load(graph, random)
    async with graph.reading("oracle") as tx:
        structures = await read_structures(tx)
    reached = 0
    for _ in range(20):
        moments = Clocks(as_of=START + random.randint(-1, LAST + 3) * 1_000_000, known=random.choice(known))
        context, start, levels = any_context(random), random.choice(ITEMS), random.choice([None, None, 1, 2, 3])
        reached += await compare_down(graph, structures, start, levels, context, moments)
        await compare_up(graph, structures, start, levels, context, moments)
        await compare_revision(graph, structures, random.choice(structures.lines)[0].bom, levels, context, moments)
    assert reached, "nothing was ever reached"


async def compare_down(
    graph: Graph, structures: Structures, start: str, levels: int | None, context: Context, moments: Clocks
) -> int:
    step = partial(structures.below, context=context, moments=moments)
    walk = await explode(graph, item=start, levels=levels, context=context, as_of=moments.as_of, known=moments.known)
    assert told(walk) == plain_walk(start, levels or 99, step(start), step, down=True)
    return len(walk.nodes)


async def compare_up(
    graph: Graph, structures: Structures, start: str, levels: int | None, context: Context, moments: Clocks
) -> None:
    step = partial(structures.above, context=context, moments=moments)
    walk = await where_used(graph, start, levels=levels, context=context, as_of=moments.as_of, known=moments.known)
    assert told(walk) == plain_walk(start, levels or 99, step(start), step, down=False)


async def compare_revision(
    graph: Graph, structures: Structures, key: str, levels: int | None, context: Context, moments: Clocks
) -> None:
    """A revision is exploded whether or not it applies; met again below, its item counts as any other."""
    step = partial(structures.below, context=context, moments=moments)
    own = list(structures.of_bom(key, context, moments))
    walk = await explode(graph, bom=key, levels=levels, context=context, as_of=moments.as_of, known=moments.known)
    assert told(walk) == plain_walk(key, levels or 99, own, step, down=True)
