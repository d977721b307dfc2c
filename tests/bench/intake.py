"""Requests per second that the intake takes, beside a route that only writes the same receipt."""

from __future__ import annotations

from typing import Final

from ingest.splitting import MediaType
from tests.bench.bare_app import COUNT
from tests.bench.events import SOURCE, Feed
from tests.bench.http import Load, Side, beside
from tests.bench.measured import Measure
from tests.bench.site import Site

_SPACE: Final = "INTAKE"
_BATCH: Final = 100
_BODIES: Final = 20
_CONNECTIONS: Final = 16
_SECONDS: Final = 2.0
_ROUNDS: Final = 3


async def intake(site: Site, api: int, bare: int) -> list[Measure]:
    """Send single events and batches; nothing settles them meanwhile."""
    texts = [text.decode() for text in Feed(_SPACE).items(_BATCH * _BODIES)]
    batches = [f"[{','.join(texts[at : at + _BATCH])}]" for at in range(0, len(texts), _BATCH)]
    return [
        await _measured(site, "single events", MediaType.EVENT, texts, 1, (api, bare)),
        await _measured(site, f"batches of {_BATCH}", MediaType.BATCH, batches, _BATCH, (api, bare)),
    ]


async def _measured(
    site: Site, name: str, kind: MediaType, bodies: list[str], events: int, ports: tuple[int, int]
) -> Measure:
    site.report(f"intake beside a bare route: {name}")
    headers = {"content-type": kind.value}
    ours = Side("app.cli\0serve", ports[0], f"/ingest/{SOURCE}", {**headers, "x-api-key": site.key}, 202)
    bare = Side("tests.bench.bare_app", ports[1], "/keep", {**headers, COUNT: str(events)}, 202)
    load = Load(bodies, _CONNECTIONS, _SECONDS, _ROUNDS)
    return await beside(f"intake: {name}", ours, bare, load)
