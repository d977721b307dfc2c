"""Receipts: a message is committed as it came before any work is done on it, and can be read again at any time."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import uuid4

from graph.database import Graph
from graph.model.entry import PENDING
from graph.model.problem import Problem, ProblemCode
from ingest.splitting import EventText, MediaType, split_body

CHUNK_EVENTS: Final = 1000
"""Events of one receipt at most."""

CHUNK_BYTES: Final = 4 * 1024 * 1024
"""Bytes of text of one receipt at most."""

_COMPRESSION = 3
_TOO_LARGE = b'"TOO_LARGE '


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
        body: the message itself, if it is a single chunk that is not of lines.
        media_type: the form of `body`.
        replays: for a replay, the exception that each event comes from.

    """
    payload = _lines(texts) if body is None else body
    return {
        "id": receipt_id(upload, number),
        "upload": upload,
        "number": number,
        "source": sender.source,
        "channel": sender.channel.value,
        "principal": sender.principal,
        "media_type": media_type.value,
        "payload": zlib.compress(payload, _COMPRESSION),
        "payload_digest": sha256(payload).hexdigest(),
        "events": len(texts),
        "outcomes": PENDING * len(texts),
        "replays": list(replays) or None,
    }


async def keep(graph: Graph, receipt: Mapping[str, object]) -> str:
    """Commit a receipt and return its id."""
    await graph.execute("receipt_create", receipt=receipt)
    return str(receipt["id"])


def texts_of(media_type: str, payload: bytes) -> list[EventText]:
    """The texts of the events of a stored payload, as they were split when it came."""
    body = zlib.decompress(payload)
    if media_type != MediaType.LINES:
        return split_body(MediaType(media_type), body, most=CHUNK_EVENTS)
    return [_from_line(number, line) for number, line in enumerate(body.split(b"\n"), 1)]


def _lines(texts: Sequence[EventText]) -> bytes:
    return b"\n".join(text.text if text.problem is None else _as_line(text.problem) for text in texts)


def _as_line(problem: Problem) -> bytes:
    """What is kept of a line that was too long to keep: its size, as a JSON text that no event can be."""
    return _TOO_LARGE + problem.got.encode() + b'"'


def _from_line(number: int, line: bytes) -> EventText:
    if not line.startswith(_TOO_LARGE):
        return EventText(number, line)
    size = line.removeprefix(_TOO_LARGE).rstrip(b'"').decode()
    problem = Problem.about(ProblemCode.TOO_LARGE, "", "the text of the event was too long to be kept", got=size)
    return EventText(number, b"", problem)
