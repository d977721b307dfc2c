"""From a body or a file to the texts of single events, in bounded memory and without parsing them.

What is wrong with one event stays with that event: a text that is not JSON comes out as it was sent, for the
reader of events to refuse, and its neighbours are not touched.
"""

from __future__ import annotations

import gzip
import re
import zlib
from enum import StrEnum
from io import BytesIO
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple, cast

from graph.errors import InputError
from ingest.cloudevents import EVENT_BYTES, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.model.problem import Problem

BLOCK_BYTES: Final = 256 * 1024
"""How much of a stream is read at once."""

_BOM = b"\xef\xbb\xbf"
_BLANK = b" \t\r\n"


class TooManyEventsError(InputError):
    """A body holds more events than are taken at once."""

    code = "TOO_LARGE"


class MediaType(StrEnum):
    """The forms in which events are taken."""

    EVENT = "application/cloudevents+json"
    BATCH = "application/cloudevents-batch+json"
    LINES = "application/x-ndjson"


class EventText(NamedTuple):
    """The text of one event, not yet read.

    Attributes:
        line: the line of the body or file on which it begins, from 1.
        text: its bytes as sent, without the line end; empty when it was too long to be kept.
        problem: why it was not kept; None when it was.

    """

    line: int
    text: bytes
    problem: Problem | None = None


def media_type(content_type: str) -> MediaType:
    """Recognise the form of a body by its Content-Type.

    Raises:
        InputError: another media type, or another character set than UTF-8.

    """
    name, _, parameters = content_type.lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "")
    try:
        if charset in {"", "charset=utf-8"}:
            return MediaType(name.strip())
    except ValueError:
        pass
    raise InputError(f"events are not taken as {content_type[:100]!r}", hint=f"send {', '.join(MediaType)} in UTF-8")


def split_body(kind: MediaType, body: bytes, *, most: int) -> list[EventText]:
    """Split a whole body into the texts of its events.

    Args:
        kind: the form of the body.
        body: all of it; its length is the caller's to bound.
        most: how many events are taken.

    Raises:
        TooManyEventsError: more events than that.
        InputError: a batch that cannot be read as one array.

    """
    if kind is MediaType.EVENT:
        return [EventText(1, body.removeprefix(_BOM))]
    events = list(islice(_elements(body) if kind is MediaType.BATCH else _lines(body), most + 1))
    if len(events) > most:
        raise TooManyEventsError(f"more than {most} events at once", hint="send fewer at a time, or use revtrace load")
    return events


def open_events(path: Path) -> BinaryIO:
    """Open a file of events for `split_stream`; one whose name ends with .gz is decompressed on the way.

    Raises:
        InputError: the file cannot be opened.

    """
    try:
        return cast("BinaryIO", gzip.open(path)) if path.suffix == ".gz" else path.open("rb")
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}", hint="check the path and its permissions") from error


def split_stream(stream: BinaryIO, *, most_lines: int, most_bytes: int) -> Iterator[list[EventText]]:
    """Split a stream of lines as `LineSplitter` does, reading as it is consumed.

    Raises:
        InputError: the stream is compressed and damaged or cut off.

    """
    splitter = LineSplitter(most_lines=most_lines, most_bytes=most_bytes)
    try:
        while block := stream.read(BLOCK_BYTES):
            yield from splitter.feed(block)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError("the compressed file is damaged or cut off", hint="compress it again and load it") from error
    yield from splitter.finish()


