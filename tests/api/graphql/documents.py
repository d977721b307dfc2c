"""The example queries that are shipped with the schema."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any, Final, NamedTuple

EXAMPLES: Final = files("resolvers") / "examples"


class Example(NamedTuple):
    """One query with its variables."""

    name: str
    query: str
    variables: dict[str, Any]


def examples() -> list[Example]:
    """All of them, by name."""
    names = sorted(it.name.removesuffix(".graphql") for it in EXAMPLES.iterdir() if it.name.endswith(".graphql"))
    return [Example(name, _text(f"{name}.graphql"), json.loads(_text(f"{name}.json"))) for name in names]


def example(name: str) -> Example:
    """The one of this name."""
    return next(it for it in examples() if it.name == name)


def _text(name: str) -> str:
    return (EXAMPLES / name).read_text(encoding="utf-8")
