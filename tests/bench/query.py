"""Small GraphQL queries per second of one API process with all limits on, beside a bare route."""

from __future__ import annotations

from typing import Final

import orjson

from tests.bench.events import PARENTS, item_number
from tests.bench.http import Load, Side, beside
from tests.bench.measured import Aim, Measure
from tests.bench.pipeline import BASE
from tests.bench.site import Site

_NOTHING: Final = "{ __typename }"
_ITEM: Final = "query Item($number: ID!) { item(number: $number) { item { number name } } }"
_AIM: Final = Aim("ours", least=3000)
_CONNECTIONS: Final = 16
_SECONDS: Final = 3.0
_ROUNDS: Final = 3


async def query(site: Site, api: int, bare: int) -> list[Measure]:
    """Ask for nothing at all, and for items by their number."""
    items = [item_number(BASE, 0, place) for place in range(PARENTS)]
    asked = [orjson.dumps({"query": _ITEM, "variables": {"number": number}}).decode() for number in items]
    return [
        await _measured(
            site, "without the database", [orjson.dumps({"query": _NOTHING}).decode()], "nothing", (api, bare), _AIM
        ),
        await _measured(site, "item(number)", asked, "item", (api, bare), None),
    ]


async def _measured(
    site: Site, name: str, bodies: list[str], route: str, ports: tuple[int, int], aim: Aim | None
) -> Measure:
    site.report(f"GraphQL beside a bare route: {name}")
    headers = {"content-type": "application/json"}
    ours = Side("app.cli\0serve", ports[0], "/graphql", {**headers, "x-api-key": site.key}, 200)
    bare = Side("tests.bench.bare_app", ports[1], f"/{route}", headers, 200)
    return await beside(f"GraphQL: {name}", ours, bare, Load(bodies, _CONNECTIONS, _SECONDS, _ROUNDS), aim)
