"""A mapping, and what it makes of a file, in lines for a person."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from app.terminal.words import count
from ingest.adapters.checking import Check
from ingest.adapters.input import Rule
from ingest.adapters.mapping import Mapping
from ingest.adapters.reading import Fault


def faulty(name: str, faults: Sequence[Fault]) -> list[str]:
    """Everything that is wrong with a mapping."""
    return [f"{name}: {count(len(faults), 'error')}", *(f"  {fault}" for fault in faults)]


def sound(mapping: Mapping) -> list[str]:
    """Which mapping it is."""
    declared = mapping.declared
    return [
        f"{declared.name}, version {declared.version}: {declared.input.format} of {declared.source} to {declared.type}",
        f"  every event names it as its dataschema: {mapping.schema}",
    ]


def checked(name: str, check: Check) -> list[str]:
    """What comes of a file."""
    lines = [f"{name}: {count(check.events, 'event')}"]
    told = (
        (check.repeated, "event", "with the id of an earlier one"),
        (check.skipped, "row", "left out by the filter"),
        (check.refused, "row", "to be mended"),
    )
    lines += [f"  {number:,} {noun}{'s' if number > 1 else ''} {words}" for number, noun, words in told if number]
    if check.errors:
        lines += ["", "first errors", *(f"  {error}" for error in check.errors)]
    if check.sample:
        sample = orjson.dumps(orjson.loads(check.sample), option=orjson.OPT_INDENT_2).decode()
        lines += ["", "first event", *(f"  {line}" for line in sample.splitlines())]
    return lines


def provenance(schema: str | None, found: Sequence[Mapping]) -> list[str]:
    """By which mapping a fact was made.

    Args:
        schema: what its event named; None when it named nothing.
        found: the mappings of that name and version.

    """
    if schema is None:
        return ["sent as an event, and made by no mapping"]
    if not found:
        return [schema, "  no mapping of this name and version is here: say --in FOLDER"]
    return [schema, *(line for mapping in found for line in rules(mapping))]


def rules(mapping: Mapping) -> list[str]:
    """The rules of a mapping, one a line, in the words of the file."""
    declared, group = mapping.declared, mapping.declared.group
    named = [("id", declared.id), ("time", declared.time), *((".".join(at), it) for at, it in mapping.fields)]
    if group is not None:
        named += ((f"{group.list}[].{'.'.join(at)}", it) for at, it in mapping.items)
    lines = [f"  {name}: {_stated(rule)}" for name, rule in named]
    lines += [f"  only rows where {_stated(it)}" for it in declared.where]
    return lines if group is None else [*lines, f"  one event for all rows of the same {', '.join(group.by)}"]


def _stated(rule: Rule) -> str:
    stated = rule.model_dump(by_alias=True, exclude_unset=True)
    return ", ".join(f"{name} {orjson.dumps(value).decode()}" for name, value in stated.items())
