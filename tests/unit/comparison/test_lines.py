"""Lines of two revisions are found again and compared by every field, whatever their order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.answers.comparison import FieldChange, MatchBy
from graph.derivation.comparison import LineDifference, compare_lines
from graph.model.bom import BomLine
from tests.unit.comparison.oracle import LINES, applied, as_set, plain

BY = st.sampled_from(MatchBy)
SIGNS = {"ADDED": "REMOVED", "REMOVED": "ADDED"}


def line(name: str, item: str, amount: str = "1", uom: str = "C62", **more: Any) -> BomLine:
    return BomLine.model_validate({"line": name, "item": item, "quantity": {"value": amount, "uom": uom}, **more})


def told(before: list[BomLine], after: list[BomLine], by: MatchBy = MatchBy.IN_TURN) -> list[tuple[str, str, str]]:
    """Kind, line before and line after of each row."""
    rows, _ = compare_lines(before, after, by)
    return [
        (row.kind.value, row.before.line if row.before else "", row.after.line if row.after else "") for row in rows
    ]


def change(before: BomLine, after: BomLine) -> dict[str, tuple[str | None, str | None]]:
    """The fields that differ of a line that is found again."""
    rows, _ = compare_lines([before], [after])
    return {it.field: (it.before, it.after) for row in rows for it in row.changes}


def turned(row: LineDifference) -> LineDifference:
    """The same with before and after exchanged."""
    changes = tuple(
        FieldChange(field=it.field, before=it.after, after=it.before, added=it.removed, removed=it.added)
        for it in row.changes
    )
    return LineDifference(type(row.kind)(SIGNS.get(row.kind, row.kind)), row.after, row.before, changes)


@given(LINES, LINES, BY)
def test_exchanging_the_sides_exchanges_before_and_after(one: list[BomLine], other: list[BomLine], by: MatchBy) -> None:
    there, same = compare_lines(one, other, by)
    back, same_back = compare_lines(other, one, by)
    assert sorted(map(repr, map(turned, back))) == sorted(map(repr, there))
    assert same_back == same


@given(LINES, BY)
def test_a_revision_does_not_differ_from_itself(lines: list[BomLine], by: MatchBy) -> None:
    assert compare_lines(lines, lines, by) == ((), len(lines))


@given(LINES, LINES, BY)
def test_the_rows_applied_to_what_was_before_give_what_is_after(
    before: list[BomLine], after: list[BomLine], by: MatchBy
) -> None:
    rows, _ = compare_lines(before, after, by)
    assert as_set(applied(before, rows)) == as_set(map(plain, after))


@given(st.data(), LINES, LINES, BY)
def test_the_order_in_which_lines_come_changes_nothing(
    data: st.DataObject, before: list[BomLine], after: list[BomLine], by: MatchBy
) -> None:
    old, new = data.draw(st.permutations(before)), data.draw(st.permutations(after))
    assert compare_lines(old, new, by) == compare_lines(before, after, by)


@given(LINES, LINES, BY)
def test_every_line_is_told_once_or_counted(before: list[BomLine], after: list[BomLine], by: MatchBy) -> None:
    rows, unchanged = compare_lines(before, after, by)
    for side, lines in (("before", before), ("after", after)):
        shown = [getattr(row, side).line for row in rows if getattr(row, side)]
        assert len(shown) == len(set(shown)) == len(lines) - unchanged


def test_kinds_of_rows() -> None:
    before = [line("10", "NUT"), line("20", "BOLT", "4"), line("30", "SEAL", designators=["R1"]), line("40", "CAP")]
    after = [line("10", "RING"), line("20", "BOLT", "6"), line("30", "SEAL", designators=["R2"]), line("50", "LID")]
    assert told(before, after) == [
        ("REPLACED", "10", "10"),
        ("CHANGED", "20", "20"),
        ("MOVED", "30", "30"),
        ("REMOVED", "40", ""),
        ("ADDED", "", "50"),
    ]


def test_an_item_on_another_line_is_found_by_find_number_then_by_item() -> None:
    before = [line("10", "NUT", findNumber="1"), line("20", "BOLT")]
    assert told(before, [line("A", "NUT", findNumber="1"), line("B", "BOLT")]) == [
        ("MOVED", "10", "A"),
        ("MOVED", "20", "B"),
    ]
    assert told(before, [line("A", "RING", findNumber="1")]) == [("REPLACED", "10", "A"), ("REMOVED", "20", "")]


def test_an_item_on_several_lines_is_paired_with_what_is_most_like_it() -> None:
    before = [line("10", "NUT", "1"), line("20", "NUT", "7"), line("30", "NUT", "9")]
    after = [line("A", "NUT", "9"), line("B", "NUT", "1.0")]
    assert told(before, after, MatchBy.ITEM) == [("MOVED", "10", "B"), ("REMOVED", "20", ""), ("MOVED", "30", "A")]


def test_one_find_number_on_several_lines_never_matches_twice() -> None:
    before = [line("10", "NUT", findNumber="1"), line("20", "BOLT", findNumber="1")]
    after = [line("30", "BOLT", findNumber="1")]
    assert told(before, after, MatchBy.FIND_NUMBER) == [("REMOVED", "10", ""), ("MOVED", "20", "30")]


def test_by_designator_the_lines_that_share_most_belong_together() -> None:
    before = [line("10", "RES", designators=["R1", "R2", "R3"]), line("20", "CAP", designators=["C1"])]
    after = [line("A", "RES", designators=["R3"]), line("B", "RES", designators=["R1", "R2"])]
    assert told(before, after, MatchBy.DESIGNATOR) == [("MOVED", "10", "B"), ("REMOVED", "20", ""), ("ADDED", "", "A")]


@pytest.mark.parametrize("by", [MatchBy.FIND_NUMBER, MatchBy.DESIGNATOR])
def test_lines_that_lack_what_they_are_found_by_are_found_by_line_id_among_each_other(by: MatchBy) -> None:
    before = [line("10", "NUT"), line("20", "CAP")]
    after = [line("10", "NUT", "2"), line("20", "CAP", findNumber="20", designators=["R1"])]
    assert told(before, after, by) == [("CHANGED", "10", "10"), ("REMOVED", "20", ""), ("ADDED", "", "20")]


def test_by_designator_an_item_at_the_place_of_another_replaces_it() -> None:
    before, after = [line("10", "FUSE-25", designators=["F1"])], [line("70", "FUSE-30", designators=["F1"])]
    assert told(before, after, MatchBy.DESIGNATOR) == [("REPLACED", "10", "70")]


@pytest.mark.parametrize(("one", "other"), [("1", "1.0"), ("0", "-0.00"), ("0.120", "0.12")])
def test_the_same_number_in_other_digits_is_no_change(one: str, other: str) -> None:
    assert change(line("10", "NUT", one), line("10", "NUT", other)) == {}


def test_quantities_of_any_length_are_compared_exactly() -> None:
    long = "12345678901234567890123456.000000000001"
    found = change(line("10", "NUT", long), line("10", "NUT", long.replace("0001", "0002")))
    assert found == {"quantity": (f"{long} C62", f"{long.replace('0001', '0002')} C62")}


def test_lists_are_told_as_what_came_and_what_went() -> None:
    before = line("10", "RES", designators=["R9", "R10", "R1"])
    rows, _ = compare_lines([before], [line("10", "RES", designators=["R10", "R11", "R9"])])
    (it,) = rows[0].changes
    assert it == FieldChange(
        field="designators", before="R1, R9, R10", after="R9, R10, R11", added=("R11",), removed=("R1",)
    )


def test_plants_and_times_are_compared_and_an_open_end_is_none() -> None:
    before = line("10", "NUT", effectivity={"from": "2026-01-01T01:00:00+01:00"})
    after = line("10", "NUT", effectivity={"from": "2026-01-01T00:00:00Z", "toExclusive": "2026-07-01T00:00:00Z"})
    assert change(before, after) == {"effectivity.toExclusive": (None, "2026-07-01T00:00:00.000000Z")}
    assert change(before, line("10", "NUT", effectivity={"plants": ["LYON"]})) == {
        "effectivity.from": ("2026-01-01T00:00:00.000000Z", None),
        "effectivity.plants": ("*", "LYON"),
    }


def test_a_line_that_is_added_tells_what_its_source_states_and_no_defaults() -> None:
    rows, _ = compare_lines([], [line("10", "NUT", "2", effectivity={"plants": ["LYON"]})])
    assert {it.field: (it.before, it.after) for it in rows[0].changes} == {
        "line": (None, "10"),
        "item": (None, "NUT"),
        "quantity": (None, "2 C62"),
        "effectivity.plants": (None, "LYON"),
    }


def test_rows_stand_in_the_order_of_their_places() -> None:
    before = [line("9", "A"), line("100", "B")]
    after = [line("20", "C"), line("100", "B", "2"), line("9", "D")]
    assert [row[1:] for row in told(before, after, MatchBy.ITEM)] == [("9", ""), ("", "9"), ("", "20"), ("100", "100")]
