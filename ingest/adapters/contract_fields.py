"""Whether the fields that a mapping fills are those of the contract of its events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.model.contract import CONTRACTS, EXTENSIONS

FieldTree = dict[str, Any]
"""The names that are filled: below each a tree of its own, empty for a value, in a list of one for a list."""

Path = tuple[str | int, ...]
_LOCAL_NAME = ("value", "system")


def field_faults(contract: str, tree: FieldTree, data: Path, items: Path) -> Iterator[tuple[Path, str]]:
    """Names that the contract does not have, and required ones that are not filled.

    Args:
        contract: a key of `CONTRACTS`.
        tree: the fields of the data.
        data: the path in the mapping under which they stand.
        items: that of the fields of the elements of a list.

    """
    schema = CONTRACTS[contract].model_json_schema(by_alias=True)
    stated = {name: inner for name, inner in tree.items() if name != EXTENSIONS}
    yield from _object(schema, schema.get("$defs", {}), stated, data, items)


def _object(schema: Any, definitions: Any, tree: FieldTree, at: Path, items: Path) -> Iterator[tuple[Path, str]]:  # noqa: ANN401 - JSON
    forms = list(_forms(schema, definitions))
    known = {name: inner for form in forms for name, inner in form.get("properties", {}).items()}
    if any(isinstance(form.get("additionalProperties"), dict) for form in forms):
        known |= {name: {"type": "string"} for name in _LOCAL_NAME}
    for name, inner in tree.items():
        if name not in known:
            yield (*at, name), f"the contract has no such field here; it has {', '.join(known) or 'none'}"
        elif isinstance(inner, list):
            yield from _list(known[name], definitions, inner[0], items)
        elif inner:
            yield from _object(known[name], definitions, inner, (*at, name), items)
    for name in next((form.get("required", ()) for form in forms if "properties" in form), ()):
        if name not in tree:
            yield at, f"the contract requires {name}"


def _list(schema: Any, definitions: Any, tree: FieldTree, at: Path) -> Iterator[tuple[Path, str]]:  # noqa: ANN401 - JSON
    found = next((form["items"] for form in _forms(schema, definitions) if "items" in form), None)
    if found is None:
        yield (*at[:1], "list"), "the contract has no list under this name"
    else:
        yield from _object(found, definitions, tree, at, at)


def _forms(schema: Any, definitions: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    """What a value may be, with references followed."""
    if "$ref" in schema:
        yield from _forms(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    elif "anyOf" in schema:
        for form in schema["anyOf"]:
            yield from _forms(form, definitions)
    else:
        yield schema
