"""The commands that the README shows, with what it says that they print."""

from __future__ import annotations

import re
import shlex
from typing import NamedTuple

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PROMPT = "$ "


class Shown(NamedTuple):
    """One command of a `console` block.

    Attributes:
        words: the command as a shell would split it.
        output: the lines that stand below it, up to the next command.

    """

    words: tuple[str, ...]
    output: str


def commands(text: str) -> list[Shown]:
    """The commands in the `console` blocks of a text; a backslash at the end of a line goes on in the next."""
    return [shown for block in _BLOCK.findall(text) for shown in _commands_of(block)]


def _commands_of(block: str) -> list[Shown]:
    shown: list[Shown] = []
    for line in block.replace("\\\n", " ").splitlines():
        if line.startswith(_PROMPT):
            shown.append(Shown(tuple(shlex.split(line.removeprefix(_PROMPT), comments=True)), ""))
        elif shown:
            shown[-1] = shown[-1]._replace(output=f"{shown[-1].output}{line}\n")
    return shown


def of_revtrace(shown: Shown) -> tuple[str, ...] | None:
    """The arguments of a command that runs `revtrace`, also behind `uv run` or variables; None for any other."""
    words = [word for word in shown.words if not re.fullmatch(r"[A-Z_]+=.*", word)]
    words = words[2:] if words[:2] == ["uv", "run"] else words
    return tuple(words[1:]) if words[:1] == ["revtrace"] else None


def first_difference(shown: str, printed: str) -> str | None:
    """The first line that is shown and not printed after those before it; a line of dots alone stands for any lines.

    What tells when this database heard of something differs each time, and so does all that stands below it.
    """
    remaining = iter([line.rstrip() for line in printed.splitlines()])
    for line in shown.splitlines():
        if line.startswith(("heard ", "asked ")):
            return None
        if line.strip() not in {"...", ""} and line.rstrip() not in remaining:
            return line
    return None
