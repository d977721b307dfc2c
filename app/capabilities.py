"""The numbered capabilities, and the tests that prove them.

The titles ship with the package; the tests are there in a checkout only. They are read as text, not run: a test
names the numbers that it proves with `@pytest.mark.capability(...)` on itself, its class or its module.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).parent.parent
"""The folder that holds the tests, where this is a checkout and not an installed package."""

_MARK = "capability"


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing that the service is to be able to do.

    Attributes:
        number: stable; tests refer to it.
        group: title of its group.

    """

    number: int
    group: str
    title: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A test that says that it proves capabilities.

    Attributes:
        test: `path::name` or `path::Class::name`, as pytest takes it.

    """

    test: str
    numbers: tuple[int, ...]


def capabilities() -> list[Capability]:
    """All capabilities in the order of their numbers."""
    content = tomllib.loads(files("app").joinpath("capabilities.toml").read_text("utf-8"))
    return [
        Capability(int(number), group["title"], title)
        for group in content["groups"]
        for number, title in group["capabilities"].items()
    ]


def claims(root: Path = CHECKOUT) -> list[Claim] | None:
    """The tests of a checkout that claim capabilities; None where there is no checkout.

    Args:
        root: folder of the checkout.

    """
    if not (root / "pyproject.toml").is_file():
        return None
    return [claim for path in sorted((root / "tests").rglob("test_*.py")) for claim in claims_of(path, root)]


def claims_of(path: Path, root: Path) -> Iterator[Claim]:
    """The claims of one file of tests."""
    module = ast.parse(path.read_text("utf-8"), str(path))
    yield from _claims_in(module.body, path.relative_to(root).as_posix(), _marks_of(module.body))


def _claims_in(body: Iterable[ast.stmt], name: str, inherited: frozenset[int]) -> Iterator[Claim]:
    for node in body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        numbers = inherited | _numbers(node.decorator_list)
        if isinstance(node, ast.ClassDef):
            yield from _claims_in(node.body, f"{name}::{node.name}", numbers | _marks_of(node.body))
        elif node.name.startswith("test") and numbers:
            yield Claim(f"{name}::{node.name}", tuple(sorted(numbers)))


def _marks_of(body: Iterable[ast.stmt]) -> frozenset[int]:
    """What `pytestmark` says of a whole module or class."""
    values = [node.value for node in body if isinstance(node, ast.Assign) and _assigns_marks(node)]
    return _numbers(values)


def _assigns_marks(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets)


def _numbers(nodes: Iterable[ast.AST]) -> frozenset[int]:
    """The numbers in all marks within some expressions, those of single parameters included."""
    marks = [call for node in nodes for call in ast.walk(node) if isinstance(call, ast.Call) and _is_mark(call)]
    return frozenset(ast.literal_eval(argument) for mark in marks for argument in mark.args)


def _is_mark(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == _MARK
