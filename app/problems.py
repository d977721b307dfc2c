"""Whole requests that fail are answered by a problem document (RFC 9457); each kind has a stable type and code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import orjson
from starlette.responses import Response

from app.access import ForbiddenError, SourceNotAllowedError, UnauthenticatedError
from graph.errors import (
    AccessError,
    DeadlineError,
    InputError,
    NotFoundError,
    RevtraceError,
    UnavailableError,
)
from graph.model.problem import Problem
from graph.telemetry import request_id

MEDIA_TYPE: Final = "application/problem+json"
RETRY_AFTER: Final = 5
"""Seconds after which a client may try again what did not work for want of a database."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem.

    Attributes:
        code: for programs; the type is a path made of it.
        title: the same for every problem of the kind.

    """

    code: str
    status: HTTPStatus
    title: str

    @property
    def type(self) -> str:
        """A reference that names the kind and never changes."""
        return f"/problems/{self.code.lower().replace('_', '-')}"


MALFORMED: Final = Kind("MALFORMED", HTTPStatus.BAD_REQUEST, "The request cannot be read")
UNAUTHENTICATED: Final = Kind("UNAUTHENTICATED", HTTPStatus.UNAUTHORIZED, "The caller is not known")
FORBIDDEN: Final = Kind("FORBIDDEN", HTTPStatus.FORBIDDEN, "The caller may not do this")
SOURCE_NOT_ALLOWED: Final = Kind(
    "SOURCE_NOT_ALLOWED", HTTPStatus.FORBIDDEN, "The caller may not send events for this source"
)
NOT_FOUND: Final = Kind("NOT_FOUND", HTTPStatus.NOT_FOUND, "There is no such thing")
METHOD_NOT_ALLOWED: Final = Kind("METHOD_NOT_ALLOWED", HTTPStatus.METHOD_NOT_ALLOWED, "Not by this method")
TIMEOUT: Final = Kind("TIMEOUT", HTTPStatus.REQUEST_TIMEOUT, "The request did not arrive in time")
TOO_LARGE: Final = Kind("TOO_LARGE", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The request is too large")
UNSUPPORTED_MEDIA_TYPE: Final = Kind(
    "UNSUPPORTED_MEDIA_TYPE", HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Events are not taken in this form"
)
TOO_MANY_REQUESTS: Final = Kind("TOO_MANY_REQUESTS", HTTPStatus.TOO_MANY_REQUESTS, "Too many requests")
INTERNAL: Final = Kind("INTERNAL", HTTPStatus.INTERNAL_SERVER_ERROR, "The service failed")
UNAVAILABLE: Final = Kind("UNAVAILABLE", HTTPStatus.SERVICE_UNAVAILABLE, "The service cannot answer now")

_OF_ERRORS: Final[Mapping[type[RevtraceError], Kind]] = {
    SourceNotAllowedError: SOURCE_NOT_ALLOWED,
    ForbiddenError: FORBIDDEN,
    UnauthenticatedError: UNAUTHENTICATED,
    AccessError: FORBIDDEN,
    InputError: MALFORMED,
    NotFoundError: NOT_FOUND,
    DeadlineError: UNAVAILABLE,
    UnavailableError: UNAVAILABLE,
}
"""The first that an error is an instance of counts; what is not here is our own failure, and masked."""

_OF_STATUS: Final = {kind.status: kind for kind in (NOT_FOUND, METHOD_NOT_ALLOWED, MALFORMED)}
_HEADERS: Final[Mapping[Kind, Mapping[str, str]]] = {
    UNAUTHENTICATED: {"WWW-Authenticate": 'Bearer realm="revtrace"'},
    UNAVAILABLE: {"Retry-After": str(RETRY_AFTER)},
}


class RequestError(RevtraceError):
    """A request that fails as a whole, for a reason that has a kind of its own.

    Args:
        kind: which one.
        message: one sentence.
        hint: what to do about it.
        problems: what is wrong with the single event of the request.
        headers: further headers of the answer.
    """

    def __init__(
        self,
        kind: Kind,
        message: str,
        *,
        hint: str = "",
        problems: Sequence[Problem] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.kind = kind
        self.problems = problems
        self.headers = headers or {}


def answer_of(error: RevtraceError) -> Response:
    """The problem document of an error; what it does not tell to strangers has to be logged by the caller."""
    if isinstance(error, RequestError):
        return problem(error.kind, error.message, error.hint, problems=error.problems, headers=error.headers)
    kind = kind_of(error)
    if kind is INTERNAL:
        return internal()
    return problem(kind, error.message, error.hint)


def kind_of(error: RevtraceError) -> Kind:
    """Which kind of problem an error is."""
    return next((kind for of, kind in _OF_ERRORS.items() if isinstance(error, of)), INTERNAL)


def internal() -> Response:
    """The problem document of a failure of ours: it says no more than the reference under which it is logged."""
    return problem(INTERNAL, "the failure is in the log under the request id", "tell it to whoever runs the service")


def of_status(status: int, headers: Mapping[str, str] | None = None) -> Response:
    """The problem document for a refusal by the router."""
    kind = _OF_STATUS.get(HTTPStatus(status), MALFORMED)
    return problem(kind, "there is nothing here of this path and method", "see the README", headers=headers)


def problem(
    kind: Kind,
    detail: str,
    hint: str = "",
    *,
    problems: Sequence[Problem] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem document.

    Args:
        kind: of problem.
        detail: what was wrong this time, one sentence.
        hint: what to do about it.
        problems: what is wrong with the single event of the request.
        headers: further headers of the answer.
    """
    document: dict[str, Any] = {
        "type": kind.type,
        "title": kind.title,
        "status": kind.status.value,
        "detail": detail,
        "code": kind.code,
        "requestId": request_id.get(),
    }
    if hint:
        document["hint"] = hint
    if problems:
        document["problems"] = [fault.model_dump(mode="json", exclude_defaults=True) for fault in problems]
    return Response(
        orjson.dumps(document),
        status_code=kind.status,
        headers={**_HEADERS.get(kind, {}), **(headers or {})},
        media_type=MEDIA_TYPE,
    )
