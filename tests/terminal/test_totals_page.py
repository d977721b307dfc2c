"""The page of totals: one line for each item, and why a quantity is not told where it is not."""

from __future__ import annotations

from app.terminal.totals import totals
from graph.answers.structure import Direction
from graph.derivation.closure import closure_of
from graph.derivation.rollup import roll_up
from tests.terminal.pages import piped
from tests.unit.rollup.test_rollup import ladder
from tests.unit.rollup.walks import Line, walk_of

NAMES = {"SCREW": "Screw M4x12, A2", "OIL": "Oil"}


def page(lines: list[Line], start: str, direction: Direction = Direction.DOWN) -> list[str]:
    """The lines of the page at 80 columns, up to the foot."""
    found = walk_of(lines, start, direction)
    shown = piped(totals(found, roll_up(closure_of(found)), NAMES), width=80)
    return [line.rstrip() for line in shown.partition("\n\nasked ")[0].splitlines()]


PUMP = [
    Line("PUMP", "CASE", "2"),
    Line("PUMP", "SCREW", "4"),
    Line("CASE", "SCREW", "6.5"),
    Line("CASE", "OIL", "0.25", "LTR"),
    Line("PUMP", "OIL", "0.1", "KGM"),
]


def test_each_item_has_one_line_with_its_exact_total() -> None:
    assert page(PUMP, "PUMP")[3:] == [
        "How much of each item one PUMP takes, over all paths together:",
        "item   name             quantity  unit  levels  paths",
        "CASE                           2  C62   1           1",
        "OIL    Oil                   0.1  KGM   1 to 2      2",
        "                             0.5  LTR",
        "SCREW  Screw M4x12, A2        17  C62   1 to 2      2",
    ]


def test_upwards_it_says_how_much_of_the_start_each_takes() -> None:
    assert page(PUMP, "SCREW", Direction.UP)[3:] == [
        "How much of SCREW one of each item takes, over all paths together:",
        "item  name  quantity  unit  levels  paths",
        "CASE             6.5  C62   1           1",
        "PUMP              17  C62   1 to 2      2",
    ]


def test_what_is_undefined_is_named_and_explained_and_nothing_is_guessed() -> None:
    lines = [
        *(Line("A", "B"), Line("B", "B2"), Line("B2", "B"), Line("B", "C")),
        *(Line("A", "D"), Line("A", "D", uom="KGM"), Line("D", "E"), Line("A", "F", fixed=True)),
        *(Line("A", "G"), Line("G", "H", revision="A"), Line("G", "H", revision="B")),
    ]
    shown = page(lines, "A")
    cells = {line.split()[0]: line for line in shown[5:] if line and line[0].isupper()}
    assert "✕ on a circle" in cells["B"]
    assert "1 or more  endless" in cells["B"]
    assert "◆ behind a circle" in cells["C"]
    assert "◆ by units" in cells["E"]
    assert "◆ per order" in cells["F"]
    assert "◆ by revision" in cells["H"]
    assert "◆ by units: lines on the way use one item in several units, and its structure is" in shown
    assert [line for line in shown if line.startswith("◆")][-1] == (
        "◆ behind a circle: on a circle, and behind it, nothing adds up"
    )


def test_many_paths_are_told_to_the_last_one() -> None:
    lines = page(ladder(30), "T0")
    assert next(line for line in lines if line.startswith("T30 ")).endswith("60      1,073,741,824")


def test_a_walk_that_reached_nothing_has_no_table() -> None:
    assert page([Line("A", "B")], "B") == ["What is in B  engineering, all plants", "0 items on 0 levels, 0 uses"]
