"""A group is whole or refused, and what the contract refuses is told of rows and columns."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InputError
from ingest.adapters import grouping
from ingest.adapters.checking import check_file
from tests.ingest.adapters.making import HEAD, bom_mapping, line, made

ANY = {'rows = "adjacent"': 'rows = "any"'}


def told(rows: str, **changes: str) -> tuple[dict[str, list[str]], list[tuple[int, str]]]:
    """The lines of each structure, and lines and codes of the errors."""
    events, errors = made(bom_mapping(**changes), HEAD + rows)
    lines = {it["data"]["bom"]["item"]: [one["line"] for one in it["data"]["lines"]] for it in events}
    return lines, [(it.line, it.code) for it in errors]


def test_rows_of_one_parent_and_revision_are_one_event() -> None:
    assert told(line("A") + line("A", "20") + line("B")) == ({"A": ["10", "20"], "B": ["10"]}, [])


def test_rows_that_do_not_stand_together_give_nothing_of_their_group_and_harm_no_other() -> None:
    rows = line("A") + line("B") + line("A", "20")
    assert told(rows) == ({"B": ["10"]}, [(2, "GROUP_SPLIT"), (4, "GROUP_SPLIT")])
    assert told(rows, **ANY) == ({"A": ["10", "20"], "B": ["10"]}, [])


def test_one_wrong_row_refuses_its_group_and_no_other() -> None:
    rows = line("A") + line("A", "20", unit="PAL") + line("B")
    assert told(rows) == ({"B": ["10"]}, [(3, "CODE_UNKNOWN")])


def test_a_row_that_cannot_be_read_refuses_the_groups_that_it_may_belong_to() -> None:
    rows = line("A") + line("B") + "B;1\n" + line("C") + line("D")
    codes = [(3, "GROUP_INCOMPLETE"), (4, "ROW_RAGGED"), (5, "GROUP_INCOMPLETE")]
    assert told(rows) == ({"A": ["10"], "D": ["10"]}, codes)
    lines, errors = told(rows, **ANY)
    assert lines == {}
    assert len(errors) == 5


def test_a_row_without_a_key_is_one_that_cannot_be_read() -> None:
    assert told(line("A") + line("")) == ({}, [(2, "GROUP_INCOMPLETE"), (3, "FIELD_MISSING")])


def test_rows_of_one_group_say_the_same_of_it() -> None:
    assert told(line("A") + line("A", "20", released="02.02.2026")) == ({}, [(3, "GROUP_DIFFERS")])


def test_more_rows_than_a_structure_may_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "MOST_GROUP_ROWS", 2)
    rows = "".join(line("A", str(number)) for number in range(3)) + line("B")
    assert told(rows) == ({"B": ["10"]}, [(2, "GROUP_TOO_LARGE"), (3, "GROUP_TOO_LARGE"), (4, "GROUP_TOO_LARGE")])


def test_rows_that_are_too_many_to_be_held_are_refused_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "MOST_HELD_BYTES", 40)
    with pytest.raises(InputError) as refused:
        told(line("A") + line("B"), **ANY)
    assert "sort the file" in refused.value.hint


@given(st.permutations([(parent, str(pos)) for parent in "ABC" for pos in range(3)]))
def test_held_rows_give_the_same_groups_in_any_order(rows: list[tuple[str, str]]) -> None:
    lines, errors = told("".join(line(*row) for row in rows), **ANY)
    assert errors == []
    assert {parent: set(found) for parent, found in lines.items()} == {parent: {"0", "1", "2"} for parent in "ABC"}


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        ({"start": "02.01.2026", "end": "31.12.2025"}, (3, "end, start", "FIELD_INVALID")),
        ({"pos": "10"}, (2, "", "FIELD_INVALID")),
        ({"child": ""}, (3, "child", "FIELD_MISSING")),
        ({"child": "A"}, (2, "", "FIELD_INVALID")),
        ({"qty": "1,1234567890123"}, (3, "qty", "QUANTITY_FORMAT")),
    ],
    ids=["reversed dates", "duplicate line", "no component", "own component", "too many decimals"],
)
def test_what_the_contract_refuses_is_told_of_rows_and_columns(
    cells: dict[str, str], where: tuple[int, str, str]
) -> None:
    content = HEAD + line("A") + line("A", **{"pos": "20"} | cells) + line("B")
    found = check_file(bom_mapping(), BytesIO(content.encode()))
    assert [(it.line, it.column, it.code) for it in found.errors] == [where]
    assert (found.events, found.refused) == (1, 2)


def test_an_id_that_comes_twice_is_counted() -> None:
    mapping = bom_mapping(**{"BOM:{parent}:{rev}": "BOM:{rev}"})
    found = check_file(mapping, BytesIO((HEAD + line("A") + line("B")).encode()))
    assert (found.events, found.repeated) == (2, 1)
