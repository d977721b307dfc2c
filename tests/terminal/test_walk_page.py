"""The page of a walk shows each item once with what hangs on it, and all that the answer says about itself."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.terminal.walk import MOST_LINES, walk
from graph.answers.envelope import Clocks, Envelope, Gap, GapKind
from graph.answers.structure import Direction, NodeColumns, UseColumns, Walk
from graph.model.bom import BomReference, View
from tests.terminal.pages import piped

CLOCKS = Clocks(as_of=0, known=0)
GAP = Gap(kind=GapKind.UNDEFINED, ref="Item:D", reason="nothing states it")

Line = tuple[str, str, str, str]
"""Parent, line, child, quantity."""


def walked(
    *lines: Line,
    start: str = "A",
    direction: Direction = Direction.DOWN,
    circle: tuple[str, ...] = (),
    envelope: Envelope | None = None,
) -> Walk:
    parents, names, children, quantities = zip(*lines, strict=True) if lines else ((), (), (), ())
    items = tuple(dict.fromkeys(item for item in (*parents, *children) if item != start))
    return Walk(
        item=start,
        bom=None,
        direction=direction,
        view=View.ENGINEERING,
        plant="LYON",
        any_time=False,
        nodes=NodeColumns(items, (1,) * len(items)),
        uses=UseColumns(
            parents=parents,
            boms=tuple(BomReference(item=parent, revision="B").key for parent in parents),
            lines=names,
            children=children,
            quantities=tuple(map(Decimal, quantities)),
            uoms=("C62",) * len(lines),
        ),
        circle=circle,
        envelope=envelope or Envelope(clocks=CLOCKS),
    )


SHARED = walked(("A", "10", "B", "1"), ("A", "20", "C", "2"), ("B", "10", "D", "0.50"), ("C", "10", "B", "3"))


def tree(found: Walk) -> list[str]:
    """The lines of the tree alone."""
    return piped(walk(found)).split("\n\n")[1].splitlines()


def test_what_is_in_an_item_hangs_below_it_and_is_shown_once() -> None:
    assert tree(SHARED) == [
        "A",
        "├── B  1 C62  line 10 of revision B",
        "│   └── D  0.50 C62  line 10 of revision B",
        "└── C  2 C62  line 20 of revision B",
        "    └── B  3 C62  line 10 of revision B, see above",
    ]


def test_where_an_item_is_used_stands_above_it_the_other_way_round() -> None:
    found = walked(("B", "10", "D", "2"), ("A", "10", "B", "1"), start="D", direction=Direction.UP)
    assert tree(found) == [
        "D",
        "└── B  2 C62  line 10 of revision B",
        "    └── A  1 C62  line 10 of revision B",
    ]


def test_lines_stand_in_the_order_of_their_numbers() -> None:
    found = walked(("A", "100", "B", "1"), ("A", "20", "C", "1"), ("A", "3", "D", "1"))
    assert [line[4] for line in tree(found)[1:]] == ["D", "C", "B"]


def test_a_circle_ends_and_is_told() -> None:
    found = walked(("A", "10", "B", "1"), ("B", "10", "A", "1"), circle=("A", "B", "A"))
    assert tree(found)[-1].endswith("A  1 C62  line 10 of revision B, see above")
    assert "✕ these use each other in a circle: A > B > A" in piped(walk(found))


@given(st.sets(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE")).filter(lambda it: it[0] != it[1])))
def test_every_use_that_can_be_reached_is_shown_once(uses: set[tuple[str, str]]) -> None:
    reached, before = {"A"}, set[str]()
    while reached != before:
        before, reached = reached, reached | {child for parent, child in uses if parent in reached}
    found = walked(*((parent, child, child, "1") for parent, child in sorted(uses)))
    shown = [line[line.index("── ") + 3 :].split("  ")[0] for line in tree(found)[1:]]
    assert sorted(shown) == sorted(child for parent, child in uses if parent in reached)


def test_a_long_tree_is_cut_and_says_so() -> None:
    found = walked(*(("A", str(number), f"P{number}", "1") for number in range(MOST_LINES + 5)))
    page = piped(walk(found))
    assert "only the first 2,000 lines; --json has all uses" in page
    assert page.count("── P") == MOST_LINES


def test_the_heading_tells_the_context_and_the_foot_the_holes_the_bounds_and_the_clocks() -> None:
    envelope = Envelope(clocks=CLOCKS, gaps=(GAP,), limits_hit=("only 1000 of 1200 holes are told",))
    page = piped(walk(walked(("A", "10", "D", "1"), envelope=envelope)))
    assert page.startswith("What is in A  engineering, plant LYON\n1 item on 1 level, 1 use\n")
    assert "gaps      ◷ undefined  item D    nothing states it" in page
    assert "limits    only 1000 of 1200 holes are told" in page
    assert "asked     true on 1970-01-01 00:00:00 UTC, as known on 1970-01-01 00:00:00 UTC" in page


@pytest.mark.parametrize("direction", Direction)
def test_an_item_without_structure_stands_alone(direction: Direction) -> None:
    assert tree(walked(direction=direction)) == ["A"]


def test_the_tree_has_lines_of_ascii_where_the_encoding_has_no_others() -> None:
    assert "+-- B  1 C62  line 10 of revision B" in piped(walk(SHARED), encoding="ascii")
