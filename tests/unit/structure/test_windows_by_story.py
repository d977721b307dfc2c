"""Which revision applies, story by story: boundaries, plants, withdrawals, supersession, voids and late news."""

from __future__ import annotations

import pytest

from graph.clock import FAR_FUTURE, FAR_PAST
from graph.derivation.structure import Span, WindowBox, fold_structure
from tests.unit.story_builder import Story, hour, make_entry, time
from tests.unit.structure.reading import applying

NOW = FAR_FUTURE - 1


def revision(
    story: Story, instant: int, *, plant: str = "P1", known: int = NOW, view: str = "ENGINEERING"
) -> str | None:
    """The letter of the revision that applies, at most one."""
    letters = [key.split("|")[1] for key in applying(fold_structure(story.entries), view, plant, instant, known)]
    assert len(letters) <= 1
    return letters[0] if letters else None


def windows(story: Story) -> set[tuple[str, tuple[str, ...], int, int]]:
    """Revision, plants and effective span of what is known last."""
    return {
        (box.bom.split("|")[1], box.plants, *box.effective)
        for box, known in fold_structure(story.entries).windows
        if known.end == FAR_FUTURE
    }


def box(since: int | None = None, until: int | None = None, *plants: str) -> dict[str, object]:
    """An effectivity in hours of the story."""
    limits = {"from": since, "toExclusive": until}
    return {name: time(at) for name, at in limits.items() if at is not None} | ({"plants": plants} if plants else {})


@pytest.mark.capability(20, 36)
def test_effectivity_holds_from_its_first_microsecond_until_before_its_end() -> None:
    story = Story().define("A", effectivity=box(10, 20))
    assert revision(story, hour(10) - 1) is None
    assert revision(story, hour(10)) == "A"
    assert revision(story, hour(20) - 1) == "A"
    assert revision(story, hour(20)) is None


def test_the_next_revision_takes_over_at_the_microsecond_at_which_it_begins() -> None:
    story = Story().define("A").define("B", effectivity=box(10))
    assert [revision(story, hour(10) - 1), revision(story, hour(10))] == ["A", "B"]


def test_a_gap_between_two_effectivities_is_left_empty() -> None:
    story = Story().define("A", effectivity=box(1, 5)).define("B", effectivity=box(6))
    assert revision(story, hour(5)) is None


@pytest.mark.parametrize("state", ["DRAFT", "OBSOLETE"])
def test_a_revision_that_nobody_released_does_not_apply(state: str) -> None:
    assert not windows(Story().define("A", state=state))


@pytest.mark.capability(19)
def test_a_claim_for_a_named_plant_beats_a_later_one_for_all_plants_there_and_nowhere_else() -> None:
    story = Story().define("A", effectivity=box(0, None, "P1")).define("B", effectivity=box(10))
    assert [revision(story, hour(11), plant=plant) for plant in ("P1", "P2")] == ["A", "B"]
    assert ("B", ("*", "-P1"), hour(10), FAR_FUTURE) in windows(story)


@pytest.mark.capability(39)
def test_a_pilot_in_one_plant_expands_to_all_and_ends_there_when_its_successor_begins() -> None:
    story = Story().define("A").define("B", state="DRAFT")
    story.release(revision="B", at=10, effectivity=box(10, None, "P1"))
    assert [revision(story, hour(11), plant=plant) for plant in ("P1", "P2")] == ["B", "A"]
    story.release(revision="B", at=20, release="REL-2", effectivity=box(20))
    assert [revision(story, hour(21), plant=plant) for plant in ("P1", "P2")] == ["B", "B"]
    supersedes = {"item": "PUMP", "revision": "B"}
    story.define("C", state="DRAFT", supersedes=supersedes).release(revision="C", release="REL-3", at=30)
    assert [revision(story, hour(31), plant=plant) for plant in ("P1", "P2")] == ["C", "C"]


def test_a_revision_that_follows_over_another_one_ends_a_pilot_too() -> None:
    story = Story().define("A", effectivity=box(0, None, "P1"))
    story.define("B", state="DRAFT", supersedes={"item": "PUMP", "revision": "A"})
    story.define("C", effectivity=box(10), supersedes={"item": "PUMP", "revision": "B"})
    assert [revision(story, hour(9)), revision(story, hour(10))] == ["A", "C"]


