"""`POST /graphql`: one query as JSON, for callers who may read."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from app import problems
from app.access import Permission
from app.problems import RequestError
from app.service import caller_of, service_of
from graph.errors import DeadlineError
from resolvers.context import Context
from resolvers.schema import build_schema

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from app.access import Principal

MAX_BODY: Final = 256 * 1024
"""Bytes of one request."""

DEADLINE: Final = 20.0
"""Seconds that one request may take; each statement has its own deadline within."""

T = TypeVar("T")


class Asked(NamedTuple):
    """What a request asks.

    Attributes:
        query: the text of the query.
        variables: their values by name.
        operation: which operation of the text, if it has several.

    """

    query: str
    variables: Mapping[str, Any] | None
    operation: str | None


@dataclass(frozen=True, slots=True)
class Reader:
    """A caller as the schema knows it."""

    principal: Principal

    def require_read(self) -> None:
        """Go on only if the caller may ask questions.

        Raises:
            ForbiddenError: the caller may not.
        """
        self.principal.require(Permission.READ)


class GraphQLEndpoint:
    """Answers queries; there is no page, no socket, and no query by GET.

    Args:
        development: whether the schema can be asked for itself, and suggests names for misspelt ones.
        deadline: seconds that one request may take.
    """

    def __init__(self, *, development: bool = False, deadline: float = DEADLINE) -> None:
        self._schema = build_schema(development=development)
        self._deadline = deadline

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        response = await self.answer(request)
        await response(scope, receive, send)

    async def answer(self, request: Request) -> Response:
        """The answer to one request.

        Raises:
            RequestError: it is no query in JSON.
            AccessError: the caller is not known.
            DeadlineError: it took too long.
        """
        asked = await _read(request)
        context = Context(service_of(request).graph, Reader(await caller_of(request)))
        work = self._schema.execute(
            asked.query,
            variable_values=asked.variables,
            context_value=context,
            operation_name=asked.operation,
        )
        try:
            result = await _while_connected(request, work, self._deadline)
        except (MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError) as error:
            message = "the request names no operation that its text has"
            raise RequestError(
                problems.MALFORMED, message, hint="send a query, and `operationName` of several"
            ) from error
        return Response(_document(result), media_type="application/json")


async def _read(request: Request) -> Asked:
    if request.method != "POST":
        headers = {"Allow": "POST"}
        raise RequestError(problems.METHOD_NOT_ALLOWED, "queries are asked by POST", headers=headers)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        message = "a query is sent as application/json"
        raise RequestError(problems.UNSUPPORTED_MEDIA_TYPE, message, hint="set Content-Type")
    return _asked(await _body(request))


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY:
            raise RequestError(problems.TOO_LARGE, f"a query has at most {MAX_BODY} bytes")
        parts.append(part)
    return b"".join(parts)


def _asked(body: bytes) -> Asked:
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RequestError(problems.MALFORMED, f"the body is no JSON: {error}") from error
    if not isinstance(told, dict):
        raise RequestError(problems.MALFORMED, "the body is one JSON object with a query")
    query, variables, operation = (told.get(name) for name in ("query", "variables", "operationName"))
    if not isinstance(query, str) or not query.strip():
        raise RequestError(problems.MALFORMED, "`query` is the text of the query")
    if not isinstance(variables, dict | None):
        raise RequestError(problems.MALFORMED, "`variables` are an object")
    if not isinstance(operation, str | None):
        raise RequestError(problems.MALFORMED, "`operationName` is text")
    return Asked(query, variables, operation)


async def _while_connected(request: Request, work: Coroutine[Any, Any, T], deadline: float) -> T:
    """Do work as long as the client waits for it; what it asked of the database is cancelled with it.

    Raises:
        ClientDisconnect: the client went away.
        DeadlineError: it took too long.
    """
    working, gone = asyncio.create_task(work), asyncio.create_task(_disconnected(request))
    try:
        await asyncio.wait((working, gone), timeout=deadline, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        if gone.done():
            raise ClientDisconnect
        raise DeadlineError(f"the query did not end within {deadline:g} s", hint="ask for less at once")
    finally:
        for task in (working, gone):
            task.cancel()
        await asyncio.gather(working, gone, return_exceptions=True)


async def _disconnected(request: Request) -> None:
    """Wait until the client goes away."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _document(result: ExecutionResult) -> bytes:
    """The answer as JSON; data are left out when the query was refused before it ran."""
    document: dict[str, Any] = {} if isinstance(result, PreExecutionError) else {"data": result.data}
    if result.errors:
        document["errors"] = [error.formatted for error in result.errors]
    return orjson.dumps(document)
