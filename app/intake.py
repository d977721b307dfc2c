"""`POST /ingest/{source}` takes events, `GET /receipts/{id}` tells what became of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import orjson
from starlette.responses import Response

from app import problems
from app.access import Permission
from app.body import Body, too_many_bytes
from app.problems import RequestError
from app.service import caller_of, service_of
from graph.errors import InputError, NotFoundError
from ingest.cloudevents import is_source
from ingest.outcomes import Status, status, until_settled
from ingest.receipts import Channel, Sender
from ingest.splitting import MediaType, media_type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from app.service import Service

_WAIT: Final = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?([0-9]{1,6})\"?(?=$|[,;\s])", re.IGNORECASE)


async def ingest(request: Request) -> Response:
    """Commit the events of a request as they came, then answer 202; or wait, as far as the sender prefers that.

    Whatever is refused is refused as a whole, before anything of it is committed: all of the body is read and split
    first, and its receipts are committed in one transaction.
    """
    service = service_of(request)
    sender = await _sender(request, service)
    kind = _media_type(request)
    _check_length(request, service.settings.max_body)
    body = Body(sender, service.settings)
    receipts = await body.read(kind, request.stream())
    await service.keeper.keep(receipts)
    service.hints.give(str(receipt["id"]) for receipt in receipts)
    headers = {"Location": f"/receipts/{body.upload}"}
    if seconds := _wait(request, service.settings.max_wait):
        await until_settled(service.graph, body.upload, seconds)
        reached = await status(service.graph, body.upload, every=True)
        headers["Preference-Applied"] = f"wait={seconds:g}"
        return _answer(_told(reached), 200 if reached.is_settled else 202, headers)
    taken = {"receipt": body.upload, "source": sender.source, "state": "RECEIVED", "events": body.events}
    return _answer(taken, 202, headers)


async def receipt(request: Request) -> Response:
    """What became of a message: `?verbose` lists accepted events too, `?from=` goes on with the next page."""
    service, caller = service_of(request), await caller_of(request)
    every = request.query_params.get("verbose", "false").lower() in {"", "1", "true"}
    found = await status(service.graph, request.path_params["id"], every=every, start=_start(request))
    if not caller.may(Permission.READ) and not caller.may_send_for(found.source):
        # Whether it exists is not told either.
        raise NotFoundError(f"there is no receipt {found.receipt}")
    return _answer(_told(found), 200)


async def _sender(request: Request, service: Service) -> Sender:
    """Who sends; the source need not be registered, it is enough that the key names it.

    Raises:
        AccessError: nobody who may send for this source.
        InputError: it can be no source.
        RequestError: too often.
    """
    caller, source = await caller_of(request), request.path_params["source"]
    caller.require_source(source)
    if not is_source(source):
        raise InputError("this cannot name a source", hint="a source is a URI reference of at most 200 characters")
    await service.gate.let_through(caller.id)
    return Sender(source, caller.id, Channel.HTTP)


def _media_type(request: Request) -> MediaType:
    encoding = request.headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        message = f"bodies are not taken in the encoding {encoding[:50]!r}"
        raise RequestError(problems.UNSUPPORTED_MEDIA_TYPE, message, hint="send the body as it is")
    try:
        return media_type(request.headers.get("content-type", ""))
    except InputError as error:
        raise RequestError(problems.UNSUPPORTED_MEDIA_TYPE, error.message, hint=error.hint) from error


def _check_length(request: Request, most: int) -> None:
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > most:
        raise too_many_bytes(most)


def _wait(request: Request, most: float) -> float:
    """For how many seconds the sender wants to wait (RFC 7240), at most those that are allowed; 0 for not at all."""
    match = _WAIT.search(request.headers.get("prefer", ""))
    return min(float(match[1]), most) if match else 0.0


def _start(request: Request) -> int:
    text = request.query_params.get("from", "0")
    if not text.isdecimal() or len(text) > 9:
        raise InputError("`from` is the index of an event", hint="follow `next` of the page before")
    return int(text)


def _told(found: Status) -> dict[str, Any]:
    told = found.model_dump(mode="json", by_alias=True, exclude_none=True)
    told["items"] = [item.model_dump(mode="json", by_alias=True, exclude_defaults=True) for item in found.items]
    if found.next is not None:
        told["next"] = f"/receipts/{found.receipt}?from={found.next}"
    return told


def _answer(document: dict[str, Any], code: int, headers: Mapping[str, str] | None = None) -> Response:
    return Response(orjson.dumps(document), code, headers, media_type="application/json")
