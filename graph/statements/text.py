"""Cypher text cut into tokens, nested by brackets, split into statements.

Just enough of the language to check a file before the server sees it: strings, comments, quoted names, parameters and
numbers are told apart, so a `;` in a string or a `'` in a comment misleads nobody. Source of the lexical rules: the
Cypher manual ("Parsing", "Naming rules"); each was tried on Neo4j 5.26 and 2026.09.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class CypherError(ValueError):
    """A text is not the Cypher that we accept.

    Args:
        line: where, counted from 1.
        message: what is wrong, one line.
    """

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


class Kind(Enum):
    """What a token is."""

    COMMENT = "comment"
    STRING = "string"
    QUOTED_NAME = "quoted name"
    PARAMETER = "parameter"
    NUMBER = "number"
    NAME = "name"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind, its text as written, and where it stands (line from 1, offsets from 0, end exclusive)."""

    kind: Kind
    text: str
    line: int
    start: int
    end: int

    @property
    def value(self) -> str:
        """A name or parameter without its backticks and its `$`; the text itself for all else."""
        bare = self.text[1:] if self.kind is Kind.PARAMETER else self.text
        if self.kind in {Kind.PARAMETER, Kind.QUOTED_NAME} and bare.startswith("`"):
            return bare[1:-1].replace("``", "`")
        return bare

    @property
    def is_name(self) -> bool:
        """Whether it can name a variable, label, type or property."""
        return self.kind in {Kind.NAME, Kind.QUOTED_NAME}

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these keywords (upper case), in any case, not quoted."""
        return self.kind is Kind.NAME and self.text.upper() in words


@dataclass(frozen=True, slots=True)
class Group:
    """What stands between two matching brackets."""

    opener: Token
    items: tuple[Item, ...]

    @property
    def line(self) -> int:
        """The line of the opening bracket, counted from 1."""
        return self.opener.line


Item: TypeAlias = Token | Group

_LEXER = re.compile(
    r"""
      (?P<SPACE>       [ \t\n]+ )
    | (?P<COMMENT>     //[^\n]* | /\*.*?\*/ )
    | (?P<STRING>      '(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" )
    | (?P<QUOTED_NAME> `(?:[^`]|``)*` )
    | (?P<PARAMETER>   \$ (?: [^\W\d]\w* | \d+ | `(?:[^`]|``)*` ) )
    | (?P<NUMBER>      0[xX][0-9a-fA-F_]+ | 0o[0-7_]+ | (?:\d[\d_]*(?:\.\d[\d_]*)? | \.\d[\d_]*) (?:[eE][+-]?\d+)? )
    | (?P<NAME>        [^\W\d]\w* )
    | (?P<SYMBOL>      <= | >= | <> | \+= | =~ | \.\. | \|\| | :: | (?!/\*) [-+*/%^=<>.,:;|&!$()\[\]{}] )
    """,
    re.VERBOSE | re.DOTALL,
)
_UNFINISHED = {"'": "a string", '"': "a string", "`": "a quoted name", "/": "a comment"}
_BRACKETS = {"(": ")", "[": "]", "{": "}"}


def tokenize(text: str) -> list[Token]:
    r"""Cut a text into tokens, comments included, white space left out.

    Raises:
        CypherError: a string, comment or quoted name never ends; a character has no place in Cypher; or the text holds
            a `\u` escape or an invisible character, with which a comment could end where no reader sees it.
    """
    text = text.replace("\r\n", "\n")
    _refuse_hidden_characters(text)
    return list(_tokens(text))


def _refuse_hidden_characters(text: str) -> None:
    r"""Neo4j turns `\u000a` into a line break before it looks for comments, so what follows would run."""
    for number, line in enumerate(text.split("\n"), start=1):
        if "\\u" in line:
            raise CypherError(number, r"a \u escape is not allowed: write the character itself")
        hidden = next((char for char in line if not char.isprintable() and char != "\t"), None)
        if hidden is not None:
            raise CypherError(number, f"the invisible character U+{ord(hidden):04X} is not allowed")


def _tokens(text: str) -> Iterator[Token]:
    position, line = 0, 1
    while position < len(text):
        match = _LEXER.match(text, position)
        if match is None or match.lastgroup is None:
            raise CypherError(line, _why_no_token(text[position]))
        if match.lastgroup != "SPACE":
            yield Token(Kind[match.lastgroup], match.group(), line, position, match.end())
        line += match.group().count("\n")
        position = match.end()


def _why_no_token(char: str) -> str:
    if char in _UNFINISHED:
        return f"{_UNFINISHED[char]} starts here and never ends"
    return f"the character {char!r} has no place in Cypher"


def split_statements(tokens: Sequence[Token]) -> list[list[Token]]:
    """Split tokens at `;` into statements, without comments; empty statements are left out."""
    statements: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind is Kind.SYMBOL and token.text == ";":
            statements.append([])
        elif token.kind is not Kind.COMMENT:
            statements[-1].append(token)
    return [statement for statement in statements if statement]


def nest(tokens: Sequence[Token]) -> tuple[Item, ...]:
    """Nest the tokens of one statement by their brackets.

    Raises:
        CypherError: a bracket has no partner.
    """
    opened: list[tuple[Token | None, list[Item]]] = [(None, [])]
    for token in tokens:
        if token.kind is not Kind.SYMBOL or token.text not in "()[]{}":
            opened[-1][1].append(token)
        elif token.text in _BRACKETS:
            opened.append((token, []))
        else:
            opener, items = opened.pop()
            if opener is None or _BRACKETS[opener.text] != token.text:
                raise CypherError(token.line, f"{token.text!r} closes nothing")
            opened[-1][1].append(Group(opener, tuple(items)))
    last, items = opened[-1]
    if last is not None:
        raise CypherError(last.line, f"{last.text!r} is never closed")
    return tuple(items)
