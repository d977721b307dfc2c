"""Around every request: its id, its bookmarks, its count, and a problem document where nothing else answers."""

from __future__ import annotations

import logging
import re
import secrets
import time
from typing import TYPE_CHECKING, Final

import structlog
from prometheus_client import Counter, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect

from app import problems
from graph.bookmarks import BookmarkHolder, tracking_bookmarks
from graph.errors import RevtraceError
from graph.telemetry import request_id

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUEST_ID: Final = "X-Request-Id"
BOOKMARK: Final = "Revtrace-Bookmark"

_ACCEPTED_ID: Final = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_SECONDS = Histogram(
    "revtrace_http_seconds",
    "Time from a request to the end of its answer, in seconds",
    ["endpoint"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
_ANSWERS = Counter("revtrace_http_answers_total", "Answers by endpoint and status", ["endpoint", "status"])

log = structlog.get_logger("app.request")


class RequestScope:
    """Middleware, the outermost one.

    Args:
        app: what answers the requests.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what is no request goes through as it is."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        answer = _Answer(send, scope, receive)
        reset = request_id.set(_name(headers.get(REQUEST_ID, "")))
        try:
            await self._within_bookmarks(answer, headers.get(BOOKMARK, ""))
        finally:
            answer.count()
            request_id.reset(reset)

    async def _within_bookmarks(self, answer: _Answer, token: str) -> None:
        try:
            with tracking_bookmarks(token) as holder:
                answer.holder = holder
                await self._app(answer.scope, answer.receive, answer.send)
        except ClientDisconnect:
            log.info("the client went away", path=answer.scope["path"])
        except RevtraceError as error:
            await answer.give(problems.answer_of(error))
        except Exception:
            log.exception("request failed", path=answer.scope["path"])
            await answer.give(problems.internal())


class _Answer:
    """The answer to one request, on its way out."""

    def __init__(self, send: Send, scope: Scope, receive: Receive) -> None:
        self.scope = scope
        self.receive = receive
        self.holder: BookmarkHolder | None = None
        self._send = send
        self._begun = time.perf_counter()
        self._status = 0

    async def send(self, message: Message) -> None:
        """Pass a message on; the first one gets our headers."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = MutableHeaders(scope=message)
            headers[REQUEST_ID] = request_id.get()
            if self.holder is not None and (token := self.holder.token()):
                headers[BOOKMARK] = token
        await self._send(message)

    async def give(self, response: Response) -> None:
        """Answer by a whole response, unless the answer has begun already."""
        if not self._status:
            await response(self.scope, self.receive, self.send)

    def count(self) -> None:
        """Count the answer, and log it: failures of ours and refusals for all, the rest for whoever looks closely."""
        endpoint, seconds = _endpoint(self.scope), time.perf_counter() - self._begun
        _SECONDS.labels(endpoint).observe(seconds)
        _ANSWERS.labels(endpoint, self._status).inc()
        log.log(
            self._level(),
            "answered",
            method=self.scope["method"],
            path=self.scope["path"],
            status=self._status,
            ms=round(seconds * 1000, 1),
        )

    def _level(self) -> int:
        if self._status < 400 or self.scope["path"].startswith("/health/"):  # probes ask every moment
            return logging.DEBUG
        return logging.WARNING if self._status >= 500 else logging.INFO


def _name(sent: str) -> str:
    """The id of a request: the one that its client sent, if it can be one."""
    return sent if _ACCEPTED_ID.fullmatch(sent) else secrets.token_hex(8)


def _endpoint(scope: Scope) -> str:
    endpoint = scope.get("endpoint")
    return getattr(endpoint, "__name__", type(endpoint).__name__) if endpoint is not None else "none"