def test_an_older_revision_kept_in_one_plant_after_its_successor_began_stays_there() -> None:
    supersedes = {"item": "PUMP", "revision": "A"}
    story = Story().define("A").define("B", effectivity=box(10), supersedes=supersedes)
    story.release(revision="A", at=20, effectivity=box(20, None, "P2"))
    assert [revision(story, hour(21), plant=plant) for plant in ("P1", "P2")] == ["B", "A"]


def test_of_two_that_begin_together_the_one_that_supersedes_applies_although_it_was_stated_first() -> None:
    story = Story().define("B", supersedes={"item": "PUMP", "revision": "A"}).define("A")
    assert revision(story, hour(1)) == "B"


def test_revisions_that_supersede_each_other_in_a_circle_leave_one_that_applies() -> None:
    story = Story()
    for newer, older in ("AB", "BC", "CA"):
        story.define(newer, supersedes={"item": "PUMP", "revision": older}, effectivity=box(0, None, "P1"))
    assert revision(story, hour(5)) is not None


def test_a_release_without_a_date_applies_from_the_release_on_and_not_before() -> None:
    story = Story().define("A").define("B", state="DRAFT").release(revision="B", at=10)
    assert [revision(story, hour(10) - 1), revision(story, hour(10))] == ["A", "B"]


def test_stating_a_release_again_does_not_move_its_beginning() -> None:
    story = Story().define("A").release(revision="B", at=10).release("ERP/BOM", revision="B", at=20, generation=2)
    assert revision(story, hour(10)) == "B"


def test_a_release_may_name_a_beginning_before_it_was_stated() -> None:
    story = Story().release(revision="B", at=10, effectivity=box(5))
    assert [revision(story, hour(5) - 1), revision(story, hour(5))] == [None, "B"]


def test_a_release_takes_the_effectivity_of_the_definition_unless_it_has_its_own() -> None:
    story = Story().define("B", state="DRAFT", effectivity=box(20, 30)).release(revision="B", at=10)
    assert windows(story) == {("B", ("*",), hour(20), hour(30))}
    story.release(revision="B", at=11, effectivity=box(40))
    assert windows(story) == {("B", ("*",), hour(40), FAR_FUTURE)}


def test_releasing_a_revision_again_does_not_split_its_window() -> None:
    story = Story().release(revision="B", at=10).release(revision="B", at=20, release="REL-2", generation=2)
    assert windows(story) == {("B", ("*",), hour(10), FAR_FUTURE)}


@pytest.mark.capability(53)
def test_a_withdrawal_gives_way_to_the_revision_before_from_its_own_time_on() -> None:
    story = Story().define("A").release(revision="B", at=10).withdraw(at=15)
    assert [revision(story, hour(15) - 1), revision(story, hour(15))] == ["B", "A"]


def test_the_first_of_two_withdrawals_counts() -> None:
    story = Story().define("A").release(revision="B", at=10).withdraw(at=20).withdraw(at=15)
    assert [revision(story, hour(15) - 1), revision(story, hour(15))] == ["B", "A"]


def test_what_a_revision_supersedes_is_what_its_current_statement_says() -> None:
    story = Story().define("A", effectivity=box(0, None, "P1"))
    story.define("B", effectivity=box(10), supersedes={"item": "PUMP", "revision": "A"}).define(
        "B", effectivity=box(10)
    )
    assert revision(story, hour(11)) == "A"


def test_the_lines_of_a_revision_are_those_of_its_current_statement() -> None:
    lines = [{"line": "10", "item": item, "quantity": {"value": "1", "uom": "C62"}} for item in ("SEAL", "RING")]
    story = Story().define("A", at=1, lines=lines[:1]).define("A", at=5, lines=lines[1:])
    assert {(use.line.item, *known) for use, known in fold_structure(story.entries).lines} == {
        ("SEAL", hour(1), hour(5)),
        ("RING", hour(5), FAR_FUTURE),
    }


def test_a_withdrawn_release_stays_withdrawn_when_it_is_stated_again() -> None:
    story = Story().define("A").release(revision="B", at=10).withdraw(at=15).release(revision="B", at=20)
    assert revision(story, hour(21)) == "A"


