"""CloudEvents 1.0 in JSON, read strictly: nothing is invented, dropped or rounded.

Own, because the public SDK invents `time`, keeps the last of repeated names and turns decimals into floats.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final
from unicodedata import is_normalized

from graph.canonical import SEQUENCE_DIGITS, canonical_json, digest
from graph.clock import FAR_FUTURE, InstantError, parse_instant
from graph.model.problem import Problem, ProblemCode
from ingest.strict_json import UnreadableError, below, decode, faults, is_plain, may_hold_surrogates, repetitions

if TYPE_CHECKING:
    from collections.abc import Iterator

EVENT_BYTES: Final = 1024 * 1024
"""The longest text of one event: its data at their limit, and room for white space and escapes."""

DATA_BYTES: Final = 256 * 1024
"""The most that the data may take in canonical form."""

DATA_DEPTH: Final = 16
MOST_PROBLEMS: Final = 20
TEXT_LENGTH: Final = 200
TRACESTATE_LENGTH: Final = 512

_FLOATS_UNDER = "/data/ext"


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event as its source sent it: every attribute checked, its data not yet held against a contract.

    Attributes:
        type: `domain.object.verb`, without the version.
        version: that of the contract, the number in `.vN`.
        subject: `kind:scheme:value`, as the source names the object; what it is about is said in the data anyway.
        occurred_at: the attribute `time` in epoch microseconds; digits below are cut off.
        occurred_text: the attribute `time` as sent.
        recorded_text: the attribute `recordedtime` as sent.
        sequence: the source's counter within the partition.
        partition_key: orders the events of one source; the subject when none was sent, None without one.
        data: plain JSON values; floats under `ext` only.
        digest: SHA-256 over the RFC 8785 form of all attributes but traceparent, tracestate and recordedtime.

    """

    id: str
    source: str
    type: str
    version: int
    subject: str | None
    occurred_at: int
    occurred_text: str
    recorded_text: str | None
    sequence: int | None
    partition_key: str | None
    dataschema: str | None
    correlation_id: str | None
    causation_id: str | None
    traceparent: str | None
    data: dict[str, Any]
    digest: str

    @property
    def contract(self) -> str:
        """The full event type as sent, `domain.object.verb.vN`."""
        return f"{self.type}.v{self.version}"


def read_event(text: bytes) -> Envelope | list[Problem]:
    """Read one event of the CloudEvents JSON format.

    Args:
        text: one JSON object in UTF-8, at most 1 MiB.

    Returns:
        The envelope, or what is wrong with the event: at most 20 problems, with pointers into it.

    """
    if len(text) > EVENT_BYTES:
        return [too_large(len(text))]
    try:
        event = decode(text)
    except UnreadableError as error:
        return [error.problem]
    if not isinstance(event, dict):
        return [Problem(code=ProblemCode.FIELD_INVALID, detail="an event is a JSON object")]
    found = chain(repetitions(event, ""), _attribute_faults(event), _data_faults(event.get("data"), text))
    return list(islice(found, MOST_PROBLEMS)) or _envelope(event)


def is_source(text: str) -> bool:
    """Whether a text can name a source: a URI reference of at most 200 characters."""
    return len(text) <= TEXT_LENGTH and bool(_IS_SOURCE(text))


def too_large(size: int, limit: int = EVENT_BYTES) -> Problem:
    """The problem of an event whose text is too long to be read; both sizes in bytes."""
    expected = f"at most {limit} bytes"
    return Problem.about(ProblemCode.TOO_LARGE, "", "the text of the event is too long", got=size, expected=expected)


def _envelope(event: dict[str, Any]) -> Envelope:
    # JSON format of CloudEvents, section 2.2: null means that the attribute is not set.
    attributes = {name: value for name, value in event.items() if value is not None}
    kind, _, version = attributes["type"].rpartition(".v")
    sequence = attributes.get("sequence")
    return Envelope(
        id=attributes["id"],
        source=attributes["source"],
        type=kind,
        version=int(version),
        subject=attributes.get("subject"),
        occurred_at=parse_instant(attributes["time"]),
        occurred_text=attributes["time"],
        recorded_text=attributes.get("recordedtime"),
        sequence=None if sequence is None else int(sequence),
        partition_key=attributes.get("partitionkey", attributes.get("subject")),
        dataschema=attributes.get("dataschema"),
        correlation_id=attributes.get("correlationid"),
        causation_id=attributes.get("causationid"),
        traceparent=attributes.get("traceparent"),
        data=attributes["data"],
        digest=digest({name: value for name, value in attributes.items() if name not in _OUTSIDE_DIGEST}),
    )


# What each attribute must be. A check takes pointer and value.

Check = Callable[[str, object], Problem | None]


def _text(accepts: Callable[[str], object], expected: str, *, longest: int = TEXT_LENGTH) -> Check:
    def check(pointer: str, value: object) -> Problem | None:
        if isinstance(value, str) and len(value) <= longest and accepts(value):
            return None
        detail = f"{pointer[1:]} must be {expected}"
        return Problem.about(ProblemCode.FIELD_INVALID, pointer, detail, got=_shown(value), expected=expected)

    return check


