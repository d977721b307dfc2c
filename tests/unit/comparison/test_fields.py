"""Whatever fields the model has are compared, those of values within values and of decimal text too."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import BeforeValidator, Field

from graph.answers.bom_revision import RevisionLife
from graph.derivation.comparison import compare_lines, differences, fields_of, head_of
from graph.model.base import DECIMAL_TEXT, Digest, Key, Quantity, Value
from graph.model.bom import BomLine, BomReference, BomRevisionDefined

Share = Annotated[str, BeforeValidator(str), Field(pattern=DECIMAL_TEXT)]
ONE = Quantity(value="1", uom="C62")
PUMP = BomReference(item="PUMP", revision="B")


class Instead(Value):
    """An item that may stand in."""

    item: Key
    quantity: Quantity | None = None
    priority: int = 1


class RichLine(BomLine):
    """A line with fields of kinds that the model may have one day."""

    sure: bool = False
    share: Share | None = None
    waste: Share = "0"
    drawing: Digest | None = None
    instead: tuple[Instead, ...] = ()


def rich(**more: object) -> RichLine:
    return RichLine.model_validate({"line": "10", "item": "NUT", "quantity": ONE, **more})


def found(before: BomLine, after: BomLine) -> dict[str, tuple[str | None, str | None]]:
    rows, _ = compare_lines([before], [after])
    return {it.field: (it.before, it.after) for row in rows for it in row.changes}


def test_a_field_that_the_model_did_not_have_is_compared_without_being_named() -> None:
    assert found(rich(), rich(sure=True)) == {"sure": ("false", "true")}
    assert found(rich(drawing="0" * 64), rich()) == {"drawing": ("0" * 64, None)}


def test_decimal_text_is_a_number_wherever_it_stands() -> None:
    assert found(rich(share="0.50", waste="1.0"), rich(share="0.5", waste="1")) == {}
    assert found(rich(share="0.50"), rich(share="0.25")) == {"share": ("0.5", "0.25")}


def test_keys_that_look_like_numbers_are_text() -> None:
    assert found(rich(findNumber="1.0"), rich(findNumber="1")) == {"findNumber": ("1.0", "1")}


def test_values_in_a_list_are_entries_of_it_in_any_order() -> None:
    one, other = {"item": "CAP", "quantity": {"value": "2.0", "uom": "C62"}}, {"item": "LID", "priority": 2}
    same = {"item": "CAP", "quantity": {"value": "2", "uom": "C62"}, "priority": 1}
    assert found(rich(instead=[one, other]), rich(instead=[other, same])) == {}
    rows, _ = compare_lines([rich(instead=[one])], [rich(instead=[one, other])])
    assert rows[0].changes[0].added == ('{"item": "LID", "priority": "2"}',)


def test_every_field_of_a_line_is_named_once() -> None:
    assert set(fields_of(rich())) >= {
        "line",
        "item",
        "quantity",
        "designators",
        "effectivity.plants",
        "sure",
        "instead",
    }


def defined(**more: object) -> BomRevisionDefined:
    return BomRevisionDefined.model_validate({"bom": PUMP, "lines": [], **more})


def test_heads_are_compared_by_state_effectivity_description_change_and_the_revisions_they_follow() -> None:
    lines = [{"line": "10", "item": "NUT", "quantity": {"value": "1", "uom": "C62"}}]
    before = defined(state="RELEASED", description="first", contentDigest="a" * 64)
    after = defined(
        lines=lines,
        change="C-1",
        description="second",
        contentDigest="b" * 64,
        supersedes={"item": "PUMP", "revision": "A"},
        derivedFrom={"item": "PUMP", "revision": "7", "view": "SERVICE"},
        effectivity={"plants": ["LYON"]},
    )
    changes = differences(head_of(before, RevisionLife.SUPERSEDED), head_of(after, RevisionLife.EFFECTIVE))
    assert {it.field: (it.before, it.after) for it in changes} == {
        "change": (None, "C-1"),
        "derivedFrom": (None, "PUMP|7|SERVICE|*"),
        "description": ("first", "second"),
        "digest": ("a" * 64, "b" * 64),
        "effectivity.plants": ("*", "LYON"),
        "sourceState": ("RELEASED", "DRAFT"),
        "state": ("SUPERSEDED", "EFFECTIVE"),
        "supersedes": (None, "PUMP|A|ENGINEERING|*"),
    }


def test_the_digest_of_a_head_is_that_of_its_lines_where_its_source_sends_none() -> None:
    assert head_of(defined(), None)["digest"] == defined().digest()


@pytest.mark.parametrize("state", [None, RevisionLife.DRAFT])
def test_a_head_does_not_differ_from_itself(state: RevisionLife | None) -> None:
    assert differences(head_of(defined(), state), head_of(defined(), state)) == ()
