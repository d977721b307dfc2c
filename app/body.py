"""From the body of a request to receipts, in bounded memory; nothing is committed before all of it was read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from app import problems
from app.problems import RequestError
from graph.model.problem import Problem, ProblemCode
from ingest.cloudevents import EVENT_BYTES
from ingest.receipts import CHUNK_BYTES, CHUNK_EVENTS, chunked, new_upload, receipt_row
from ingest.splitting import EventText, LineSplitter, MediaType, TooManyEventsError, split_body
from ingest.strict_json import UnreadableError, decode

if TYPE_CHECKING:
    from app.settings import Settings
    from ingest.receipts import Sender

Row = dict[str, Any]

INLINE_BYTES: Final = 64 * 1024
"""Smaller chunks are compressed at once; for larger ones, other requests are answered meanwhile."""


class Body:
    """Takes the body of one request.

    Args:
        sender: who sends.
        settings: the bounds.
    """

    def __init__(self, sender: Sender, settings: Settings) -> None:
        self.upload = new_upload()
        self.events = 0
        self._sender = sender
        self._settings = settings
        self._rows: list[Row] = []

    async def read(self, kind: MediaType, blocks: AsyncIterator[bytes]) -> Sequence[Row]:
        """The receipts of a body, as rows for `keep`.

        Of a stream of lines, only what is compressed already and the chunk being read are held in memory.

        Raises:
            RequestError: it is too large, cannot be read, holds no event, or does not arrive in time.
        """
        try:
            async with asyncio.timeout(self._settings.max_upload):
                await self._read(kind, self._bounded(blocks))
        except TimeoutError as error:
            message = f"the body did not arrive within {self._settings.max_upload:g} s"
            raise RequestError(problems.TIMEOUT, message, hint="send it in parts") from error
        if not self._rows:
            raise RequestError(problems.MALFORMED, "the request holds no event", hint="send at least one")
        return self._rows

    async def _read(self, kind: MediaType, blocks: AsyncIterator[bytes]) -> None:
        if kind is MediaType.LINES:
            await self._read_lines(blocks)
        else:
            await self._read_whole(kind, b"".join([block async for block in blocks]))

    async def _bounded(self, blocks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        size = 0
        async for block in blocks:
            size += len(block)
            if size > self._settings.max_body:
                raise too_many_bytes(self._settings.max_body)
            yield block

    async def _read_lines(self, blocks: AsyncIterator[bytes]) -> None:
        splitter = LineSplitter(most_lines=CHUNK_EVENTS, most_bytes=CHUNK_BYTES)
        async for block in blocks:
            for texts in splitter.feed(block):
                await self._add(texts)
        for texts in splitter.finish():
            await self._add(texts)

    async def _read_whole(self, kind: MediaType, body: bytes) -> None:
        if kind is MediaType.EVENT:
            _check_event(body)
        try:
            texts = split_body(kind, body, most=self._settings.max_events)
        except TooManyEventsError as error:
            raise RequestError(problems.TOO_LARGE, error.message, hint=error.hint) from error
        if len(texts) <= CHUNK_EVENTS and len(body) <= CHUNK_BYTES:
            await self._add(texts, body=body, kind=kind)
            return
        for chunk in chunked(texts):
            await self._add(chunk)

    async def _add(
        self, texts: Sequence[EventText], *, body: bytes | None = None, kind: MediaType = MediaType.LINES
    ) -> None:
        if not texts:
            return
        self.events += len(texts)
        if self.events > self._settings.max_events:
            message = f"more than {self._settings.max_events} events at once"
            raise RequestError(problems.TOO_LARGE, message, hint="send fewer at a time, or use revtrace load")
        self._rows.append(await self._row(texts, body, kind))

    async def _row(self, texts: Sequence[EventText], body: bytes | None, kind: MediaType) -> Row:
        number = len(self._rows)

        def make() -> Row:
            return receipt_row(self._sender, self.upload, number, texts, body=body, media_type=kind)

        if sum(len(text.text) for text in texts) <= INLINE_BYTES:
            return make()
        return await asyncio.to_thread(make)


def too_many_bytes(most: int) -> RequestError:
    """The refusal of a body that is too long."""
    message = f"the body has more than {most} bytes"
    return RequestError(problems.TOO_LARGE, message, hint="send it in parts, or use revtrace load")


def _check_event(body: bytes) -> None:
    """A single event has to be one JSON object; whatever is wrong inside of it becomes its outcome.

    Raises:
        RequestError: it is not.
    """
    if len(body) > EVENT_BYTES:
        raise RequestError(problems.TOO_LARGE, f"an event has at most {EVENT_BYTES} bytes")
    try:
        event = decode(body.removeprefix(b"\xef\xbb\xbf"))
    except UnreadableError as error:
        raise RequestError(problems.MALFORMED, "the event cannot be read", problems=[error.problem]) from error
    if not isinstance(event, dict):
        fault = Problem(code=ProblemCode.MALFORMED, detail="an event is a JSON object")
        raise RequestError(problems.MALFORMED, "the event cannot be read", problems=[fault])
