"""Events as systems send them: one line of JSON each, short to write in a test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from graph.clock import format_instant, parse_instant

START = parse_instant("2026-03-02T06:00:00Z")
SECOND = 1_000_000


def event(source: str, name: str, kind: str, data: dict[str, Any], *, at: int = 0, **attributes: str) -> bytes:
    """One CloudEvent.

    Args:
        source: the system that speaks.
        name: the id of the event.
        kind: the contract without its version, such as `master.item.defined`.
        data: as on the wire.
        at: seconds after the start of the test's time.
        attributes: further attributes of the event, which win over those made here.
    """
    made = {
        "specversion": "1.0",
        "id": name,
        "source": source,
        "type": f"{kind}.v1",
        "time": format_instant(START + at * SECOND),
        "data": data,
    }
    return orjson.dumps(made | attributes)


def item(number: str, name: str = "", *, source: str = "PLM", event_id: str = "", at: int = 0) -> bytes:
    """An item is defined."""
    data = {"item": number, "name": name or f"Item {number}"}
    return event(source, event_id or f"item-{number}", "master.item.defined", data, at=at)


def mapping(local: str, canonical: str, *, source: str = "ERP", event_id: str = "", at: int = 0) -> bytes:
    """What the source calls an item."""
    data = {"system": source, "kind": "item", "value": local, "canonical": canonical}
    return event(source, event_id or f"map-{local}", "master.identifier.mapped", data, at=at)


def order(
    number: str, part: str | dict[str, str], *, source: str = "ERP", event_id: str = "", at: int = 0, **data: Any
) -> bytes:
    """A production order of one piece; `part` is an item number or a local name."""
    stated = {
        "system": source,
        "number": number,
        "kind": "PRODUCTION",
        "item": part,
        "quantity": {"value": "1", "uom": "C62"},
        "status": "OPEN",
    }
    return event(source, event_id or f"order-{number}", "execution.order.changed", stated | data, at=at)


def unit(serial: str, part: str, *, source: str = "MES", at: int = 0, **data: Any) -> bytes:
    """A unit is finished."""
    stated = {"item": part, "serial": serial, **data}
    return event(source, f"unit-{serial}", "execution.unit.produced", stated, at=at)


def void(target: str, *, source: str = "ERP", event_id: str = "", at: int = 0) -> bytes:
    """An earlier event of the source was a mistake."""
    data = {"source": source, "event": target, "reason": "entered twice"}
    return event(source, event_id or f"void-{target}", "log.event.voided", data, at=at)


def bom(part: str, revision: str, components: list[str], *, source: str = "MES", at: int = 0) -> bytes:
    """A revision with one piece of each component."""
    lines = [
        {"line": f"{10 * place}", "item": component, "quantity": {"value": "1", "uom": "C62"}}
        for place, component in enumerate(components, 1)
    ]
    data = {"bom": {"item": part, "revision": revision}, "state": "RELEASED", "lines": lines}
    return event(source, f"bom-{part}-{revision}", "structure.bom.defined", data, at=at)


def factory(events: int, *, first: int = 0, source: str = "MES") -> Iterator[bytes]:
    """The day of a plant: of 20 events one defines an item, one its structure, four are orders, 14 are units.

    Each item is made of ten of the items defined before it, and orders and units pin its revision. `first` is the
    place of the first event in an endless day.
    """
    for place in range(first, first + events):
        batch, part = place // 20, f"P-{place // 20:06d}"
        match place % 20:
            case 0:
                yield item(part, source=source, at=place)
            case 1:
                yield bom(part, "A", [f"P-{batch - back:06d}" for back in range(1, 11)], source=source, at=place)
            case 2 | 3 | 4 | 5:
                yield order(f"{place:08d}", part, source=source, at=place, plant="LYON", revision="A")
            case _:
                yield unit(f"S-{place:08d}", part, source=source, at=place, plant="LYON", revision="A")
