"""Whether the service lives, whether it is ready, and how it runs."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import orjson
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from starlette.responses import Response

from app.access import Permission
from app.service import caller_of, service_of
from graph.errors import RevtraceError, UnavailableError
from graph.migrate import AppliedMigration, pending
from graph.queries.backlog import backlog
from graph.recording.queues import Queue as ExceptionQueue
from graph.statements.files import shipped
from graph.statements.schema import load_migrations

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from starlette.requests import Request

    from app.service import Service

CHECK_SECONDS: Final = 2.0

_RECEIPTS = Gauge("revtrace_receipts_unsettled", "Receipts that wait or were put aside", ["state"])
_EXCEPTIONS = Gauge("revtrace_exceptions_unresolved", "Exceptions that a person or a mapping has to see to", ["queue"])
_DEPTH = Gauge("revtrace_queue_depth", "Hints that wait or are being worked on; NaN when the queue does not answer")


async def live(_: Request) -> Response:
    """The process answers."""
    return _json({"status": "alive"})


async def ready(request: Request) -> Response:
    """The database answers, its schema is that of this release, and it was warmed up; else 503.

    The queue is told of but does not decide: without it, events are taken all the same and settled a little later.
    """
    service = service_of(request)
    database, queue = await asyncio.gather(_state(_check_database(service)), _state(service.queue.depth()))
    checks = {
        "database": database,
        "migrations": "ok" if service.is_migrated else "pending",
        "warmUp": "ok" if service.is_warm else "running",
        "queue": queue,
    }
    is_ready = all(state == "ok" for name, state in checks.items() if name != "queue")
    return _json({"status": "ready" if is_ready else "not ready", "checks": checks}, 200 if is_ready else 503)


async def metrics(request: Request) -> Response:
    """All metrics of this process and what waits, in the format of Prometheus; for auditors and administrators."""
    (await caller_of(request)).require(Permission.AUDIT)
    service = service_of(request)
    waiting = await backlog(service.graph)
    for row in waiting.receipts:
        _RECEIPTS.labels(row.state).set(row.count)
    counts = dict.fromkeys(ExceptionQueue, 0) | {row.queue: row.count for row in waiting.exceptions}
    for queue, count in counts.items():
        _EXCEPTIONS.labels(queue).set(count)
    try:
        _DEPTH.set(await service.queue.depth())
    except UnavailableError:
        _DEPTH.set(float("nan"))
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _check_database(service: Service) -> None:
    if service.is_migrated:
        await service.graph.verify(deadline=CHECK_SECONDS)
        return
    applied = await service.graph.read("migrations", into=AppliedMigration, deadline=CHECK_SECONDS)
    service.is_migrated = not pending(load_migrations(shipped()), applied)


async def _state(check: Coroutine[Any, Any, object]) -> str:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            await check
    except TimeoutError:
        return "no answer in time"
    except RevtraceError as error:
        return error.message
    return "ok"


def _json(document: dict[str, Any], status: int = 200) -> Response:
    return Response(orjson.dumps(document), status, media_type="application/json")
