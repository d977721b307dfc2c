"""Random events about very few things, so that nearly every one collides with another.

Times and keys repeat, releases are restated for other items, things are withdrawn, answered and voided before or
after they exist, and local names are used before or after they are mapped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from graph.clock import format_instant
from tests.graph.recording.arrivals import Sent
from tests.ingest.events import START, event

Data = dict[str, Any]
Drawn = st.SearchStrategy[Any]

LAST = 6
SOURCES = ("PLM", "ERP")
ITEMS = st.sampled_from(["PUMP", "SEAL", "AXLE", {"value": "4711", "system": "ERP"}])
PLANTS = st.sampled_from(["LYON", "MONTERREY"])
SYSTEMS = st.sampled_from(["MES", "WMS"])
CHANGES = st.sampled_from(["C-1", "C-2"])
RELEASES = st.sampled_from(["R-1", "R-2"])
REVISIONS = st.sampled_from(["A", "B"])
TIMES = st.integers(0, LAST)


def _instant(time: int) -> str:
    return format_instant(START + time * 1_000_000)


def _data(required: dict[str, Drawn], /, **optional: Drawn) -> st.SearchStrategy[Data]:
    return st.fixed_dictionaries(required, optional=optional)


@st.composite
def _boxes(draw: st.DrawFn) -> Data:
    start, end = sorted(draw(st.lists(TIMES, min_size=2, max_size=2, unique=True)))
    ends: Data = {"from": _instant(start), "toExclusive": _instant(end)}
    named = draw(st.sets(st.sampled_from(["from", "toExclusive"])))
    plants: Data = draw(st.just({}) | st.just({"plants": ["LYON"]}) | st.just({"plants": ["LYON", "MONTERREY"]}))
    return {name: ends[name] for name in named} | plants


BOMS = _data({"item": ITEMS, "revision": REVISIONS}, view=st.just("MANUFACTURING"), plant=st.just("LYON"))
STEPS = _data({"system": SYSTEMS, "kind": st.sampled_from(["BOM", "PLANNING"])})
AMOUNTS = st.sampled_from([{"value": "1", "uom": "C62"}, {"value": "2", "uom": "C62"}])
STAND_INS = st.sampled_from(["RIVET", "WELD"])
SUBSTITUTES = st.lists(
    _data(
        {"item": STAND_INS},
        quantity=AMOUNTS,
        kind=st.sampled_from(["ONE_WAY", "TWO_WAY"]),
        effectivity=st.just({"plants": ["LYON", "MONTERREY"]}),
    )
    | _data({"item": STAND_INS, "setName": st.just("S")}),
    max_size=2,
    unique_by=lambda rule: rule["item"],
).map(lambda rules: [rule | {"priority": place} for place, rule in enumerate(rules, 1)])
LINES = st.lists(
    _data(
        {
            "line": st.sampled_from(["10", "20"]),
            "item": st.sampled_from(["BOLT", "NUT"]),
            "quantity": AMOUNTS,
        },
        effectivity=_boxes(),
        quantityKind=st.just("FIXED"),
        scrap=st.sampled_from(["0", "0.02"]),
        phantom=st.booleans(),
        consumable=st.booleans(),
        optional=st.booleans(),
        substitutes=SUBSTITUTES,
    ),
    max_size=2,
    unique_by=lambda line: line["line"],
)


@st.composite
def _steps(draw: st.DrawFn) -> list[Data]:
    steps = draw(st.lists(STEPS, max_size=3, unique_by=lambda step: (step["system"], step["kind"])))
    return [
        step
        | draw(_data({}, required=st.booleans(), due=TIMES.map(_instant)))
        | {"dependsOn": [other for other in steps if other != step and draw(st.booleans())]}
        for step in steps
    ]


AFFECTED = st.lists(_data({"item": ITEMS}, fromRevision=REVISIONS, toRevision=REVISIONS), max_size=2)
GATES = st.lists(
    _data({"gate": st.sampled_from(["G", "H"]), "roles": st.sampled_from([["QUALITY"], ["FINANCE", "QUALITY"]])}),
    max_size=2,
    unique_by=lambda gate: gate["gate"],
)
STATES = st.sampled_from(["DRAFT", "RELEASED", "RELEASED", "OBSOLETE"])
QUANTITY = st.just({"value": "1", "uom": "C62"})

KINDS: dict[str, st.SearchStrategy[Data]] = {
    "master.item.defined": _data(
        {"item": st.sampled_from(["PUMP", "SEAL"]), "name": st.sampled_from("xy")}, family=st.just("F")
    ),
    "master.system.registered": _data(
        {"system": SYSTEMS, "name": st.sampled_from("xy"), "kind": st.just("MES")}, plants=st.lists(PLANTS, max_size=2)
    ),
    "structure.bom.defined": _data(
        {"bom": BOMS, "lines": LINES, "state": STATES}, effectivity=_boxes(), supersedes=BOMS, change=CHANGES
    ),
    "change.order.raised": _data(
        {"change": CHANGES, "title": st.sampled_from("xy"), "affected": AFFECTED, "gates": GATES}
    ),
    "change.approval.recorded": _data(
        {"role": st.just("QUALITY"), "signer": st.just("ana"), "decision": st.sampled_from(["APPROVED", "REJECTED"])}
        | {"change": CHANGES}
    ),
    "release.revision.released": _data(
        {"release": RELEASES, "bom": BOMS, "steps": _steps()}, change=CHANGES, effectivity=_boxes()
    ),
    "release.step.dispatched": _data({"release": RELEASES, "step": STEPS, "revision": REVISIONS}),
    "release.step.acknowledged": _data({"release": RELEASES, "step": STEPS, "status": st.just("ACCEPTED")}),
    "release.revision.withdrawn": _data({"release": RELEASES, "reason": st.just("no")}),
    "execution.order.changed": _data(
        {
            "system": st.just("ERP"),
            "number": st.sampled_from(["1", "2"]),
            "kind": st.just("PRODUCTION"),
            "item": ITEMS,
            "quantity": QUANTITY,
            "status": st.sampled_from(["OPEN", "CLOSED"]),
        },
        revision=REVISIONS,
        plant=PLANTS,
    ),
    "execution.unit.produced": _data({"item": ITEMS, "serial": st.just("1")}, revision=REVISIONS, plant=PLANTS),
}
OFTEN = ("structure.bom.defined", "release.revision.released", "release.revision.withdrawn")
MAPPING = {"system": "ERP", "kind": "item", "value": "4711", "canonical": "PUMP"}


@st.composite
def tangles(draw: st.DrawFn, most: int = 12) -> list[Sent]:
    """Events under distinct ids; about a quarter of them voids, and one mapping of the local name."""
    kinds = draw(st.lists(st.sampled_from([*KINDS, *OFTEN, "log.event.voided"]), min_size=1, max_size=most))
    sources = [draw(st.sampled_from(SOURCES)) for _ in kinds]
    made = [("ERP", event("ERP", "mapping", "master.identifier.mapped", MAPPING, at=draw(TIMES)))]
    for number, (kind, source) in enumerate(zip(kinds, sources, strict=True)):
        data = _void(draw, sources, source) if kind == "log.event.voided" else draw(KINDS[kind])
        made.append((source, event(source, f"e{number}", kind, data, at=draw(TIMES))))
    return made


def _void(draw: Callable[[Drawn], Any], sources: list[str], source: str) -> Data:
    targets = [f"e{number}" for number, other in enumerate(sources) if other == source]
    return {"source": source, "event": draw(st.sampled_from(targets)), "reason": "a mistake"}
