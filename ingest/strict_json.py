"""JSON read so that nothing is lost or mended in silence.

The standard decoder keeps the last of repeated names, rounds numbers to what a double holds, and lets NaN and
lone surrogates through. Here its hooks leave a mark in the place of each such fault, and `faults` names them
with their place. A value without marks holds only what JSON text says, digit by digit.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from graph.model.problem import SHOWN, Problem, ProblemCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LARGEST_INTEGER: Final = 2**53 - 1
"""The largest integer that every JSON reader keeps (RFC 8259, section 6)."""

_SAFE_DIGITS = 16
_SCALARS = frozenset({str, int, bool, type(None)})
_SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class UnreadableError(ValueError):
    """The text is not JSON at all; carries the one problem that says where it stops being so."""

    def __init__(self, code: ProblemCode, detail: str) -> None:
        super().__init__(detail)
        self.problem = Problem(code=code, detail=detail)


@dataclass(frozen=True, slots=True)
class Unkept:
    """A number that a Python integer or float would not hold as it is written, or NaN or an infinity."""

    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def is_json(self) -> bool:
        """Whether it is a number by the grammar of JSON."""
        return self.text[-1].isdigit()


class Repeated(dict[str, object]):
    """An object in which names occur more than once; holds the last value of each.

    Attributes:
        names: those names.

    """

    __slots__ = ("names",)

    def __init__(self, members: list[tuple[str, object]]) -> None:
        super().__init__(members)
        self.names = [name for name, times in Counter(name for name, _ in members).items() if times > 1]


def _members(members: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(members)
    return made if len(made) == len(members) else Repeated(members)


def _integer(text: str) -> int | Unkept:
    # The length is looked at first: Python refuses to read integers of thousands of digits.
    if len(text) > _SAFE_DIGITS + 1 or not -LARGEST_INTEGER <= (number := int(text)) <= LARGEST_INTEGER:
        return Unkept(text)
    return number


def _fraction(text: str) -> float | Unkept:
    # The shortest text of a double reads back as the same double; if it is another number, digits were lost.
    number = float(text)
    try:
        return number if Decimal(repr(number)) == Decimal(text) else Unkept(text)
    except ArithmeticError:  # an exponent beyond all that Decimal holds
        return Unkept(text)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_int=_integer, parse_float=_fraction, parse_constant=Unkept
)


def decode(text: bytes) -> object:
    """Parse UTF-8 JSON text.

    Returns:
        The value; `Repeated` and `Unkept` stand where something would have been lost.

    Raises:
        UnreadableError: not UTF-8, not JSON, or nested beyond the depth of the parser (some hundred levels).

    """
    try:
        return _DECODER.decode(text.decode())
    except UnicodeDecodeError as error:
        raise UnreadableError(ProblemCode.MALFORMED, f"not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UnreadableError(ProblemCode.MALFORMED, f"not JSON at {where}: {error.msg}") from None
    except RecursionError:
        raise UnreadableError(ProblemCode.TOO_LARGE, "nested too deeply") from None


def may_hold_surrogates(text: bytes) -> bool:
    """Whether the text has an escape of half a character; only such texts can give lone surrogates."""
    return _SURROGATE_ESCAPE.search(text) is not None


def is_plain(values: Iterable[object], depth: int) -> bool:
    """Whether values hold no floats, no marks, and nothing nested deeper than so many levels below them."""
    for value in values:
        if type(value) in _SCALARS:
            continue
        if not depth:
            return False
        if type(value) is dict:
            inner: Iterable[object] = value.values()
        elif type(value) is list:
            inner = value
        else:
            return False
        if not is_plain(inner, depth - 1):
            return False
    return True


def faults(value: object, pointer: str, *, depth: int, floats_under: str) -> Iterator[Problem]:
    """Name every mark and every value that the contract does not allow.

    Args:
        value: what `decode` gave, or a part of it.
        pointer: RFC 6901 pointer of the value.
        depth: how many levels of objects and arrays are allowed, the value itself included.
        floats_under: the pointer below which numbers with fraction or exponent are allowed.

    Yields:
        Problems in the order of the text; nothing below a value that is nested too deeply.

    """
    if isinstance(value, dict | list):
        if depth:
            yield from _inner_faults(value, pointer, depth - 1, floats_under)
        else:
            yield Problem(code=ProblemCode.TOO_LARGE, pointer=pointer, detail="nested too deeply")
    elif isinstance(value, str):
        yield from _text_faults(value, pointer)
    elif isinstance(value, Unkept):
        yield _unkept(value, pointer)
    elif isinstance(value, float) and not f"{pointer}/".startswith(f"{floats_under}/"):
        detail = "a number with a fraction or an exponent is not exact; send decimal text"
        yield Problem.about(ProblemCode.FIELD_INVALID, pointer, detail, got=value, expected='text, such as "4.50"')


def _inner_faults(
    value: dict[str, object] | list[object], pointer: str, depth: int, floats_under: str
) -> Iterator[Problem]:
    if isinstance(value, list):
        members: Iterable[tuple[str, object]] = ((str(index), item) for index, item in enumerate(value))
    else:
        members = value.items()
        yield from repetitions(value, pointer)
    for name, item in members:
        yield from _text_faults(name, pointer)
        yield from faults(item, below(pointer, name), depth=depth, floats_under=floats_under)


def repetitions(value: object, pointer: str) -> Iterator[Problem]:
    """A problem for each name that an object has more than once."""
    if isinstance(value, Repeated):
        for name in value.names:
            detail = "the name occurs more than once in its object"
            yield Problem.about(ProblemCode.DUPLICATE_KEY, below(pointer, name), detail)


def below(pointer: str, name: str) -> str:
    """The pointer of a member; a name of more than 64 characters is cut, so that answers stay small."""
    token = name if len(name) <= SHOWN else f"{name[:SHOWN]}..."
    escaped = token.replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{escaped.encode(errors='backslashreplace').decode()}"


def _text_faults(text: str, pointer: str) -> Iterator[Problem]:
    if _SURROGATE.search(text):
        yield Problem.about(ProblemCode.MALFORMED, pointer, "half a surrogate pair is not a character", got=text)


def _unkept(number: Unkept, pointer: str) -> Problem:
    if not number.is_json:
        return Problem.about(ProblemCode.MALFORMED, pointer, "not a number of JSON", got=number)
    detail = "a JSON number does not keep so many digits; send decimal text"
    return Problem.about(ProblemCode.FIELD_INVALID, pointer, detail, got=number, expected='text, such as "4.50"')
