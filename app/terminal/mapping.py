"""A mapping, and what it makes of a file, in lines for a person."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from app.terminal.words import count
from ingest.adapters.checking import Check
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
