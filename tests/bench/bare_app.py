"""Bare routes beside the service, under the same server: each does the least that its counterpart must do.

`python -m tests.bench.bare_app`, with the environment of `revtrace serve`. No key is asked for, nothing is checked,
split, counted or hinted at.
"""

from __future__ import annotations

import zlib
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import orjson
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from app.connect import databases, in_silence, run
from app.server import serve_http
from app.settings import Settings
from graph.statements import load_statements
from tests.bench.driving import Bolt, bolt
from tests.bench.events import SOURCE

if TYPE_CHECKING:
    from starlette.requests import Request

COUNT: Final = "x-events"
"""The header that says how many events a body holds."""

_RECEIPT: Final = load_statements()["receipt_create"].text
_ITEM: Final = "MATCH (i:Item {number: $number}) RETURN i.number AS number, i.name AS name"
_NOTHING: Final = b'{"data":{"__typename":"Query"}}'


async def keep(request: Request) -> Response:
    """Write the receipt of a body, and answer."""
    body = await request.body()
    upload, events = uuid4().hex, int(request.headers[COUNT])
    row = {
        "id": f"{upload}.0",
        "upload": upload,
        "number": 0,
        "source": SOURCE,
        "channel": "HTTP",
        "principal": "bare",
        "media_type": request.headers["content-type"],
        "payload": zlib.compress(body, 3),
        "payload_digest": sha256(body).hexdigest(),
        "events": events,
        "outcomes": "?" * events,
        "replays": None,
    }
    await _bolt_of(request).run(_RECEIPT, rows=[row])
    return _answer({"receipt": upload, "source": SOURCE, "state": "RECEIVED", "events": events}, 202)


async def item(request: Request) -> Response:
    """Read one item by its number."""
    variables = orjson.loads(await request.body())["variables"]
    return _answer({"data": {"item": await _bolt_of(request).run(_ITEM, **variables)}})


async def nothing(request: Request) -> Response:
    """Take the body, and answer the same to all."""
    await request.body()
    return Response(_NOTHING, media_type="application/json")


def _bolt_of(request: Request) -> Bolt:
    found: Bolt = request.app.state.bolt
    return found


def _answer(document: dict[str, Any], status: int = 200) -> Response:
    return Response(orjson.dumps(document), status, media_type="application/json")


async def _serve() -> None:
    routes = [Route(f"/{route.__name__}", route, methods=["POST"]) for route in (keep, item, nothing)]
    async with databases(in_silence) as endpoints, bolt(endpoints) as opened:
        app = Starlette(routes=routes)
        app.state.bolt = opened
        await serve_http(app, Settings())


if __name__ == "__main__":
    run(_serve())
