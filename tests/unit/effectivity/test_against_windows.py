"""The revision that is explained to apply is that whose window covers the point; gaps are where there is none."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.answers.effectivity import Applicability, Conflict, ConflictKind, Places
from graph.clock import FAR_FUTURE, FAR_PAST
from graph.derivation.conflicts import effectivity_conflicts
from graph.derivation.effectivity import effective_revision
from graph.derivation.structure import EXCEPT, WindowBox, fold_structure
from graph.model.bom import BomRevisionDefined, View
from graph.model.entry import Entry
from graph.model.release import RevisionReleased
from tests.unit.effectivity.stories import timeline_of
from tests.unit.structure.logs import LAST, PLANTS, logs
from tests.unit.structure.oracle import applicable
from tests.unit.structure.reading import applying

INSTANTS = (FAR_PAST, *range(-1, LAST + 2), FAR_FUTURE - 1)
VIEWS = (View.ENGINEERING, View.MANUFACTURING)
ZONES = (*PLANTS, "*")
POINTS = st.tuples(st.sampled_from(VIEWS), st.sampled_from(ZONES), st.sampled_from(INSTANTS))
KNOWN = st.integers(-1, LAST + 2)


@pytest.mark.capability(20, 36)
@settings(max_examples=400, deadline=None)
@given(logs(), st.lists(POINTS, min_size=1, max_size=8), KNOWN)
def test_the_revision_that_applies_is_that_of_the_window_and_that_of_the_oracle(
    entries: list[Entry], points: list[tuple[View, str, int]], known: int
) -> None:
    structure = fold_structure(entries)
    for view, plant, instant in points:
        found = effective_revision(entries, "PUMP", view, None if plant == "*" else plant, instant, known)
        applies = [it.bom for it in found if it.applicability is Applicability.APPLIES]
        assert applies == applying(structure, view.value, plant, instant, known)
        if plant != "*":
            wanted = applicable(entries, view.value, plant, instant, known)
            assert applies == ([] if wanted is None else [wanted])


@settings(max_examples=200, deadline=None)
@given(logs(), POINTS, KNOWN)
def test_every_revision_that_was_told_of_is_explained_once(
    entries: list[Entry], point: tuple[View, str, int], known: int
) -> None:
    found = effective_revision(entries, "PUMP", *point, known)
    facts = [entry.event.fact for entry in entries if entry.recorded_at <= known]
    told = {fact.bom.key for fact in facts if isinstance(fact, BomRevisionDefined | RevisionReleased)}
    assert sorted(it.bom for it in found) == sorted(told)
    beaten = {Applicability.SUPERSEDED, Applicability.OVERRIDDEN, Applicability.REPLACED, Applicability.TIE}
    assert all((it.by is not None) == (it.applicability in beaten) for it in found)
    assert any(it.applicability is Applicability.APPLIES for it in found) or not any(it.by for it in found)


@settings(max_examples=200, deadline=None)
@given(logs(), st.randoms(use_true_random=False), POINTS, KNOWN)
def test_shuffling_the_entries_changes_no_answer(
    entries: list[Entry], random: object, point: tuple[View, str, int], known: int
) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis has no public type for it
    assert effective_revision(shuffled, "PUMP", *point, known) == effective_revision(entries, "PUMP", *point, known)
    assert effectivity_conflicts(shuffled, "PUMP", known) == effectivity_conflicts(entries, "PUMP", known)
    assert timeline_of(shuffled, known, point[0]) == timeline_of(entries, known, point[0])


@settings(max_examples=200, deadline=None)
@given(logs(), st.sampled_from(VIEWS))
def test_the_timeline_holds_the_windows_and_nothing_else(entries: list[Entry], view: View) -> None:
    rows = timeline_of(entries, view=view)
    wanted = {
        (box.bom, box.plants, box.effective, known)
        for box, known in fold_structure(entries).windows
        if box.view == view.value
    }
    assert {(it.bom, _codes(it), _span(it.effective), _span(it.known)) for it in rows} == wanted
    assert len(rows) == len(wanted)


@settings(max_examples=200, deadline=None)
@given(logs(), KNOWN, KNOWN)
def test_a_timeline_of_then_shows_what_was_known_then(entries: list[Entry], known: int, later: int) -> None:
    """What is recorded after the asked moment ends no row: the timeline of then never changes again."""
    rows = timeline_of(entries, known)
    open_rows = {(it.bom, _codes(it), _span(it.effective)) for it in rows if it.known.until is None}
    structure = fold_structure(entries)
    held = {(it.bom, it.plants, it.effective) for it, span in structure.windows if _holds(it, span, known)}
    assert open_rows == held
    if later >= known:
        assert {it.bom for it in rows} <= {it.bom for it in timeline_of(entries, later)}


@pytest.mark.capability(41)
@settings(max_examples=300, deadline=None)
@given(logs(), KNOWN)
def test_within_a_gap_nothing_applies_and_within_a_tie_one_of_the_two_does(entries: list[Entry], known: int) -> None:
    structure = fold_structure(entries)
    for conflict in effectivity_conflicts(entries, "PUMP", known):
        if conflict.kind is ConflictKind.MISSING:
            continue
        for plant, instant in product(ZONES, INSTANTS):
            if _covers(conflict, plant, instant):
                applies = applying(structure, conflict.view.value, plant, instant, known)
                allowed = set() if conflict.kind is ConflictKind.GAP else set(conflict.revisions)
                assert set(applies) <= allowed
                assert bool(applies) == bool(allowed)


@pytest.mark.capability(41)
@settings(max_examples=300, deadline=None)
@given(logs(), KNOWN)
def test_where_nothing_applies_between_two_revisions_there_is_a_gap(entries: list[Entry], known: int) -> None:
    structure = fold_structure(entries)
    gaps = [it for it in effectivity_conflicts(entries, "PUMP", known) if it.kind is ConflictKind.GAP]
    for view, plant in product(VIEWS, ZONES):
        held = [bool(applying(structure, view.value, plant, it, known)) for it in INSTANTS]
        for index, instant in enumerate(INSTANTS):
            if not held[index] and any(held[:index]) and any(held[index:]):
                assert any(it.view is view and _covers(it, plant, instant) for it in gaps)


def _holds(box: WindowBox, span: tuple[int, int], known: int) -> bool:
    return box.view == "ENGINEERING" and span[0] <= known < span[1]


def _codes(row: Places) -> tuple[str, ...]:
    return ("*", *(EXCEPT + plant for plant in row.except_plants)) if row.all_plants else row.plants


def _span(span: object) -> tuple[int, int]:
    since, until = getattr(span, "since", None), getattr(span, "until", None)
    return FAR_PAST if since is None else since, FAR_FUTURE if until is None else until


def _covers(conflict: Conflict, plant: str, instant: int) -> bool:
    here = plant not in conflict.except_plants if conflict.all_plants else plant in conflict.plants
    start, end = _span(conflict)
    return here and start <= instant < end