class LineSplitter:
    """Cuts blocks of bytes, wherever they end, into lists of lines.

    Lines end with LF or CRLF, the last one also with the stream. Blank lines and a byte order mark at the start
    are left out. A line longer than an event may be, or than a whole list, is not kept: it becomes an entry with
    the problem `TOO_LARGE`. At no time more than one list and one line are held, beside the block being cut.

    Args:
        most_lines: how many lines a list holds at most.
        most_bytes: how many bytes of text the lines of a list have at most.

    """

    def __init__(self, *, most_lines: int, most_bytes: int) -> None:
        self._most_lines = most_lines
        self._most_bytes = most_bytes
        self._longest = min(EVENT_BYTES, most_bytes)
        self._line = 0
        self._held = bytearray()
        self._length = 0
        self._list: list[EventText] = []
        self._list_bytes = 0

    def feed(self, block: bytes) -> list[list[EventText]]:
        """Take the next bytes of the stream; gives the lists that are full."""
        *ended, begun = block.split(b"\n")
        full: list[list[EventText]] = []
        for piece in ended:
            self._hold(piece)
            full += self._end_line()
        self._hold(begun)
        return full

    def finish(self) -> list[list[EventText]]:
        """End the stream; gives what is left."""
        full = self._end_line() if self._length else []
        return [*full, *self._start_list()]

    def _hold(self, piece: bytes) -> None:
        self._length += len(piece)
        if self._length <= self._longest:
            self._held += piece
        else:
            self._held.clear()

    def _end_line(self) -> list[list[EventText]]:
        self._line += 1
        text, length = bytes(self._held).removesuffix(b"\r"), self._length
        self._held.clear()
        self._length = 0
        if length > self._longest:
            return self._add(EventText(self._line, b"", too_large(length, self._longest)))
        if self._line == 1:
            text = text.removeprefix(_BOM)
        return self._add(EventText(self._line, text)) if text.strip(_BLANK) else []

    def _add(self, event: EventText) -> list[list[EventText]]:
        is_full = len(self._list) == self._most_lines or self._list_bytes + len(event.text) > self._most_bytes
        full = self._start_list() if is_full else []
        self._list.append(event)
        self._list_bytes += len(event.text)
        return full

    def _start_list(self) -> list[list[EventText]]:
        full = [self._list] if self._list else []
        self._list, self._list_bytes = [], 0
        return full


def _lines(body: bytes) -> Iterator[EventText]:
    lists = split_stream(BytesIO(body), most_lines=1000, most_bytes=EVENT_BYTES)
    return chain.from_iterable(lists)


def _up_to(marks: str) -> re.Pattern[bytes]:
    """A pattern for what stands before the next of these characters outside of strings; matches in linear time."""
    string, other = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', rf'[^"{marks}]*+'
    return re.compile(f"{other}(?:{string}{other})*+".encode(), re.DOTALL)


# A batch is cut at the commas between its elements by looking at strings and brackets alone. So each element keeps
# its own text, with repeated names and all digits, and one that is not JSON inside does not spoil the others.
_BETWEEN = _up_to(r"\[\]{},")
_WITHIN = _up_to(r"\[\]{}")
_STEPS = {b"[": 1, b"{": 1, b"]": -1, b"}": -1, b",": 0}


def _elements(body: bytes) -> Iterator[EventText]:
    start = len(body) - len(body.removeprefix(_BOM).lstrip(_BLANK)) + 1
    if body[start - 1 : start] != b"[":
        raise _unreadable("it does not begin with a bracket")
    begin, line, counted = start, 1, 0
    for end in _separators(body, start):
        text = body[begin:end].lstrip(_BLANK)
        line += body.count(b"\n", counted, end - len(text))
        counted = end - len(text)
        if text or body[end] == ord(",") or begin > start:
            yield EventText(line, text.rstrip(_BLANK))
        begin = end + 1
    if body[begin:].strip(_BLANK):
        raise _unreadable("text follows its end")


def _separators(body: bytes, start: int) -> Iterator[int]:
    """The places of the commas between elements, and last that of the closing bracket."""
    depth, at = 1, start
    while depth:
        other = (_BETWEEN if depth == 1 else _WITHIN).match(body, at)
        at = other.end() if other else at
        mark = body[at : at + 1]
        if mark not in _STEPS or (depth == 1 and mark == b"}"):
            raise _unreadable("its brackets or quotes do not match")
        depth += _STEPS[mark]
        if mark == b"," or not depth:
            yield at
        at += 1


def _unreadable(reason: str) -> InputError:
    return InputError(f"the batch is not one JSON array: {reason}", hint="send an array of events, or one event a line")
