"""What the made-up events say: their data, as the contracts of the model ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

Data = Mapping[str, Any]

SYSTEMS: Final = {
    "PLM": "PLM",
    "ERP": "ERP",
    "MES-A": "MES",
    "MES-B": "MES",
    "WMS": "WMS",
    "QMS": "QMS",
    "PORTAL-A": "SUPPLIER_PORTAL",
    "PORTAL-B": "SUPPLIER_PORTAL",
}
"""Codes of systems to their kinds."""

PLANTS: Final = ("EAST", "WEST")
PARTIES: Final = ("SUPPLIER-A", "SUPPLIER-B", "CUSTOMER-A")
ROLES: Final = ("ENGINEERING", "QUALITY", "PROCUREMENT")

STEPS: Final = (
    ("ERP", "ITEM_MASTER"),
    ("ERP", "BOM"),
    ("MES-A", "BOM"),
    ("MES-B", "BOM"),
    ("WMS", "ITEM_MASTER"),
    ("QMS", "COMPLIANCE_DOCUMENT"),
    ("MES-A", "ROUTING"),
    ("MES-B", "ROUTING"),
    ("MES-A", "WORK_INSTRUCTION"),
    ("MES-B", "WORK_INSTRUCTION"),
    ("PORTAL-A", "SUPPLIER_DEMAND"),
    ("PORTAL-B", "SUPPLIER_DEMAND"),
)
"""The steps that a release takes, as many of them as it has."""

_BEGIN: Final = datetime(2026, 1, 1, tzinfo=UTC)
_DAY: Final = 86_400


def moment(seconds: int) -> str:
    """So many seconds after the beginning of all feeds, as RFC 3339 text."""
    return (_BEGIN + timedelta(seconds=seconds)).isoformat()


def item(number: str) -> Data:
    """A serialised part that is made."""
    return {"item": number, "name": f"Part {number}", "procurement": "MAKE", "family": "PART", "tracking": "SERIAL"}


def bom(number: str, revision: str, components: list[str], change: str | None) -> Data:
    """A revision of an item; under a change it is a draft that supersedes revision A."""
    data = {
        "bom": {"item": number, "revision": revision},
        "state": "DRAFT" if change else "RELEASED",
        "lines": [_line(place, component) for place, component in enumerate(components, 1)],
    }
    if change:
        data |= {"change": change, "supersedes": {"item": number, "revision": "A"}}
    return data


def change_order(change: str, number: str) -> Data:
    """A change of one item from revision A to B, with one gate."""
    return {
        "change": change,
        "title": f"Revise {number}",
        "reason": "Field returns",
        "affected": [{"item": number, "fromRevision": "A", "toRevision": "B"}],
        "gates": [{"gate": "RELEASE", "roles": list(ROLES[1:])}],
    }


def approval(change: str, role: str) -> Data:
    """An approval of a change."""
    return {"change": change, "role": role, "signer": f"{role.lower()}.1", "decision": "APPROVED"}


def release(number: str, change: str, of: str, steps: int) -> Data:
    """A release of revision B; two steps wait for the ERP's bill of material."""
    expected: list[dict[str, Any]] = [{**_step(place), "due": moment(_DAY * 30)} for place in range(steps)]
    for step in expected[2:4]:
        step["dependsOn"] = [_step(1)]
    return {
        "release": number,
        "bom": {"item": of, "revision": "B"},
        "change": change,
        "releasedBy": "engineering.1",
        "effectivity": {"from": moment(_DAY)},
        "steps": expected,
    }


def dispatch(number: str, step: int) -> Data:
    """A step of a release sent to its target."""
    return {"release": number, "step": _step(step), "revision": "B", "digest": _digest(number)}


def acknowledgment(number: str, step: int, kind: str) -> Data:
    """An answer of a target that holds what was sent."""
    return {
        "release": number,
        "step": _step(step),
        "kind": kind,
        "status": "RECEIVED" if kind == "TRANSPORT" else "ACCEPTED",
        "revision": "B",
        "digest": _digest(number),
        "actor": "interface",
    }


def order(name: str, of: str, revision: str, number: int) -> Data:
    """A production order that pins a revision."""
    return {
        "system": "ERP",
        "number": name,
        "kind": "PRODUCTION",
        "item": of,
        "plant": PLANTS[number % len(PLANTS)],
        "quantity": _quantity(40 + number % 60),
        "status": "OPEN",
        "scheduledStart": moment(number),
        "due": moment(number + _DAY),
        "revision": revision,
    }


def unit(serial: str, of: str, revision: str, number: int) -> Data:
    """A unit that was built to a revision."""
    return {
        "item": of,
        "serial": serial,
        "plant": PLANTS[number % len(PLANTS)],
        "revision": revision,
        "orderSystem": "ERP",
        "orderNumber": serial,
    }


def _line(number: int, of: str) -> Data:
    place = f"{number * 10:04d}"
    return {
        "line": place,
        "item": of,
        "quantity": _quantity(number),
        "findNumber": place,
        "designators": [f"P{number}"],
    }


def _step(number: int) -> Data:
    system, kind = STEPS[number]
    return {"system": system, "kind": kind}


def _quantity(value: int) -> Data:
    return {"value": str(value), "uom": "C62"}


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
