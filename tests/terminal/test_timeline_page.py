"""The page of a timeline: a table for each plant, conflicts where they are, and why each revision applies or not."""

from __future__ import annotations

from app.terminal.marks import NONE
from app.terminal.timeline import page
from graph.answers.effectivity import EffectiveRevision, TimelineAnswer
from graph.answers.envelope import Clocks, Envelope
from graph.derivation.conflicts import effectivity_conflicts
from graph.derivation.effectivity import effective_revision
from graph.model.bom import View
from tests.terminal.pages import piped
from tests.unit.effectivity.stories import box, timeline_of
from tests.unit.story_builder import Story, hour


def answer(story: Story, at: int, known: int = 99) -> TimelineAnswer:
    """The timeline of the item, asked for an hour of the story."""
    moment = hour(known)
    return TimelineAnswer(
        item="PUMP",
        view=View.ENGINEERING,
        rows=timeline_of(story.entries, moment),
        conflicts=effectivity_conflicts(story.entries, "PUMP", moment),
        envelope=Envelope(clocks=Clocks(as_of=hour(at), known=moment)),
    )


def point(story: Story, plant: str, at: int) -> EffectiveRevision:
    """The explanation for one plant."""
    clocks = Clocks(as_of=hour(at), known=hour(99))
    return EffectiveRevision(
        item="PUMP",
        view=View.ENGINEERING,
        plant=plant,
        candidates=effective_revision(story.entries, "PUMP", View.ENGINEERING, plant, clocks.as_of, clocks.known),
        envelope=Envelope(clocks=clocks),
    )


def shown(found: TimelineAnswer, explained: EffectiveRevision | None = None, *, width: int = 80) -> str:
    """The page without its foot."""
    return piped(page(found, explained), width=width).partition("\nasked ")[0].rstrip()


def pilot() -> Story:
    return Story().define("A", at=1).define("B", effectivity=box(5, None, "P1"), at=2)


def test_each_plant_that_is_named_has_a_table_and_all_others_share_one() -> None:
    assert shown(answer(pilot(), 6)) == (
        f"""\
Timeline of PUMP  engineering, no conflict; all times are UTC

plant P1
             revision  from              until before      known since
  {NONE.symbol} over     A         always            2026-03-02 05:00  2026-03-02 02:00
  ● applies  B         2026-03-02 05:00  open              2026-03-02 02:00
  as it was known before
  revision  from    until before  known since       known until
  A         always  open          2026-03-02 01:00  2026-03-02 02:00

all other plants
             revision  from    until before  known since
  ● applies  A         always  open          2026-03-02 01:00"""
    )


def test_conflicts_stand_between_the_rows_where_they_begin() -> None:
    story = Story().define("A", effectivity=box(1, 5), at=1).define("B", effectivity=box(6), at=1)
    assert shown(answer(story.define("C", effectivity=box(6), at=1), 2)) == (
        """\
Timeline of PUMP  engineering, 2 conflicts; all times are UTC

all plants
               revision  from              until before      known since
  ● applies    A         2026-03-02 01:00  2026-03-02 05:00  2026-03-02 01:00
  ✕ gap        A, C      2026-03-02 05:00  2026-03-02 06:00
    A ends on 2026-03-02 05:00 UTC, and C begins only on 2026-03-02 06:00 UTC
  ◷ to come    C         2026-03-02 06:00  open              2026-03-02 01:00
  ◆ ambiguous  C, B      2026-03-02 06:00  open
    B and C begin at the same moment; the one that was stated later is taken"""
    )


def test_for_one_plant_every_revision_is_explained_and_only_that_plant_is_shown() -> None:
    story = pilot()
    told = shown(answer(story, 6), point(story, "P2", 6))
    assert (
        f"""
plant P2 on 2026-03-02 06:00
  ● applies      A  it applies
  {NONE.symbol} other plant  B  it is for plant P1 only

plant P2
"""
        in told
    )
    assert "plant P1\n" not in told
    assert "all other plants" not in told


def test_where_nothing_applies_the_page_says_so() -> None:
    story = Story().define("A", effectivity=box(5, 6, "P1"), at=1)
    told = shown(answer(story, 9), point(story, "P2", 9))
    assert "  ✕ no revision applies\n" in told
    assert told.endswith("plant P2\n  nothing ever applies")


def test_a_page_of_ascii_keeps_its_words() -> None:
    told = piped(page(answer(pilot(), 6), None), encoding="ascii")
    assert "- over     A" in told
    assert "* applies  B" in told
