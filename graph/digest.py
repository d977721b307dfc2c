"""One digest of all that the graph holds of the log: two projections are equal when their digests are."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from hashlib import sha256
from typing import Any, Final

import orjson

from graph.clock import FAR_FUTURE
from graph.database import Graph
from graph.recording.nouns import DEFINING, statement_of

PROJECTED: Final = (*DEFINING, "Gate", "ReleaseStep", "Approval", "Dispatch", "Acknowledgment", "Withdrawal")
"""The labels whose nodes are made from the log, and can be made from it again."""

PAGE = 1000
"""Nodes read in one go."""

PAGE_OF_LINES = 50
"""BOM revisions read in one go; each may have ten thousand lines."""

PAGE_DEADLINE = 60.0

_KNOWLEDGE = ("known_from", "known_to")
_Link = tuple[str, str, str, Mapping[str, Any]]
"""Type, label and key of the end, properties."""


async def digest(graph: Graph, *, knowledge: bool) -> str:
    """The SHA-256 of the whole projection: nouns, evidence and all their relationships.

    The log, receipts, exceptions, keys and what is internal to statements are left out; so are identifiers that no
    fact maps, since held events made them, not the log. Nobody may write meanwhile, or the digest is of no moment.

    Args:
        graph: the door to the database.
        knowledge: with the knowledge clock, so that a fresh projection of the same log gives the same digest; or
            without it and without what a void has ended, so that the same events in any order give the same.

    Returns:
        64 lower-case hexadecimal digits.

    """
    total = sha256()
    for label in PROJECTED:
        async for key, properties, links in _nodes(graph, label):
            if knowledge or _holds(properties):
                total.update(_written(label, key, properties, links, knowledge=knowledge))
    return total.hexdigest()


async def _nodes(graph: Graph, label: str) -> AsyncIterator[tuple[str, Mapping[str, Any], list[_Link]]]:
    limit = PAGE_OF_LINES if label == "BomRevision" else PAGE
    after = ""
    while True:
        name = statement_of(label, "states")
        page = (await graph.read(name, after=after, limit=limit, deadline=PAGE_DEADLINE))[0]
        for node in zip(page["keys"], page["properties"], page["links"], strict=True):
            yield node
        if len(page["keys"]) < limit:
            return
        after = page["keys"][-1]


def _written(label: str, key: str, properties: Mapping[str, Any], links: Iterable[_Link], *, knowledge: bool) -> bytes:
    """One node as one line: JSON with sorted keys, relationships sorted by their own text."""
    kept = [
        _json([kind, end, end_key, _shown(stated, knowledge=knowledge)])
        for kind, end, end_key, stated in links
        if knowledge or _holds(stated)
    ]
    node = _json([label, key, _shown(properties, knowledge=knowledge)])
    return b"\t".join([node, *sorted(kept)]) + b"\n"


def _holds(properties: Mapping[str, Any]) -> bool:
    return bool(properties.get("known_to", FAR_FUTURE) == FAR_FUTURE)


def _shown(properties: Mapping[str, Any], *, knowledge: bool) -> dict[str, Any]:
    return {
        name: value
        for name, value in properties.items()
        if not name.startswith("_") and (knowledge or name not in _KNOWLEDGE)
    }


def _json(value: object) -> bytes:
    """Not RFC 8785, which has no integers beyond 2**53: a far-future time is one."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