def test_a_second_release_of_a_withdrawn_revision_puts_it_back_in_force() -> None:
    story = Story().define("A").release(revision="B", at=10).withdraw(at=15)
    story.release(revision="B", at=20, release="REL-2")
    assert [revision(story, hour(at)) for at in (14, 16, 21)] == ["B", "A", "B"]


def test_a_revision_stated_as_obsolete_ends_then_and_was_in_force_before() -> None:
    story = Story().define("A", at=1).define("A", state="OBSOLETE", at=10).define("A", state="OBSOLETE", at=12)
    assert [revision(story, hour(10) - 1), revision(story, hour(10))] == ["A", None]


def test_an_obsolete_revision_ends_where_the_statement_says_so() -> None:
    story = Story().release(revision="A", at=1).define("A", state="OBSOLETE", at=10, effectivity=box(None, 20))
    assert [revision(story, hour(20) - 1), revision(story, hour(20))] == ["A", None]


def test_a_draft_that_became_obsolete_never_applied() -> None:
    assert not windows(Story().define("A", state="DRAFT").define("A", state="OBSOLETE"))


def test_views_do_not_compete() -> None:
    manufacturing = {"item": "PUMP", "revision": "M1", "view": "MANUFACTURING"}
    story = Story().define("A").define("M1", bom=manufacturing)
    assert [revision(story, hour(5), view=view) for view in ("ENGINEERING", "MANUFACTURING")] == ["A", "M1"]


@pytest.mark.capability(19)
def test_a_revision_of_one_plant_applies_there_only_and_before_the_general_one() -> None:
    own = {"item": "PUMP", "revision": "P", "plant": "P2"}
    story = Story().define("P", bom=own).define("A")
    assert [revision(story, hour(5), plant=plant) for plant in ("P1", "P2")] == ["A", "P"]


def test_a_revision_of_one_plant_released_for_another_applies_nowhere() -> None:
    assert not windows(
        Story().define("P", bom={"item": "PUMP", "revision": "P", "plant": "P2"}, effectivity=box(0, None, "P1"))
    )


def test_a_voided_definition_falls_back_to_the_one_before_only_from_the_void_on() -> None:
    story = Story().define("A", at=1).define("A", at=5, effectivity=box(100)).void(1, at=9)
    asked = hour(50)
    assert [revision(story, asked, known=hour(known)) for known in (1, 5, 8, 9)] == ["A", None, None, "A"]
    assert revision(story, asked, known=hour(9) - 1) is None


def test_a_statement_that_comes_late_changes_what_is_known_only_from_then_on() -> None:
    story = Story().define("A", at=1)
    late = Story().define("B", at=3).entries[0]
    story.entries.append(make_entry(late.event.fact, hour(3), name="late", recorded_at=hour(20)))
    assert [revision(story, hour(4), known=hour(known)) for known in (19, 20)] == ["A", "B"]


def test_an_older_statement_that_arrives_after_a_newer_one_changes_nothing() -> None:
    newer = Story().define("A", at=5).entries[0]
    older = Story().define("A", at=1, state="DRAFT").entries[0]
    late = make_entry(older.event.fact, hour(1), name="late", recorded_at=hour(20))
    assert fold_structure([newer, late]) == fold_structure([newer])


def test_a_window_that_stays_the_same_is_one_piece_however_often_the_item_is_told_of() -> None:
    story = Story().define("A", at=1)
    for at in range(2, 12):
        story.define("A", at=at)
    assert fold_structure(story.entries).windows == {
        (
            WindowBox("PUMP", "PUMP|A|ENGINEERING|*", "ENGINEERING", ("*",), Span(FAR_PAST, FAR_FUTURE)),
            Span(hour(1), FAR_FUTURE),
        )
    }


def test_two_hundred_revisions_leave_pieces_in_proportion_to_their_number() -> None:
    story = Story()
    for number in range(200):
        before = {"item": "PUMP", "revision": f"R{number - 1}"} if number else None
        story.define(f"R{number}", state="DRAFT", supersedes=before)
        story.release(revision=f"R{number}", release=f"REL-{number}")
    # Each revision is first open, then closed by the next one.
    assert len(fold_structure(story.entries).windows) == 2 * 200 - 1
