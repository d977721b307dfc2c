"""The redline tells what came and went by symbol, word and colour, in eighty columns and in any encoding."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from app.terminal.comparison import ROW, redline
from graph.answers.bom_revision import RevisionLife
from graph.answers.comparison import (
    BomComparison,
    ComparedLine,
    ComparedSide,
    ComparisonRow,
    Difference,
    FieldChange,
    KindCount,
    MatchBy,
    RowKind,
)
from graph.answers.envelope import Clocks, Envelope, Gap, GapKind
from graph.model.bom import BomReference, View
from tests.terminal.pages import coloured, piped

DIGESTS = ("0123456789" * 6 + "aaaa", "fedcba9876" * 6 + "bbbb")


def side(revision: str | None, *, as_of: int = 0, **more: Any) -> ComparedSide:
    bom = BomReference(item="PUMP", revision=revision, **more).key if revision else None
    return ComparedSide(item="PUMP", bom=bom, life=RevisionLife.EFFECTIVE if bom else None, as_of=as_of, known=0)


def line(number: str, item: str, amount: str = "1", *, find: str | None = None, **more: Any) -> ComparedLine:
    told = {"name": f"{item.capitalize()} of steel", "designators": (), **more}
    return ComparedLine(line=number, item=item, quantity=Decimal(amount), uom="C62", find_number=find, **told)


def field(name: str, before: str | None, after: str | None, **more: Any) -> FieldChange:
    return FieldChange(field=name, before=before, after=after, **more)


def row(kind: RowKind, before: ComparedLine | None, after: ComparedLine | None, *changes: FieldChange) -> ComparisonRow:
    return ComparisonRow(kind=kind, before=before, after=after, changes=changes)


ROWS = (
    row(
        RowKind.REPLACED, line("10", "NUT", find="0010"), line("10", "RING", find="0010"), field("item", "NUT", "RING")
    ),
    row(RowKind.CHANGED, line("20", "BOLT", "4"), line("20", "BOLT", "6"), field("quantity", "4 C62", "6 C62")),
    row(
        RowKind.MOVED,
        line("30", "SEAL"),
        line("35", "SEAL"),
        field("designators", "R1, R2", "R2, R3", added=("R3",), removed=("R1",)),
        field("line", "30", "35"),
    ),
    row(RowKind.REMOVED, line("40", "CAP"), None, field("item", "CAP", None), field("line", "40", None)),
    row(
        RowKind.ADDED, None, line("50", "LID", "2", name=None), field("effectivity.from", None, "2026-10-05T00:00:00Z")
    ),
)


def compared(
    *rows: ComparisonRow,
    head: tuple[FieldChange, ...] = (),
    before: ComparedSide | None = None,
    after: ComparedSide | None = None,
    gaps: tuple[Gap, ...] = (),
) -> BomComparison:
    counts = tuple(KindCount(kind=kind, rows=sum(it.kind is kind for it in rows)) for kind in RowKind)
    difference = Difference(head=head, rows=rows, counts=counts, unchanged=3)
    return BomComparison(
        before=before or side("A"),
        after=after or side("B"),
        match_by=MatchBy.IN_TURN,
        difference=None if gaps else difference,
        envelope=Envelope(clocks=Clocks(as_of=0, known=0), gaps=gaps),
    )


def body(found: BomComparison, heading: str, **more: Any) -> list[str]:
    """The lines below a heading."""
    return piped(redline(found), **more).partition(f"\n{heading}\n")[2].partition("\n\n")[0].splitlines()


def test_every_kind_of_row_has_its_symbol_its_word_and_its_fields() -> None:
    assert body(compared(*ROWS), "lines", width=80) == [
        "% replaced  0010      NUT Nut of steel -> RING Ring of steel",
        "~ changed   20        BOLT Bolt of steel",
        "           ~  quantity  4 C62 -> 6 C62",
        "> moved     30 -> 35  SEAL Seal of steel",
        "           ~  designators  -R1 +R3",
        "           ~  line         30 -> 35",
        "- removed   40        CAP Cap of steel  1 C62",
        "+ added     50        LID  2 C62",
        "           effectivity from  2026-10-05 00:00",
    ]


def test_the_heading_tells_both_revisions_and_how_many_lines_differ() -> None:
    assert piped(redline(compared(*ROWS))).startswith(
        "What changes from PUMP revision A to PUMP revision B\n"
        "1 added, 1 removed, 1 changed, 1 moved and 1 replaced; 3 lines unchanged\n"
    )
    assert "no line differs; 3 lines unchanged\n\nasked" in piped(redline(compared()))


def test_other_views_and_plants_are_told() -> None:
    after = side("01", view=View.MANUFACTURING, plant="LYON")
    page = piped(redline(compared(after=after)))
    assert page.startswith(
        "What changes from PUMP revision A, engineering to PUMP revision 01, manufacturing of plant LYON\n"
    )


def test_the_revision_as_a_whole_is_told_before_its_lines() -> None:
    head = (
        field("change", "C-1", None),
        field("derivedFrom", None, "PUMP|7|SERVICE|LYON"),
        field("digest", *DIGESTS),
        field("supersedes", None, "PUMP|A|ENGINEERING|*"),
    )
    assert body(compared(head=head), "revision") == [
        "           -  change        C-1 -> (none)",
        "           +  derived from  (none) -> PUMP/7@SERVICE:LYON",
        "           ~  digest        01234567..aaaa -> fedcba98..bbbb",
        "           +  supersedes    (none) -> PUMP/A",
    ]


def test_no_line_is_wider_than_eighty_columns() -> None:
    head = (field("description", None, "many words " * 20),)
    page = piped(redline(compared(*ROWS, head=head, before=side("A", plant="MONTERREY"))), width=80)
    assert max(map(len, page.splitlines())) <= 80


def test_colour_only_repeats_what_symbol_and_word_say() -> None:
    page = coloured(redline(compared(*ROWS)), width=80)
    assert "\x1b[32m+ added" in page
    assert "\x1b[31m- removed" in page
    assert "\x1b[33m~ changed" in page
    assert "\x1b" not in piped(redline(compared(*ROWS)))


@pytest.mark.parametrize("kind", RowKind)
def test_every_kind_has_a_mark_of_one_column_of_its_own_in_ascii(kind: RowKind) -> None:
    assert ROW[kind].symbol.isascii()
    assert [mark.symbol for mark in ROW.values()].count(ROW[kind].symbol) == 1


def test_an_old_terminal_shows_the_same_redline() -> None:
    found = compared(*ROWS)
    assert body(found, "lines", encoding="ascii") == body(found, "lines")


def test_a_side_that_is_not_stated_is_told_as_a_gap_and_nothing_is_compared() -> None:
    gap = Gap(kind=GapKind.UNDEFINED, ref="BomRevision:PUMP|B|ENGINEERING|*", reason="nothing states it")
    page = piped(redline(compared(before=side(None), gaps=(gap,))))
    assert page.startswith("What changes from PUMP, no revision to PUMP revision B\n◷ cannot be compared:")
    assert "gaps      ◷ undefined  bom revision PUMP B ENGINEERING *    nothing states it" in page


def test_the_clocks_of_the_side_before_are_told_where_they_are_others() -> None:
    assert "before    true on 1970-01-01 00:00:01 UTC" in piped(redline(compared(before=side("A", as_of=1_000_000))))
    assert "before  " not in piped(redline(compared()))
