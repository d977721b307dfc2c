"""On which line of a TOML file each key stands; the standard reader keeps no lines."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator

Path = tuple[str | int, ...]


def key_lines(text: str) -> dict[Path, int]:
    """The line of every key and of every table, by path, for a text that the standard reader can read."""
    lines: dict[Path, int] = {}
    table: Path = ()
    counted: Counter[Path] = Counter()
    for number, statement in _statements(text):
        content = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            table = _header(content, counted)
            lines.setdefault(table, number)
            continue
        for path in _paths(content):
            lines.setdefault((*table, *path), number)
    return lines


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of a key, of the first key inside of it, or of the nearest table around it; 1 when there is none."""
    while path:
        within = [line for key, line in lines.items() if key[: len(path)] == path]
        if within:
            return min(within)
        path = path[:-1]
    return 1


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The headers and the assignments, each with its line: the fewest lines that can be read on their own."""
    begun, held = 0, ""
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        begun, held = (begun, held + line) if held else (number, line)
        try:
            tomllib.loads(held)
        except tomllib.TOMLDecodeError:
            continue
        if held.strip() and not held.lstrip().startswith("#"):
            yield begun, held
        held = ""


def _header(content: dict[str, object], counted: Counter[Path]) -> Path:
    path: Path = ()
    value: object = content
    while value:
        if isinstance(value, list):
            counted[path] += 1
            path, value = (*path, counted[path] - 1), value[0]
        elif isinstance(value, dict):
            name, value = next(iter(value.items()))
            path = (*path, name)
            if isinstance(value, dict) and value and counted[path]:
                path = (*path, counted[path] - 1)
    return path


def _paths(value: object, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    members: object = ()
    if isinstance(value, dict):
        members = value.items()
    elif isinstance(value, list):
        members = enumerate(value)
    for name, inner in members:  # type: ignore[attr-defined] # pairs of names and values in both cases
        yield from _paths(inner, (*path, name))
