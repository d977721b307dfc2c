"""The least data that each of some contracts accepts, to be changed until it refuses."""

from __future__ import annotations

from typing import Any

from graph.model.base import Fact, Names
from graph.model.contract import read_fact
from graph.model.problem import Problem

Data = dict[str, Any]

ITEM: Data = {"item": "PUMP", "name": "Pump"}
LINE: Data = {"line": "10", "item": "SEAL", "quantity": {"value": "2", "uom": "C62"}}
BOM: Data = {"bom": {"item": "PUMP", "revision": "B"}, "lines": [LINE]}
STEP: Data = {"system": "ERP", "kind": "BOM"}
SENT: Data = {"release": "REL-1", "step": STEP, "revision": "B"}
RELEASE: Data = {"release": "REL-1", "bom": {"item": "PUMP", "revision": "B"}, "steps": [STEP]}
CHANGE: Data = {"change": "ECO-1", "title": "Better seals"}
ORDER: Data = {
    "system": "ERP",
    "number": "1",
    "kind": "PRODUCTION",
    "item": "PUMP",
    "quantity": {"value": "1", "uom": "C62"},
    "status": "OPEN",
}


def problems(kind: type[Fact], data: Data) -> list[Problem]:
    found = read_fact(kind.contract(), data, Names("ERP"))
    assert isinstance(found, list), found
    return found


def line(**changes: Any) -> Data:
    return BOM | {"lines": [LINE | changes]}


def box(**effectivity: Any) -> Data:
    return BOM | {"effectivity": effectivity}