def _is_key(text: str) -> bool:
    """Trimmed, in NFC, without control and invisible characters, not empty."""
    return bool(text) and text == text.strip() and text.isprintable() and is_normalized("NFC", text)


def _instant(pointer: str, value: object) -> Problem | None:
    expected = "RFC 3339 with an offset, such as 2026-11-24T08:13:00+01:00"
    try:
        if isinstance(value, str) and parse_instant(value) < FAR_FUTURE:
            return None
        code, detail = ProblemCode.TIME_FORMAT, "not the text of a time at which something happens"
    except InstantError as error:
        code, detail = error.code, str(error)
    return Problem.about(code, pointer, detail, got=_shown(value), expected=expected)


def _object(pointer: str, value: object) -> Problem | None:
    if isinstance(value, dict):
        return None
    return Problem.about(ProblemCode.FIELD_INVALID, pointer, "data must be a JSON object", got=_shown(value))


def _shown(value: object) -> object:
    """What a problem repeats of a value: nothing of a nested one, whose text could be long or too deep to write."""
    return "" if isinstance(value, dict | list) else value


def _pattern(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> Callable[[str], object]:
    return re.compile(pattern, flags).fullmatch


_WORD = "[a-z][a-z0-9_-]*"
_KEY = _text(_is_key, "trimmed NFC text of 1 to 200 visible characters")
_URI_CHARACTER = "(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=\\[\\]-]|%[0-9A-Fa-f]{2})"
_TRACEPARENT = "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
_IS_SOURCE = _pattern(f"{_URI_CHARACTER}+")
_IS_SUBJECT = _pattern(f"{_WORD}:[^:]+:.+")

_CHECKS: Final[dict[str, Check]] = {
    "specversion": _text("1.0".__eq__, 'the text "1.0"'),
    "id": _text(_pattern("[!-~](?:[ -~]{0,126}[!-~])?"), "1 to 128 printable ASCII characters"),
    "source": _text(_IS_SOURCE, "a URI reference of at most 200 characters"),
    "type": _text(_pattern(rf"{_WORD}\.{_WORD}\.{_WORD}\.v[1-9][0-9]{{0,3}}"), "of the form domain.object.verb.vN"),
    "subject": _text(lambda text: _is_key(text) and _IS_SUBJECT(text), "of the form kind:scheme:value"),
    "time": _instant,
    "recordedtime": _instant,
    "sequence": _text(_pattern(f"[0-9]{{1,{SEQUENCE_DIGITS}}}"), "text of 1 to 38 digits"),
    "partitionkey": _KEY,
    "dataschema": _text(_pattern(f"[A-Za-z][A-Za-z0-9+.-]*:{_URI_CHARACTER}+"), "an absolute URI"),
    "datacontenttype": _text(
        _pattern("application/json(?:; ?charset=utf-8)?", re.IGNORECASE), "application/json or absent"
    ),
    "traceparent": _text(_pattern(_TRACEPARENT), "a W3C traceparent"),
    "tracestate": _text(_pattern("[ -~]*"), "a W3C tracestate", longest=TRACESTATE_LENGTH),
    "correlationid": _KEY,
    "causationid": _KEY,
    "data": _object,
}

_REQUIRED: Final = ("specversion", "id", "source", "type", "time", "data")
_OUTSIDE_DIGEST: Final = frozenset({"traceparent", "tracestate", "recordedtime"})

_REFUSED: Final = dict.fromkeys(
    (
        *("ingestSeq", "receivedAt", "principal", "channel", "rawDigest", "contentDigest"),
        *("adapter", "adapterVersion", "mappingVersion", "schemaOutcome", "status"),
    ),
    "set by this service and not accepted from a source",
) | {"data_base64": "binary data is not accepted; send a JSON object as data"}


def _attribute_faults(event: dict[str, object]) -> Iterator[Problem]:
    for name in _REQUIRED:
        if event.get(name) is None:
            yield Problem(code=ProblemCode.FIELD_MISSING, pointer=f"/{name}", detail=f"{name} is required")
    for name, value in event.items():
        check = _CHECKS.get(name)
        if check is None:
            yield _unknown(name)
        elif value is not None and (problem := check(f"/{name}", value)):
            yield problem


def _unknown(name: str) -> Problem:
    detail = _REFUSED.get(name, "not an attribute of an event; what else there is to say goes under data.ext")
    return Problem.about(ProblemCode.FIELD_UNKNOWN, below("", name), detail)


def _data_faults(data: object, text: bytes) -> Iterator[Problem]:
    if not isinstance(data, dict):
        return  # missing or another type: told with the attributes
    found = False
    # Naming faults needs the place of every value, which is slow; most events show at once that they have none.
    if may_hold_surrogates(text) or not is_plain((data,), DATA_DEPTH):
        for problem in faults(data, "/data", depth=DATA_DEPTH, floats_under=_FLOATS_UNDER):
            found = True
            yield problem
    if not found and len(text) > DATA_BYTES and (size := len(canonical_json(data))) > DATA_BYTES:
        limit = f"at most {DATA_BYTES} bytes"
        yield Problem.about(ProblemCode.TOO_LARGE, "/data", "the data are too long", got=size, expected=limit)
