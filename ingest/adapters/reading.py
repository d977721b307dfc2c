"""A mapping read from TOML, strictly: every fault is told with its line and its key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from graph.errors import InputError
from graph.model.contract import CONTRACTS
from ingest.adapters.contract_fields import FieldTree, field_faults
from ingest.adapters.fields import FieldRule
from ingest.adapters.input import DOCUMENTS
from ingest.adapters.mapping import Declared, Mapping
from ingest.adapters.toml_lines import Path as KeyPath
from ingest.adapters.toml_lines import key_lines, line_of
from ingest.cloudevents import is_source

LONGEST: Final = 256 * 1024
"""Bytes of a mapping at most."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a mapping, at a line, under a key."""

    line: int
    key: str
    detail: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.key + ': ' if self.key else ''}{self.detail}"


class MappingError(InputError):
    """A mapping cannot be used; carries everything that is wrong with it."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        super().__init__(f"{name}, {faults[0]}{more}", hint=f"revtrace mapping check {name} tells all that is wrong")
        self.faults = faults


def load_mapping(path: Path) -> Mapping:
    """Read a mapping from a file.

    Raises:
        MappingError: it says something that cannot be used.
        InputError: it cannot be read.

    """
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST + 1)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}", hint="check the path and its permissions") from error
    return read_mapping(content, path.name)


def mappings_in(folder: Path) -> Iterator[Mapping]:
    """The mappings that are in a folder; files of other content are passed over."""
    for path in sorted(folder.glob("*.toml")):
        try:
            yield load_mapping(path)
        except InputError:
            continue


def read_mapping(content: bytes, name: str) -> Mapping:
    """Read a mapping; `name` is what errors call it.

    Raises:
        MappingError: it says something that cannot be used.

    """
    if len(content) > LONGEST:
        raise MappingError(name, [Fault(1, "", f"longer than {LONGEST} bytes")])
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise MappingError(name, [Fault(content.count(b"\n", 0, error.start) + 1, "", "not UTF-8")]) from None
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(name, [Fault(_toml_line(str(error), text), "", f"not TOML: {error}")]) from None
    faults: list[tuple[KeyPath, str]] = []
    mapping = _mapping(tree, faults)
    if mapping is None or faults:
        lines = key_lines(text)
        told = [Fault(line_of(lines, path), ".".join(map(str, path)), detail) for path, detail in faults]
        raise MappingError(name, sorted(told, key=lambda it: it.line))
    return mapping


def _toml_line(message: str, text: str) -> int:
    _, found, rest = message.partition("(at line ")
    number = rest.partition(",")[0]
    return int(number) if found and number.isdigit() else text.count("\n") + 1


def _mapping(tree: dict[str, Any], faults: list[tuple[KeyPath, str]]) -> Mapping | None:
    group = tree.get("group")
    of_list = group.get("fields") if isinstance(group, dict) else None
    fields = tuple(_fields(tree.get("data"), ("data",), faults))
    items = tuple(_fields(of_list, ("group", "fields"), faults))
    try:
        declared = Declared.model_validate(tree)
    except ValidationError as error:
        faults += ((_path(detail["loc"], tree), _words(detail["msg"])) for detail in error.errors(include_url=False))
        return None
    mapping = Mapping(declared, fields, items)
    faults += _inner_faults(mapping)
    return mapping


def _fields(
    tree: object, at: tuple[str, ...], faults: list[tuple[KeyPath, str]], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], FieldRule]]:
    """The rules of a tree: a table of nothing but tables is an object, any other table is a rule."""
    if not isinstance(tree, dict):
        if path:
            faults.append(((*at, *path), "a field is a table such as { column = ... }"))
        return
    if tree and (not path or all(isinstance(it, dict) for it in tree.values())):
        for name, inner in tree.items():
            yield from _fields(inner, at, faults, (*path, name))
        return
    try:
        yield path, FieldRule.model_validate(tree)
    except ValidationError as error:
        details = error.errors(include_url=False)
        faults += (((*at, *path, *_path(it["loc"], tree)), _words(it["msg"])) for it in details)


def _path(loc: KeyPath, tree: object) -> KeyPath:
    """The path without what pydantic adds to name a member of a union."""
    found: list[str | int] = []
    for part in loc:
        known = isinstance(tree, dict) and part in tree
        if known or (isinstance(tree, list) and isinstance(part, int)):
            tree = tree[part]  # type: ignore[index] # a dictionary with the name or a list, as was just asked
            found.append(part)
        elif part == loc[-1]:
            found.append(part)
    return tuple(found)


def _words(message: str) -> str:
    return message.removeprefix("Value error, ").replace("Extra inputs are not permitted", "no such key is known")


def _inner_faults(mapping: Mapping) -> Iterator[tuple[KeyPath, str]]:
    """What is wrong although every part by itself is right."""
    declared = mapping.declared
    if not is_source(declared.source):
        yield ("source",), "not the name of a source"
    if declared.id.template is None:
        yield ("id",), "an id is a template, so that it is the same when the row comes again"
    if declared.time.date is None and not isinstance(declared.time.constant, str):
        yield ("time",), "a time has a date format or is a constant"
    yield from _place_faults(mapping)
    if declared.type not in CONTRACTS:
        yield ("type",), f"no contract of this type; there are {', '.join(sorted(CONTRACTS))}"
        return
    tree: FieldTree = {}
    group = declared.group
    for path, _ in mapping.fields:
        _plant(tree, path)
    if group is not None:
        if group.list in tree:
            yield ("group", "list"), "data has a field of this name already"
        inner: FieldTree = {}
        tree[group.list] = [inner]
        for path, _ in mapping.items:
            _plant(inner, path)
    yield from field_faults(declared.type, tree, ("data",), ("group", "fields"))


def _place_faults(mapping: Mapping) -> Iterator[tuple[KeyPath, str]]:
    declared = mapping.declared
    paths = isinstance(declared.input, DOCUMENTS)
    wrong, right = ("column", "path") if paths else ("path", "column")
    rules: list[tuple[KeyPath, FieldRule]] = [(("id",), declared.id), (("time",), declared.time)]
    rules += [(("data", *path), rule) for path, rule in mapping.fields]
    rules += [(("group", "fields", *path), rule) for path, rule in mapping.items]
    places: list[tuple[KeyPath, object]] = [(path, getattr(rule, wrong)) for path, rule in rules]
    places += [(("where", number), getattr(it, wrong)) for number, it in enumerate(declared.where)]
    for path, found in places:
        if found is not None:
            yield (*path, wrong), f"a file of {declared.input.format} has no {wrong}s: say {right}"


def _plant(tree: FieldTree, path: tuple[str, ...]) -> None:
    for name in path[:-1]:
        tree = tree.setdefault(name, {})
    tree[path[-1]] = {}
