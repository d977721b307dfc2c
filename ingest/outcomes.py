"""What became of a message: of the whole of it, and of each event, page by page."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import orjson
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from graph.clock import format_instant
from graph.database import Graph
from graph.errors import NotFoundError
from graph.model.base import compose_key
from graph.model.entry import OUTCOMES, PENDING, Outcome
from graph.model.problem import Problem
from graph.recording.exceptions import exception_id
from graph.recording.slice import RECEIVED, SETTLED
from ingest.receipts import texts_of, upload_of

PAGE_ITEMS: Final = 1000
PAGE_CHUNKS: Final = 8
"""A page ends after so many items, or so many chunks whose payload has to be read."""

QUARANTINED: Final = "QUARANTINED"

_FIRST_PAUSE, _LONGEST_PAUSE = 0.01, 0.25


class _Said(BaseModel):
    """A part of an answer; camelCase on the wire."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, validate_by_name=True)


class Origin(_Said):
    """Where an event was first sent.

    Attributes:
        receipt: the message.
        recorded_at: when it was accepted, RFC 3339.

    """

    receipt: str
    recorded_at: str


class Item(_Said):
    """One event of a message.

    Attributes:
        index: its place in the message, from 0.
        id: the source's id, "" when it cannot be read.
        outcome: None while it has none.
        exception: the exception that a person or a mapping has to see to.

    """

    index: int
    id: str
    outcome: Outcome | None = None
    problems: tuple[Problem, ...] = ()
    exception: str | None = None
    duplicate_of: Origin | None = None


class Status(_Said):
    """What became of a message.

    Attributes:
        state: RECEIVED while events wait, QUARANTINED when a part was put aside, else SETTLED.
        counts: events by outcome; those without one are PENDING.
        items: a page of its events, in their order.
        next: the index from which the next page goes on; None on the last.

    """

    receipt: str
    source: str
    state: str
    received_at: str
    events: int
    counts: dict[str, int]
    reasons: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    next: int | None = None

    @property
    def is_settled(self) -> bool:
        """Whether every event has its outcome."""
        return self.counts.get("PENDING", 0) == 0


@dataclass(frozen=True, slots=True)
class _Place:
    """One event: its place in the message, its chunk, its place in there, and the letter of its outcome."""

    index: int
    chunk: int
    position: int
    letter: str


async def status(graph: Graph, upload: str, *, every: bool = False, start: int = 0) -> Status:
    """What became of a message.

    Args:
        graph: the door to the database.
        upload: its id.
        every: list accepted events too.
        start: the index from which to list.

    Raises:
        NotFoundError: there is no such message.

    """
    chunks = await graph.read("upload_chunks", upload=upload)
    if not chunks:
        raise NotFoundError(f"there is no receipt {upload[:100]}")
    letters = "".join(chunk["outcomes"] for chunk in chunks)
    page, following = _page(_places(chunks, start, every=every))
    return Status(
        receipt=upload,
        source=chunks[0]["source"],
        state=_state({chunk["state"] for chunk in chunks}),
        received_at=format_instant(chunks[0]["received_at"]),
        events=len(letters),
        counts=_counts(letters),
        reasons=tuple(sorted({chunk["reason"] for chunk in chunks if chunk["reason"]})),
        items=tuple(await _items(graph, chunks, page)),
        next=following,
    )


async def until_settled(graph: Graph, upload: str, seconds: float) -> None:
    """Wait until all chunks of a message are settled or put aside, or the time is over."""
    end, pause = time.monotonic() + seconds, _FIRST_PAUSE
    while (left := end - time.monotonic()) > 0:
        await asyncio.sleep(min(pause, left))
        if not (await graph.read("upload_waiting", upload=upload))[0]["waiting"]:
            return
        pause = min(pause * 2, _LONGEST_PAUSE)


def _state(states: set[str]) -> str:
    """Sealed chunks count as settled: sealing is our own affair."""
    return next((state for state in (RECEIVED, QUARANTINED) if state in states), SETTLED)


def _counts(letters: str) -> dict[str, int]:
    counted = {outcome.value: letters.count(letter) for letter, outcome in OUTCOMES.items()}
    counted["PENDING"] = letters.count(PENDING)
    return {name: count for name, count in counted.items() if count}


def _places(chunks: Sequence[Mapping[str, Any]], start: int, *, every: bool) -> Iterator[_Place]:
    first = 0
    for number, chunk in enumerate(chunks):
        for position, letter in enumerate(chunk["outcomes"]):
            if first + position >= start and (every or letter != Outcome.ACCEPTED.letter):
                yield _Place(first + position, number, position, letter)
        first += len(chunk["outcomes"])


def _page(places: Iterator[_Place]) -> tuple[list[_Place], int | None]:
    page: list[_Place] = []
    chunks: set[int] = set()
    for place in places:
        chunks.add(place.chunk)
        if len(page) == PAGE_ITEMS or len(chunks) > PAGE_CHUNKS:
            return page, place.index
        page.append(place)
    return page, None


async def _items(graph: Graph, chunks: Sequence[Mapping[str, Any]], page: Sequence[_Place]) -> list[Item]:
    names = await _event_ids(graph, chunks, page)
    raised = {place.index: _exception_of(chunks[place.chunk], place) for place in page if place.letter in "HCR"}
    problems = await _problems(graph, raised.values())
    keys = {
        place.index: compose_key(chunks[place.chunk]["source"], names[place.index])
        for place in page
        if place.letter == Outcome.DUPLICATE.letter
    }
    origins = await _origins(graph, keys.values())
    return [
        Item(
            index=place.index,
            id=names[place.index],
            outcome=OUTCOMES.get(place.letter),
            problems=problems.get(raised.get(place.index, ""), ()),
            exception=raised.get(place.index),
            duplicate_of=origins.get(keys.get(place.index, "")),
        )
        for place in page
    ]


async def _event_ids(graph: Graph, chunks: Sequence[Mapping[str, Any]], page: Sequence[_Place]) -> dict[int, str]:
    names: dict[int, str] = {}
    for number, places in groupby(page, key=lambda place: place.chunk):
        payload = (await graph.read("receipt_payloads", ids=[chunks[number]["id"]]))[0]
        texts = texts_of(payload["media_types"][0], payload["payloads"][0])
        names |= {place.index: event_id(texts[place.position].text) for place in places}
    return names


def event_id(text: bytes) -> str:
    """The id in the text of an event, "" when it has none that can be read."""
    try:
        event = orjson.loads(text)
    except orjson.JSONDecodeError:
        return ""
    name = event.get("id") if isinstance(event, dict) else None
    return name if isinstance(name, str) else ""


def _exception_of(chunk: Mapping[str, Any], place: _Place) -> str:
    replays = chunk["replays"]
    return str(replays[place.position]) if replays else exception_id(chunk["id"], place.position)


async def _problems(graph: Graph, exceptions: Iterable[str]) -> dict[str, tuple[Problem, ...]]:
    ids = sorted(exceptions)
    if not ids:
        return {}
    found = (await graph.read("exception_problems", ids=ids))[0]
    return {
        identity: tuple(map(Problem.model_validate_json, problems))
        for identity, problems in zip(found["ids"], found["problems"], strict=True)
    }


async def _origins(graph: Graph, keys: Iterable[str]) -> dict[str, Origin]:
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    found = (await graph.read("fact_origins", keys=wanted))[0]
    return {
        key: Origin(receipt=upload_of(receipt), recorded_at=format_instant(recorded))
        for key, receipt, recorded in zip(found["keys"], found["receipts"], found["recorded"], strict=True)
    }
