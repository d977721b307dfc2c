"""Lines and substitutes: what earlier events say stays byte for byte; what a contract refuses of the new words."""

from __future__ import annotations

from typing import Any

import pytest

from graph.canonical import digest
from graph.model.base import Names, Subject
from graph.model.bom import BomRevisionDefined
from graph.model.bom_line import Substitute
from graph.model.contract import read_fact
from graph.model.problem import ProblemCode
from tests.unit.model.samples import BOM, LINE, Data, line, problems

DAY = [f"2026-03-{day:02d}T00:00:00Z" for day in range(1, 31)]


def read(data: Data) -> BomRevisionDefined:
    fact = read_fact(BomRevisionDefined.contract(), data, Names("PLM"))
    assert isinstance(fact, BomRevisionDefined), fact
    return fact


def with_substitutes(*substitutes: Data, **changes: Any) -> Data:
    return line(substitutes=list(substitutes), **changes)


RING: Data = {"item": "RING"}
GASKET: Data = {"item": "GASKET", "priority": 2}


def test_events_that_say_nothing_new_keep_their_body_and_their_digest() -> None:
    old = BOM | {"lines": [LINE | {"findNumber": "0010", "designators": ["R1"], "effectivity": {"plants": ["LYON"]}}]}
    fact = read(old)
    assert fact.body() == (
        '{"bom":{"item":"PUMP","revision":"B"},"lines":[{"line":"10","item":"SEAL",'
        '"quantity":{"value":"2","uom":"C62"},"findNumber":"0010","designators":["R1"],'
        '"effectivity":{"plants":["LYON"]}}]}'
    )
    assert fact.digest() == digest(old["lines"])
    # As computed before lines had substitutes.
    assert fact.digest() == "af1f2688f10216b85fcb52729483b6a807e1e2f03eb038d1897927b7eda6135c"


def test_what_is_usual_is_the_same_whether_it_is_said_or_not() -> None:
    usual = {"quantityKind": "PER_UNIT", "phantom": False, "consumable": False, "optional": False, "substitutes": []}
    assert read(line(**usual)).digest() == read(BOM).digest()
    assert read(line(**usual)).body() == read(BOM).body()


@pytest.mark.parametrize(
    "change",
    [
        {"quantityKind": "FIXED"},
        {"scrap": "0.02"},
        {"phantom": True},
        {"consumable": True},
        {"optional": True},
        {"substitutes": [RING]},
    ],
    ids=str,
)
def test_what_is_unusual_is_part_of_the_digest(change: Data) -> None:
    assert read(line(**change)).digest() != read(BOM).digest()


def test_substitutes_and_their_plants_are_referred_to() -> None:
    fact = read(with_substitutes(RING | {"effectivity": {"plants": ["LYON"]}}))
    assert {Subject("Item", "RING"), Subject("Plant", "LYON")} <= set(fact.references())


def test_a_local_name_of_a_substitute_is_resolved_like_any_other() -> None:
    names = Names("PLM")
    read_fact(BomRevisionDefined.contract(), with_substitutes({"item": {"value": "4711"}}), names)
    assert [name.value for name in names.missing] == ["4711"]


def box(since: int, until: int, *plants: str) -> Data:
    named = {"plants": list(plants)} if plants else {}
    return {"effectivity": {"from": DAY[since], "toExclusive": DAY[until], **named}}


REFUSED: dict[str, tuple[Data, str, str]] = {
    "a component for itself": (with_substitutes({"item": "SEAL"}), "/data/lines/0", "its own substitute"),
    "the parent for its component": (with_substitutes({"item": "PUMP"}), "/data", "stand in for one of its own"),
    "one priority twice": (with_substitutes(RING, GASKET | {"priority": 1}), "/data/lines/0", "one priority"),
    "one priority twice in a set": (
        with_substitutes(RING | {"setName": "S"}, GASKET | {"priority": 1, "setName": "S"}),
        "/data/lines/0",
        "one priority",
    ),
    "one item twice": (with_substitutes(RING, RING | {"priority": 2}), "/data/lines/0", "listed twice"),
    "one priority twice on one day": (
        with_substitutes(RING | box(1, 5), GASKET | box(4, 6) | {"priority": 1}),
        "/data/lines/0",
        "one priority",
    ),
    "priority 0": (with_substitutes(RING | {"priority": 0}), "/data/lines/0/substitutes/0/priority", "greater"),
    "a set both ways": (
        with_substitutes(RING | {"setName": "S", "kind": "TWO_WAY"}),
        "/data/lines/0/substitutes/0",
        "ONE_WAY only",
    ),
    "nothing of a substitute": (
        with_substitutes(RING | {"quantity": {"value": "0", "uom": "C62"}}),
        "/data/lines/0/substitutes/0/quantity",
        "greater than zero",
    ),
    "less than nothing of a substitute": (
        with_substitutes(RING | {"quantity": {"value": "-1", "uom": "C62"}}),
        "/data/lines/0/substitutes/0/quantity",
        "greater than zero",
    ),
    "a substitute after its line": (
        with_substitutes(RING | box(6, 7), **box(1, 6)),
        "/data/lines/0",
        "never applies while its line does",
    ),
    "a substitute in another plant than its line": (
        with_substitutes(RING | box(1, 2, "LYON"), **box(1, 2, "PUEBLA")),
        "/data/lines/0",
        "never applies while its line does",
    ),
    "scrap of everything": (line(scrap="1"), "/data/lines/0/scrap", "from 0 to less than 1"),
    "less scrap than none": (line(scrap="-0.1"), "/data/lines/0/scrap", "from 0 to less than 1"),
    "scrap in percent": (line(scrap="2 %"), "/data/lines/0/scrap", "from 0 to less than 1"),
    "scrap as a number": (line(scrap=0.02), "/data/lines/0/scrap", "from 0 to less than 1"),
    "a word for phantom": (line(phantom="yes"), "/data/lines/0/phantom", "boolean"),
    "an unknown kind of quantity": (line(quantityKind="PER_ORDER"), "/data/lines/0/quantityKind", "PER_UNIT"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_its_place_and_in_words(name: str) -> None:
    data, pointer, words = REFUSED[name]
    (problem,) = problems(BomRevisionDefined, data)
    assert (problem.code, problem.pointer) == (ProblemCode.FIELD_INVALID, pointer)
    assert words in problem.detail


ACCEPTED: dict[str, Data] = {
    "one priority in two plants": with_substitutes(
        RING | box(1, 5, "LYON"), GASKET | box(1, 5, "PUEBLA") | {"priority": 1}
    ),
    "one priority one after the other": with_substitutes(RING | box(1, 5), GASKET | box(5, 6) | {"priority": 1}),
    "one item in two sets": with_substitutes(RING | {"setName": "S"}, RING | {"setName": "T"}),
    "one item on two lines": BOM | {"lines": [LINE | {"substitutes": [RING]}, LINE | {"line": "20", "item": "RING"}]},
    "scrap 0": line(scrap="0"),
    "a quantity of zero, as before": line(quantity={"value": "0", "uom": "C62"}),
    "a by-product, as before": line(quantity={"value": "-1", "uom": "C62"}),
    "a fixed, optional, consumable phantom": line(quantityKind="FIXED", optional=True, consumable=True, phantom=True),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_it_is_accepted(name: str) -> None:
    assert read(ACCEPTED[name]).lines


def test_a_substitute_stands_in_once_and_first_unless_it_says_otherwise() -> None:
    (told,) = read(with_substitutes(RING)).lines[0].substitutes
    assert told == Substitute(item="RING", priority=1, quantity=None, set_name=None)
