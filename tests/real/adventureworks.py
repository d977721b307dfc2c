"""AdventureWorks items and bills of material as events, for the tests.

The files have no header, pad their unit codes, and give inclusive end dates (see PROVENANCE.md there): what ends on
a day is in force on all of that day, so the event says the day after. Rows without an assembly mark top levels and
are no lines. An event has no id in the source, so table and key make one.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

SOURCE = "ADVENTUREWORKS"
REVISION = "1"
_UNITS = {"EA": "C62", "OZ": "ONZ", "IN": "INH"}
"""What the source's unit codes mean in UN/ECE Rec 20: each, ounce, inch."""


def events(folder: Path) -> Iterator[bytes]:
    """All events, items before the structures that use them, one line of JSON each."""
    numbers = item_numbers(folder)
    for row in _rows(folder, "Product.csv"):
        data: dict[str, object] = {
            "item": numbers[row[0]],
            "name": row[1],
            "procurement": "MAKE" if row[3] == "1" else "BUY",
        }
        yield _event(f"Product:{row[0]}", "master.item.defined.v1", "2019-04-30T00:00:00Z", data)
    for assembly, rows in sorted(_assemblies(folder).items()):
        data = {
            "bom": {"item": numbers[assembly], "revision": REVISION},
            "state": "RELEASED",
            "lines": [_line(row, numbers) for row in rows],
        }
        yield _event(f"BillOfMaterials:{assembly}", "structure.bom.defined.v1", "2021-03-03T00:00:00Z", data)


def item_numbers(folder: Path) -> dict[str, str]:
    """ProductID to the product number that people use."""
    return {row[0]: row[2] for row in _rows(folder, "Product.csv")}


def finished_goods(folder: Path) -> set[str]:
    """The numbers of the products that are sold."""
    return {row[2] for row in _rows(folder, "Product.csv") if row[4] == "1"}


def _assemblies(folder: Path) -> dict[str, list[list[str]]]:
    assemblies: defaultdict[str, list[list[str]]] = defaultdict(list)
    for row in _rows(folder, "BillOfMaterials.csv"):
        if row[1]:
            assemblies[row[1]].append(row)
    return assemblies


def _line(row: list[str], numbers: dict[str, str]) -> dict[str, object]:
    identity, _, component, start, end, unit, _, quantity, _ = row
    effectivity: dict[str, object] = {"from": f"{start[:10]}T00:00:00Z"}
    if end:
        effectivity["toExclusive"] = f"{date.fromisoformat(end[:10]) + timedelta(days=1)}T00:00:00Z"
    return {
        "line": identity,
        "item": numbers[component],
        "quantity": {"value": quantity, "uom": _UNITS[unit.strip()]},
        "effectivity": effectivity,
    }


def _event(identity: str, kind: str, time: str, data: dict[str, object]) -> bytes:
    event = {"specversion": "1.0", "id": identity, "source": SOURCE, "type": kind, "time": time, "data": data}
    return json.dumps(event).encode()


def _rows(folder: Path, name: str) -> Iterator[list[str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file, delimiter="\t", strict=True)
