"""The bare load beside the pipeline: the same rows, prepared, written by one `UNWIND` a label and a type.

As good as plain Cypher gets here: rows sorted by key, nodes before relationships, one transaction a batch, all
properties named. It creates and never looks whether something is there; it reads, checks and orders nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from neo4j import AsyncManagedTransaction

from tests.bench.driving import Bolt
from tests.bench.projected import Batch, Kind, Place, Row


async def write(bolt: Bolt, batches: Iterable[Batch]) -> None:
    """Write batches one after another, a transaction each, tried again after a deadlock."""
    async with bolt.session() as session:
        for batch in batches:
            await session.execute_write(_write, batch)


async def _write(tx: AsyncManagedTransaction, batch: Batch) -> None:
    for place, rows in batch.nodes.items():
        await (await tx.run(_create(place, rows), rows=rows)).consume()
    for kind, rows in batch.relationships.items():
        await (await tx.run(_tie(kind, rows), rows=rows)).consume()


def _create(place: Place, rows: Sequence[Row]) -> str:
    return f"UNWIND $rows AS r CREATE (:{place.label} {{{_properties(rows, 'r')}}})"


def _tie(kind: Kind, rows: Sequence[Row]) -> str:
    ends = f"{_match('a', kind.start, 'start')} {_match('b', kind.end, 'end')}"
    stated = _properties([row["properties"] for row in rows], "r.properties")
    return f"UNWIND $rows AS r {ends} CREATE (a)-[:{kind.type} {{{stated}}}]->(b)"


def _match(node: str, place: Place, key: str) -> str:
    return f"MATCH ({node}:{place.label} {{{place.key}: r.{key}}})"


def _properties(rows: Sequence[Row], row: str) -> str:
    names = sorted(set().union(*rows))
    return ", ".join(f"{name}: {row}.{name}" for name in names)
