"""What a contract refuses, with the code of the fault and a pointer to its place in the event."""

from __future__ import annotations

import pytest

from graph.model.base import Fact
from graph.model.bom import BomRevisionDefined
from graph.model.change_order import ChangeOrderRaised
from graph.model.item import ItemDefined
from graph.model.order import OrderChanged
from graph.model.problem import ProblemCode
from graph.model.release import RevisionReleased, StepDispatched
from tests.unit.model.samples import BOM, CHANGE, ITEM, LINE, ORDER, RELEASE, SENT, STEP, Data, box, line, problems

DAY = "2026-03-02T00:00:00Z"
CODE = ProblemCode
EACH: list[tuple[str, type[Fact], Data, ProblemCode, str]] = [
    ("a field is missing", ItemDefined, {"item": "PUMP"}, CODE.FIELD_MISSING, "/data/name"),
    (
        "a field of a field is missing",
        StepDispatched,
        SENT | {"step": {"system": "ERP"}},
        CODE.FIELD_MISSING,
        "/data/step/kind",
    ),
    ("a field is unknown", ItemDefined, ITEM | {"colour": "red"}, CODE.FIELD_UNKNOWN, "/data/colour"),
    (
        "a field is unknown in a list",
        BomRevisionDefined,
        line(colour="red"),
        CODE.FIELD_UNKNOWN,
        "/data/lines/0/colour",
    ),
    (
        "a name of Python on the wire",
        BomRevisionDefined,
        line(find_number="1"),
        CODE.FIELD_UNKNOWN,
        "/data/lines/0/find_number",
    ),
    ("an inner name of a field", BomRevisionDefined, box(since=DAY), CODE.FIELD_UNKNOWN, "/data/effectivity/since"),
    ("a slash and a tilde in a name", ItemDefined, ITEM | {"a/b~c": 1}, CODE.FIELD_UNKNOWN, "/data/a~1b~0c"),
    ("a number for a key", ItemDefined, ITEM | {"item": 4711}, CODE.FIELD_INVALID, "/data/item"),
    ("a key of spaces", ItemDefined, ITEM | {"item": "  "}, CODE.FIELD_INVALID, "/data/item"),
    ("a key of 201 characters", ItemDefined, ITEM | {"item": "x" * 201}, CODE.FIELD_INVALID, "/data/item"),
    ("a control character in a key", ItemDefined, ITEM | {"item": "a\x07b"}, CODE.FIELD_INVALID, "/data/item"),
    ("an invisible character in a key", ItemDefined, ITEM | {"item": "a\u200bb"}, CODE.FIELD_INVALID, "/data/item"),
    ("null for a needed field", ItemDefined, ITEM | {"name": None}, CODE.FIELD_INVALID, "/data/name"),
    ("text that is too long", ItemDefined, ITEM | {"name": "x" * 4001}, CODE.FIELD_INVALID, "/data/name"),
    ("a word outside the list", ItemDefined, ITEM | {"tracking": "BATCH"}, CODE.FIELD_INVALID, "/data/tracking"),
    ("a word in small letters", ItemDefined, ITEM | {"tracking": "lot"}, CODE.FIELD_INVALID, "/data/tracking"),
    ("text for a number", StepDispatched, SENT | {"generation": "2"}, CODE.FIELD_INVALID, "/data/generation"),
    ("true for a number", StepDispatched, SENT | {"generation": True}, CODE.FIELD_INVALID, "/data/generation"),
    (
        "a fraction for a whole number",
        StepDispatched,
        SENT | {"generation": 2.0},
        CODE.FIELD_INVALID,
        "/data/generation",
    ),
    ("generation 0", StepDispatched, SENT | {"generation": 0}, CODE.FIELD_INVALID, "/data/generation"),
    (
        "text for a truth value",
        RevisionReleased,
        RELEASE | {"steps": [STEP | {"required": "no"}]},
        CODE.FIELD_INVALID,
        "/data/steps/0/required",
    ),
    ("a digest in capitals", StepDispatched, SENT | {"digest": "A" * 64}, CODE.FIELD_INVALID, "/data/digest"),
    ("a list for an object", BomRevisionDefined, BOM | {"bom": []}, CODE.FIELD_INVALID, "/data/bom"),
    ("an object for a list", BomRevisionDefined, BOM | {"lines": {}}, CODE.FIELD_INVALID, "/data/lines"),
    (
        "a time without a zone",
        OrderChanged,
        ORDER | {"due": "2026-03-02T00:00:00"},
        CODE.TIME_ZONE_MISSING,
        "/data/due",
    ),
    ("a day for a time", OrderChanged, ORDER | {"due": "2026-03-02"}, CODE.TIME_FORMAT, "/data/due"),
    ("a number for a time", OrderChanged, ORDER | {"due": 1772409600}, CODE.TIME_FORMAT, "/data/due"),
    ("digits for a time", OrderChanged, ORDER | {"due": "10"}, CODE.TIME_FORMAT, "/data/due"),
    ("a day that does not exist", OrderChanged, ORDER | {"due": "2026-02-30T00:00:00Z"}, CODE.TIME_FORMAT, "/data/due"),
    (
        "a time in effectivity",
        BomRevisionDefined,
        box(**{"from": "2026-03-02T00:00:00"}),
        CODE.TIME_ZONE_MISSING,
        "/data/effectivity/from",
    ),
    (
        "a time in a step",
        RevisionReleased,
        RELEASE | {"steps": [STEP, STEP | {"kind": "ROUTING", "due": "soon"}]},
        CODE.TIME_FORMAT,
        "/data/steps/1/due",
    ),
    (
        "an end before the beginning",
        BomRevisionDefined,
        box(**{"from": DAY, "toExclusive": "2026-03-01T00:00:00Z"}),
        CODE.FIELD_INVALID,
        "/data/effectivity",
    ),
    (
        "an end at the beginning",
        BomRevisionDefined,
        box(**{"from": DAY, "toExclusive": DAY}),
        CODE.FIELD_INVALID,
        "/data/effectivity",
    ),
    ("all plants and one plant", BomRevisionDefined, box(plants=["*", "P1"]), CODE.FIELD_INVALID, "/data/effectivity"),
    ("no plant at all", BomRevisionDefined, box(plants=[]), CODE.FIELD_INVALID, "/data/effectivity"),
    (
        "effectivity of a line",
        BomRevisionDefined,
        line(effectivity={"plants": []}),
        CODE.FIELD_INVALID,
        "/data/lines/0/effectivity",
    ),
    (
        "a line twice",
        BomRevisionDefined,
        BOM | {"lines": [LINE, LINE | {"item": "SCREW"}]},
        CODE.FIELD_INVALID,
        "/data",
    ),
    ("an item in itself", BomRevisionDefined, line(item="PUMP"), CODE.FIELD_INVALID, "/data"),
    (
        "a step twice",
        RevisionReleased,
        RELEASE | {"steps": [STEP, STEP | {"required": False}]},
        CODE.FIELD_INVALID,
        "/data",
    ),
    (
        "a step that waits for itself",
        RevisionReleased,
        RELEASE | {"steps": [STEP | {"dependsOn": [STEP]}]},
        CODE.FIELD_INVALID,
        "/data/steps/0",
    ),
    (
        "a gate twice",
        ChangeOrderRaised,
        CHANGE | {"gates": [{"gate": "G", "roles": ["A"]}, {"gate": "G", "roles": ["B"]}]},
        CODE.FIELD_INVALID,
        "/data",
    ),
    ("a local name without a value", ItemDefined, ITEM | {"item": {"value": "4711"}}, CODE.FIELD_INVALID, "/data/item"),
    (
        "a local name with more in it",
        OrderChanged,
        ORDER | {"item": {"value": "4711", "kind": "item"}},
        CODE.FIELD_INVALID,
        "/data/item",
    ),
    ("a local name that is no key", OrderChanged, ORDER | {"item": {"value": ""}}, CODE.FIELD_INVALID, "/data/item"),
    ("extensions that are no object", ItemDefined, ITEM | {"ext": "red"}, CODE.FIELD_INVALID, "/data/ext"),
    ("what is not JSON", ItemDefined, ITEM | {"name": "\ud800"}, CODE.MALFORMED, "/data"),
]


@pytest.mark.parametrize(("kind", "data", "code", "pointer"), [it[1:] for it in EACH], ids=[it[0] for it in EACH])
def test_it_is_refused_with_its_code_and_its_place(
    kind: type[Fact], data: Data, code: ProblemCode, pointer: str
) -> None:
    assert [(problem.code, problem.pointer) for problem in problems(kind, data)] == [(code, pointer)]
