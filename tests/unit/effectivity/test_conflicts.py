"""Where effectivity is in doubt: for each kind the shortest story that shows it, and the nearest that does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph.answers.effectivity import Conflict
from graph.model.bom import View
from tests.unit.effectivity.stories import after, box, conflicts, hours
from tests.unit.story_builder import Story, hour, make_entry

Told = tuple[str, int | None, int | None, str]
"""Kind, hours from and until before, and the letters of the revisions."""


def told(conflict: Conflict) -> Told:
    letters = "".join(bom.split("|")[1] for bom in conflict.revisions)
    return conflict.kind.value, hours(conflict.since), hours(conflict.until), letters


DOUBTFUL: dict[str, tuple[Callable[[], Story], list[Told]]] = {
    "nothing between two": (
        lambda: Story().define("A", effectivity=box(1, 5)).define("B", effectivity=box(6)),
        [("GAP", 5, 6, "AB")],
    ),
    "nothing after the last": (lambda: Story().define("A", effectivity=box(1, 5)), [("GAP", 5, None, "A")]),
    "withdrawn, and nothing before it": (
        lambda: Story().release(at=1, effectivity=box(1)).withdraw(at=4),
        [("GAP", 4, None, "B")],
    ),
    "out of use before the next begins": (
        lambda: Story().define("A").define("A", state="OBSOLETE", at=5).define("B", effectivity=box(8)),
        [("GAP", 5, 8, "AB")],
    ),
    "two begin together": (
        lambda: Story().define("A", effectivity=box(5)).define("B", effectivity=box(5)),
        [("AMBIGUOUS", 5, None, "BA")],
    ),
    "two of all time": (lambda: Story().define("A").define("B"), [("AMBIGUOUS", None, None, "BA")]),
    "two begin together and one ends": (
        lambda: Story().define("A", effectivity=box(5)).define("B", effectivity=box(5, 8)),
        [("AMBIGUOUS", 5, 8, "BA")],
    ),
    "two begin together until a third takes over": (
        lambda: Story().define("A").define("B").define("C", effectivity=box(9)),
        [("AMBIGUOUS", None, 9, "BA")],
    ),
    "the next begins before the stated end": (
        lambda: Story().define("A", effectivity=box(1, 9)).define("B", effectivity=box(5)),
        [("OVERLAP", 5, 9, "BA")],
    ),
    "released without a start": (lambda: Story().release(at=3), [("MISSING", 3, None, "B")]),
    "released with an end alone": (
        lambda: Story().release(at=3, effectivity=box(None, 8)).define("C", effectivity=box(8)),
        [("MISSING", 3, 8, "B")],
    ),
}

SOUND: dict[str, Callable[[], Story]] = {
    "nothing between two": lambda: Story().define("A", effectivity=box(1, 5)).define("B", effectivity=box(5)),
    "nothing after the last": lambda: (
        Story().define("A", effectivity=box(1, 5)).define("A", state="OBSOLETE", effectivity=box(1, 5))
    ),
    "withdrawn, and nothing before it": lambda: Story().define("A").release(at=1, effectivity=box(1)).withdraw(at=4),
    "out of use before the next begins": lambda: (
        Story().define("A").define("A", state="OBSOLETE", at=8).define("B", effectivity=box(8))
    ),
    "two begin together": lambda: Story().define("A", effectivity=box(4)).define("B", effectivity=box(5)),
    "two of all time": lambda: Story().define("A").define("B", supersedes=after("A")),
    "two begin together and one ends": lambda: (
        Story().define("A", effectivity=box(5)).define("B", effectivity=box(5, 8), supersedes=after("A"))
    ),
    "two begin together until a third takes over": lambda: (
        Story()
        .define("A")
        .define("B", bom={"item": "PUMP", "revision": "B", "plant": "P1"})
        .define("C", effectivity=box(9))
    ),
    "the next begins before the stated end": lambda: (
        Story().define("A", effectivity=box(1, 9)).define("B", effectivity=box(5), supersedes=after("A"))
    ),
    "released without a start": lambda: Story().release(at=3, effectivity=box(3)),
    "released with an end alone": lambda: Story().define("B", state="DRAFT", effectivity=box(3)).release(at=3),
}


@pytest.mark.capability(41)
@pytest.mark.parametrize("name", DOUBTFUL)
def test_a_conflict_is_told_with_its_span_and_its_revisions(name: str) -> None:
    story, wanted = DOUBTFUL[name]
    found = conflicts(story())
    assert [told(it) for it in found] == wanted
    assert all(it.all_plants and not it.except_plants and it.view is View.ENGINEERING for it in found)


@pytest.mark.capability(41)
@pytest.mark.parametrize("name", SOUND)
def test_the_nearest_sound_story_has_none(name: str) -> None:
    assert conflicts(SOUND[name]()) == ()


def test_every_doubtful_story_has_a_sound_one() -> None:
    assert SOUND.keys() == DOUBTFUL.keys()


def test_before_the_first_revision_there_is_no_gap() -> None:
    assert conflicts(Story().define("A", effectivity=box(5))) == ()


def test_a_revision_of_one_plant_and_one_of_all_do_not_overlap() -> None:
    assert conflicts(Story().define("A", effectivity=box(1)).define("B", effectivity=box(1, None, "P1"))) == ()


def test_a_conflict_names_the_plants_where_it_is() -> None:
    story = Story().define("A", effectivity=box(1, 5)).define("B", effectivity=box(6))
    story.define("P", effectivity=box(1, None, "P2"))
    (everywhere_else,) = conflicts(story)
    assert (everywhere_else.all_plants, everywhere_else.except_plants) == (True, ("P2",))
    story = Story().define("A").define("P", effectivity=box(1, None, "P1", "P2"))
    (tie,) = conflicts(story.define("Q", effectivity=box(1, None, "P2", "P3")))
    assert (tie.all_plants, tie.plants, told(tie)) == (False, ("P2",), ("AMBIGUOUS", 1, None, "QP"))


def test_a_tie_that_a_revision_of_the_plant_settles_is_none_there() -> None:
    story = Story().define("A").define("B").define("P", effectivity=box(None, None, "P1"))
    (tie,) = conflicts(story)
    assert (tie.all_plants, tie.except_plants) == (True, ("P1",))


def test_releasing_one_revision_twice_is_no_conflict() -> None:
    story = Story().release(at=1, effectivity=box(1, 9)).release(release="REL-2", at=2, effectivity=box(1))
    assert conflicts(story) == ()


def test_views_do_not_conflict_and_each_has_its_own() -> None:
    made = {"item": "PUMP", "revision": "M", "view": "MANUFACTURING"}
    assert conflicts(Story().define("A").define("M", bom=made)) == ()
    (gap,) = conflicts(Story().define("A").define("M", bom=made, effectivity=box(1, 4)))
    assert (gap.view, told(gap)) == (View.MANUFACTURING, ("GAP", 4, None, "M"))


def test_a_conflict_is_known_from_when_it_was_recorded_until_it_was_voided() -> None:
    story = Story().define("A", effectivity=box(1, 5))
    fact = Story().define("B", effectivity=box(5)).entries[0].event.fact
    story.entries.append(make_entry(fact, hour(1), name="late", recorded_at=hour(20)))
    assert [told(it) for it in conflicts(story, hour(20) - 1)] == [("GAP", 5, None, "A")]
    assert conflicts(story, hour(20)) == ()
    story.void(1, at=30)
    assert conflicts(story, hour(30) - 1) == ()
    assert [told(it) for it in conflicts(story, hour(30))] == [("GAP", 5, None, "A")]


def test_a_conflict_says_in_words_what_is_wrong() -> None:
    (gap,) = conflicts(Story().define("A", effectivity=box(1, 5)).define("B", effectivity=box(6)))
    assert gap.reason == "A ends on 2026-03-02 05:00 UTC, and B begins only on 2026-03-02 06:00 UTC"
    (tie,) = conflicts(Story().define("A", effectivity=box(5)).define("B", effectivity=box(5)))
    assert tie.reason == "A and B begin at the same moment; the one that was stated later is taken"
    (missing,) = conflicts(Story().release(at=3))
    assert missing.reason == (
        "nothing says from when B is effective; it is taken to begin with its release, on 2026-03-02 03:00 UTC"
    )
