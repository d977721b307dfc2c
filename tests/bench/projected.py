"""What the pipeline made of receipts, read back from the graph as rows from which the same can be written by hand.

Nothing here knows the model: whatever nodes, relationships and properties the pipeline writes one day come back too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final, NamedTuple

from tests.bench.driving import Bolt

Row = dict[str, Any]

_NAME: Final = "CASE WHEN {n}.key IS NOT NULL THEN 'key' WHEN {n}.id IS NOT NULL THEN 'id'"
_NAME_END: Final = " WHEN {n}.number IS NOT NULL THEN 'number' ELSE 'code' END"
_KEY: Final = "coalesce({n}.key, {n}.id, {n}.number, {n}.code)"


def _end(node: str) -> str:
    """Cypher for the label, the name of the key and the key of a node."""
    return f"[labels({node})[0], {_NAME}{_NAME_END}, {_KEY}]".replace("{n}", node)


_STAMPED: Final = f"""
MATCH (n)
WITH n, coalesce(n.known_from, n.recorded_at) AS stamp
WHERE stamp IN $stamps
RETURN elementId(n) AS id, {_end("n")} AS place, properties(n) AS properties, stamp
"""

# A step or a gate tells of itself no time: it came with the first that it hangs on.
_LOOSE: Final = f"""
MATCH (n)
WHERE n.known_from IS NULL AND n.recorded_at IS NULL
CALL (n) {{ MATCH (n)--(m) RETURN min(coalesce(m.known_from, m.recorded_at)) AS stamp }}
WITH n, stamp
WHERE stamp IN $stamps
RETURN elementId(n) AS id, {_end("n")} AS place, properties(n) AS properties, stamp
"""

_RELATIONSHIPS: Final = f"""
MATCH (a)-[r]->(b)
WHERE r.known_from IN $stamps OR (r.known_from IS NULL AND (elementId(a) IN $ids OR elementId(b) IN $ids))
RETURN type(r) AS type, elementId(a) AS start_id, elementId(b) AS end_id, {_end("a")} AS start, {_end("b")} AS end,
  properties(r) AS properties, r.known_from AS stamp
"""


class Place(NamedTuple):
    """A label and the property that is its key."""

    label: str
    key: str


class Kind(NamedTuple):
    """A type of relationship between two labels."""

    type: str
    start: Place
    end: Place


@dataclass(frozen=True)
class Batch:
    """What one receipt made.

    Attributes:
        nodes: rows of properties, sorted by key.
        relationships: rows with `start` and `end` (keys) and `properties`, sorted by start and end.

    """

    nodes: Mapping[Place, list[Row]]
    relationships: Mapping[Kind, list[Row]]

    @property
    def size(self) -> tuple[int, int]:
        """How many nodes and relationships it has."""
        return sum(map(len, self.nodes.values())), sum(map(len, self.relationships.values()))


async def batches_of(bolt: Bolt, upload: str) -> list[Batch]:
    """What the receipts of an upload made, a batch a receipt; internal properties are left out."""
    stamps = [
        row["stamp"]
        for row in await bolt.run(
            "MATCH (r:Receipt {upload: $upload}) RETURN r.recorded_at AS stamp ORDER BY r.number", upload=upload
        )
    ]
    at = {stamp: number for number, stamp in enumerate(stamps)}
    made = [row for text in (_STAMPED, _LOOSE) for row in await bolt.run(text, stamps=stamps)]
    born = {row["id"]: at[row["stamp"]] for row in made}
    tied = await bolt.run(_RELATIONSHIPS, stamps=stamps, ids=list(born))
    nodes: list[defaultdict[Place, list[Row]]] = [defaultdict(list) for _ in stamps]
    relationships: list[defaultdict[Kind, list[Row]]] = [defaultdict(list) for _ in stamps]
    for row in made:
        nodes[born[row["id"]]][Place(*row["place"][:2])].append(_stated(row["properties"]))
    for row in tied:
        number = max(at.get(row["stamp"], 0), born.get(row["start_id"], 0), born.get(row["end_id"], 0))
        kind = Kind(row["type"], Place(*row["start"][:2]), Place(*row["end"][:2]))
        ends = {"start": row["start"][2], "end": row["end"][2]}
        relationships[number][kind].append({**ends, "properties": _stated(row["properties"])})
    return [Batch(_sorted_nodes(one), _sorted_ties(other)) for one, other in zip(nodes, relationships, strict=True)]


def renamed(batches: Iterable[Batch], names: Mapping[str, str]) -> list[Batch]:
    """The same batches, with texts replaced wherever they occur in a value."""
    return [
        Batch(
            {place: [_renamed(row, names) for row in rows] for place, rows in batch.nodes.items()},
            {kind: [_renamed(row, names) for row in rows] for kind, rows in batch.relationships.items()},
        )
        for batch in batches
    ]


def _stated(properties: Row) -> Row:
    return {name: value for name, value in properties.items() if not name.startswith("_")}


def _sorted_nodes(nodes: Mapping[Place, list[Row]]) -> dict[Place, list[Row]]:
    return {place: sorted(nodes[place], key=itemgetter(place.key)) for place in sorted(nodes)}


def _sorted_ties(ties: Mapping[Kind, list[Row]]) -> dict[Kind, list[Row]]:
    return {kind: sorted(ties[kind], key=lambda row: (row["start"], row["end"], repr(row))) for kind in sorted(ties)}


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        for old, new in names.items():
            value = value.replace(old, new)
        return value
    if isinstance(value, Mapping):
        return {name: _renamed(part, names) for name, part in value.items()}
    return (
        [_renamed(part, names) for part in value]
        if isinstance(value, Sequence) and not isinstance(value, bytes)
        else value
    )
