"""Receipts: a message is committed as it came before any work is done on it, and can be read again at any time."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import uuid4

from graph.database import Graph
from graph.errors import DeadlineError, UnavailableError
from graph.model.entry import PENDING
from graph.model.problem import Problem, ProblemCode
from ingest.splitting import EventText, MediaType, split_body

CHUNK_EVENTS: Final = 1000
"""Events of one receipt at most."""

CHUNK_BYTES: Final = 4 * 1024 * 1024
"""Bytes of text of one receipt at most."""

KEEP_DEADLINE = 5.0
"""Seconds for committing receipts, each of two times."""

_COMPRESSION = 3
_TOO_LARGE = b" "
"""A line that no text can be, since texts are not blank: the line after it is the size of a text that was not kept."""


class Channel(StrEnum):
    """How a message came."""

    HTTP = "HTTP"
    FILE = "FILE"
    REPLAY = "REPLAY"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, for which system, and how.

    Attributes:
        source: code of the system that is spoken for.
        principal: the API key's id, or the user of the command line.

    """

    source: str
    principal: str
    channel: Channel


def new_upload() -> str:
    """An id for the receipts of one message."""
    return uuid4().hex


def receipt_id(upload: str, number: int) -> str:
    """The id of one chunk of a message."""
    return f"{upload}.{number}"


def upload_of(receipt: str) -> str:
    """The id of the message that a chunk belongs to."""
    return receipt.rpartition(".")[0]


def chunked(texts: Iterable[EventText]) -> Iterator[list[EventText]]:
    """The texts of a message in lists that one receipt can hold each."""
    chunk: list[EventText] = []
    size = 0
    for text in texts:
        if chunk and (len(chunk) == CHUNK_EVENTS or size + len(text.text) > CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(text)
        size += len(text.text)
    if chunk:
        yield chunk


def receipt_row(
    sender: Sender,
    upload: str,
    number: int,
    texts: Sequence[EventText],
    *,
    body: bytes | None = None,
    media_type: MediaType = MediaType.LINES,
    replays: Sequence[str] = (),
) -> dict[str, object]:
    """The receipt of one chunk of a message, for the statement `receipt_create`.

    Args:
        sender: who sends.
        upload: id of the whole message.
        number: which chunk of it, from 0.
        texts: the texts of its events.
        body: the message as it came, if this is all of it and it is not of lines.
        media_type: the form of `body`.
        replays: for a replay, the exception that each event comes from.

    """
    if body is None:
        media_type, body = _framed(texts)
    return {
        "id": receipt_id(upload, number),
        "upload": upload,
        "number": number,
        "source": sender.source,
        "channel": sender.channel.value,
        "principal": sender.principal,
        "media_type": media_type.value,
        "payload": zlib.compress(body, _COMPRESSION),
        "payload_digest": sha256(body).hexdigest(),
        "events": len(texts),
        "outcomes": PENDING * len(texts),
        "replays": list(replays) or None,
    }


async def keep(graph: Graph, *receipts: Mapping[str, object]) -> str:
    """Commit the receipts of one message, all of them or none, and return the id of the first.

    Raises:
        UnavailableError: the database does not answer. When the connection broke in the middle of the commit, the
            receipts may be there all the same; to send the message again is safe.

    """
    rows = list(receipts)
    try:
        await graph.execute("receipt_create", rows=rows, deadline=KEEP_DEADLINE)
    except DeadlineError:
        raise
    except UnavailableError:
        # Perhaps it was committed and only the answer got lost: the statement finds what is there already.
        await graph.execute("receipt_create", rows=rows, deadline=KEEP_DEADLINE)
    return str(rows[0]["id"])


def texts_of(media_type: str, payload: bytes) -> list[EventText]:
    """The texts of the events of a stored payload, as they were split when it came."""
    body = zlib.decompress(payload)
    if media_type != MediaType.LINES:
        return split_body(MediaType(media_type), body, most=CHUNK_EVENTS)
    return list(_from_lines(body))


def has_line_breaks(text: EventText) -> bool:
    """Whether a text spans several lines, as elements of a batch may; a text from a stream of lines never does."""
    return b"\n" in text.text


def _framed(texts: Sequence[EventText]) -> tuple[MediaType, bytes]:
    """Texts in one body from which the same texts can be split again.

    Lines may hold anything but line breaks; elements of a batch may hold those, and are balanced in their brackets.
    """
    pieces = [text.text if text.problem is None else _as_line(text.problem) for text in texts]
    if any(map(has_line_breaks, texts)):
        return MediaType.BATCH, b"[" + b",".join(pieces) + b"]"
    return MediaType.LINES, b"\n".join(pieces)


def _as_line(problem: Problem) -> bytes:
    """What is kept of a line that was too long to keep: its size."""
    return _TOO_LARGE + b"\n" + problem.got.encode()


def _from_lines(body: bytes) -> Iterator[EventText]:
    lines = iter(body.split(b"\n"))
    for number, line in enumerate(lines, 1):
        if line == _TOO_LARGE:
            size, detail = next(lines).decode(), "the text of the event was too long to be kept"
            yield EventText(number, b"", Problem.about(ProblemCode.TOO_LARGE, "", detail, got=size))
        else:
            yield EventText(number, line)
