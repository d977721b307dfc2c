"""The HTTP service put together."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Route

from app import health, intake, problems
from app.graphql import GraphQLEndpoint
from app.scope import RequestScope
from app.service import Service
from graph.errors import RevtraceError
from graph.warmup import warm_up
from ingest.tasks import end

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from app.settings import Settings
    from graph.database import Graph
    from ingest.queue import Queue

WARM_UP: Final[Mapping[str, Mapping[str, Any]]] = {
    "api_keys": {"limit": 10},
    "upload_chunks": {"upload": ""},
    "upload_waiting": {"upload": ""},
    "exception_problems": {"ids": [""]},
    "fact_origins": {"keys": [""]},
}
"""What the endpoints of this package ask, with values that find nothing."""

log = structlog.get_logger(__name__)


def create_app(
    graph: Graph,
    queue: Queue,
    settings: Settings,
    *,
    graphql: ASGIApp | None = None,
    warm: Mapping[str, Mapping[str, Any]] = WARM_UP,
) -> Starlette:
    """The application; what it is given stays open as long as it runs, and belongs to the caller.

    Args:
        graph: the door to the database.
        queue: the hints for the workers.
        settings: bounds and paces.
        graphql: what answers under `/graphql`; made of the settings when left out.
        warm: statements that are run until the database is warm, with values for their parameters.
    """
    routes = [
        Route("/ingest/{source:path}", intake.ingest, methods=["POST"]),
        Route("/receipts/{id}", intake.receipt, methods=["GET"]),
        Route("/health/live", health.live, methods=["GET"]),
        Route("/health/ready", health.ready, methods=["GET"]),
        Route("/metrics", health.metrics, methods=["GET"]),
        Route("/graphql", graphql or GraphQLEndpoint(development=settings.development)),
    ]
    service = Service(graph, queue, settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with _background(service, warm):
            yield

    app = Starlette(
        routes=routes,
        middleware=[Middleware(RequestScope)],
        exception_handlers={HTTPException: _refused_by_router},
        lifespan=lifespan,
    )
    app.state.service = service
    return app


@asynccontextmanager
async def _background(service: Service, warm: Mapping[str, Mapping[str, Any]]) -> AsyncIterator[None]:
    work = (service.keeper.run(), service.hints.pass_on(), _warm_up(service, warm))
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
    finally:
        await end(*tasks)


async def _warm_up(service: Service, calls: Mapping[str, Mapping[str, Any]]) -> None:
    with suppress(RevtraceError):  # a database that is away is told of by the check of the database
        rounds = await warm_up(service.graph, calls, bound=service.settings.warm_up)
        log.info("database warmed up", rounds=rounds)
    service.is_warm = True


async def _refused_by_router(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
    return problems.of_status(error.status_code, error.headers)
