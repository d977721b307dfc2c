"""Local names become canonical keys by mapping, never by guess."""

from __future__ import annotations

from graph.model.base import LocalName, Names
from graph.model.bom import BomRevisionDefined
from graph.model.contract import read_fact
from graph.model.order import OrderChanged
from graph.model.unit import UnitProduced
from tests.unit.model.samples import BOM, LINE, ORDER

OURS = LocalName("ERP", "item", "4711")
THEIRS = LocalName("PLM", "item", "4711")
PLANT = LocalName("ERP", "plant", "4711")


def order(names: Names, **changes: object) -> OrderChanged:
    fact = read_fact(OrderChanged.contract(), ORDER | changes, names)
    assert isinstance(fact, OrderChanged)
    return fact


def test_one_value_stands_for_what_its_system_and_kind_say() -> None:
    names = Names("ERP", {OURS.key: "PUMP", THEIRS.key: "SEAL", PLANT.key: "LYON"})
    assert order(names, item={"value": "4711"}).item == "PUMP"
    assert order(names, item={"value": "4711", "system": "PLM"}).item == "SEAL"
    assert order(names, plant={"value": "4711"}).plant == "LYON"
    assert not names.missing


def test_text_is_canonical_and_is_never_looked_up() -> None:
    names = Names("ERP", {OURS.key: "PUMP"})
    assert order(names, item="4711").item == "4711"
    assert not names.missing


def test_every_name_without_a_mapping_is_noted_once() -> None:
    names = Names("ERP")
    lines = [LINE | {"line": str(number), "item": {"value": value}} for number, value in enumerate("aba")]
    structure = BOM | {"lines": lines, "effectivity": {"plants": [{"value": "a"}]}}
    read_fact(BomRevisionDefined.contract(), structure, names)
    assert list(names.missing) == [
        LocalName("ERP", "item", "a"),
        LocalName("ERP", "item", "b"),
        LocalName("ERP", "plant", "a"),
    ]


def test_names_are_noted_in_data_that_is_refused_for_another_reason() -> None:
    names = Names("ERP")
    assert isinstance(read_fact(OrderChanged.contract(), ORDER | {"item": {"value": "a"}, "status": "?"}, names), list)
    assert list(names.missing) == [LocalName("ERP", "item", "a")]


def test_a_name_without_a_mapping_is_not_taken_for_the_item_that_happens_to_be_called_so() -> None:
    names = Names("ERP")
    structure = BOM | {"lines": [LINE | {"item": {"value": "PUMP"}}]}
    fact = read_fact(BomRevisionDefined.contract(), structure, names)
    assert isinstance(fact, BomRevisionDefined)
    assert fact.lines[0].item == "ERP|item|PUMP"
    assert list(names.missing) == [LocalName("ERP", "item", "PUMP")]


def test_a_name_that_is_mapped_to_the_item_itself_is_no_component_of_it() -> None:
    names = Names("ERP", {OURS.key: "PUMP"})
    structure = BOM | {"lines": [LINE | {"item": {"value": "4711"}}]}
    assert isinstance(read_fact(BomRevisionDefined.contract(), structure, names), list)


def test_a_local_star_is_not_all_plants() -> None:
    names = Names("ERP")
    data = {"item": "PUMP", "serial": "1", "plant": {"value": "*"}}
    fact = read_fact(UnitProduced.contract(), data, names)
    assert isinstance(fact, UnitProduced)
    assert fact.plant == "ERP|plant|*"
