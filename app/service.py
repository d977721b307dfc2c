"""What the endpoints work with, put on the state of the application once."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from app import problems
from app.keeper import Keeper
from app.keys import Keyring
from ingest.hints import Hints

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from app.access import Principal
    from app.settings import Settings
    from graph.database import Graph
    from ingest.queue import Queue


class Gate:
    """Lets so many requests of a key through per time, counted by this process alone.

    Args:
        rate: such as `100/second`.
    """

    def __init__(self, rate: str) -> None:
        self._rate = parse(rate)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def let_through(self, key: str) -> None:
        """Count one request.

        Raises:
            RequestError: there were too many; says when the next may come.
        """
        if await self._limiter.hit(self._rate, key):
            return
        window = await self._limiter.get_window_stats(self._rate, key)
        seconds = max(1, math.ceil(window.reset_time - time.time()))
        raise problems.RequestError(
            problems.TOO_MANY_REQUESTS,
            f"this key may send {self._rate}",
            hint="send more events per request, or later",
            headers={"Retry-After": str(seconds)},
        )


@dataclass
class Service:
    """The parts that requests need.

    Attributes:
        is_warm: whether the database was warmed up.
        is_migrated: whether its schema was found to be that of this release.

    """

    graph: Graph
    queue: Queue
    settings: Settings
    is_warm: bool = False
    is_migrated: bool = False
    keyring: Keyring = field(init=False)
    keeper: Keeper = field(init=False)
    hints: Hints = field(init=False)
    gate: Gate = field(init=False)

    def __post_init__(self) -> None:
        self.keyring = Keyring(self.graph, self.settings.key_refresh)
        self.keeper = Keeper(self.graph)
        self.hints = Hints(self.queue)
        self.gate = Gate(self.settings.rate)


def service_of(connection: HTTPConnection) -> Service:
    """The service that answers a request."""
    service: Service = connection.app.state.service
    return service


async def caller_of(connection: HTTPConnection) -> Principal:
    """Who sends a request, by `Authorization: Bearer` or by `X-API-Key`.

    Raises:
        UnauthenticatedError: nobody valid.
        UnavailableError: the keys could not be read.
    """
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        token = connection.headers.get("x-api-key", "")
    return await service_of(connection).keyring.caller(token.strip())
