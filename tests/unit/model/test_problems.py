"""How amounts are read, and what a problem shows of what was wrong."""

from __future__ import annotations

import pytest

from graph.model.base import Names
from graph.model.bom import BomRevisionDefined
from graph.model.contract import MOST_PROBLEMS, read_fact
from graph.model.item import ItemDefined
from graph.model.order import OrderChanged
from graph.model.problem import ProblemCode
from tests.unit.model.samples import BOM, ITEM, ORDER, line, problems

AMOUNTS: list[object] = [
    1.5,
    2,
    "1e3",
    "1E3",
    "+1",
    ".5",
    "1.",
    "01",
    "1,5",
    "1.0000000000001",
    "",
    " 1",
    "1\n",
    "NaN",
    "Infinity",
    None,
    "1" * 27,
]


@pytest.mark.parametrize("value", [*AMOUNTS, "1\u0664", "\u0664", "1.5\u0664"], ids=repr)
def test_an_amount_is_decimal_text_in_ascii_digits_and_nothing_else(value: object) -> None:
    (problem,) = problems(BomRevisionDefined, line(quantity={"value": value, "uom": "C62"}))
    assert (problem.code, problem.pointer) == (ProblemCode.QUANTITY_FORMAT, "/data/lines/0/quantity/value")


@pytest.mark.parametrize("value", ["0", "-1", "0.5", "1.000000000001", "9" * 26, "-0.10"])
def test_an_amount_of_up_to_26_digits_and_12_decimals_is_kept_as_it_is_written(value: str) -> None:
    fact = read_fact(OrderChanged.contract(), ORDER | {"quantity": {"value": value, "uom": "C62"}}, Names("ERP"))
    assert isinstance(fact, OrderChanged)
    assert fact.quantity.value == value


def test_every_problem_is_told_and_at_most_twenty() -> None:
    assert {it.pointer for it in problems(ItemDefined, {"colour": 1})} == {"/data/item", "/data/name", "/data/colour"}
    assert len(problems(ItemDefined, ITEM | {f"x{number}": 1 for number in range(30)})) == MOST_PROBLEMS


def test_a_problem_shows_the_offending_value_cut_and_made_printable() -> None:
    (problem,) = problems(ItemDefined, ITEM | {"item": "\x07" + "x" * 300})
    assert problem.got == "\\x07" + "x" * 60


def test_a_problem_does_not_repeat_whole_objects() -> None:
    assert [it.got for it in problems(BomRevisionDefined, BOM | {"lines": {"a": 1}})] == [""]
    assert [it.got for it in problems(ItemDefined, {"item": "PUMP"})] == [""]


def test_a_word_outside_the_list_is_answered_with_the_list() -> None:
    (problem,) = problems(ItemDefined, ITEM | {"tracking": "BATCH"})
    assert problem.expected == "'NONE', 'LOT' or 'SERIAL'"


def test_a_time_without_a_zone_is_told_in_words() -> None:
    (problem,) = problems(OrderChanged, ORDER | {"due": "2026-03-02T00:00:00"})
    assert (problem.detail, problem.got) == ("the offset from UTC is missing", "2026-03-02T00:00:00")


def test_a_key_is_trimmed_and_composed_and_keeps_its_case() -> None:
    fact = read_fact(ItemDefined.contract(), ITEM | {"item": "  e\u0301Pump "}, Names("ERP"))
    assert isinstance(fact, ItemDefined)
    assert fact.item == "\u00e9Pump"


def test_what_a_source_says_under_ext_is_neither_refused_nor_part_of_the_fact() -> None:
    with_more = read_fact(ItemDefined.contract(), ITEM | {"ext": {"colour": "red", "weight": 1.5}}, Names("ERP"))
    assert with_more == read_fact(ItemDefined.contract(), ITEM, Names("ERP"))
