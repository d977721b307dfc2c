"""Windows and lines hold what a point-by-point reading of the model says, whatever was told and in what order."""

from __future__ import annotations

from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.clock import FAR_FUTURE, FAR_PAST
from graph.derivation.structure import fold_structure
from graph.model.entry import Entry
from tests.unit.structure.logs import LAST, PLANTS, logs
from tests.unit.structure.oracle import applicable, lines_of, substitutes_of
from tests.unit.structure.reading import applying

VIEWS = ("ENGINEERING", "MANUFACTURING")
INSTANTS = (FAR_PAST, *range(-1, LAST + 2), FAR_FUTURE - 1)
MOMENTS = (*range(-1, LAST + 2), FAR_FUTURE - 1)


@settings(max_examples=150, deadline=None)
@given(logs())
def test_at_every_point_the_one_window_is_that_of_the_revision_that_applies(entries: list[Entry]) -> None:
    structure = fold_structure(entries)
    for view, plant, instant, known in product(VIEWS, PLANTS, INSTANTS, MOMENTS):
        wanted = applicable(entries, view, plant, instant, known)
        assert applying(structure, view, plant, instant, known) == ([] if wanted is None else [wanted])


@settings(max_examples=200, deadline=None)
@given(logs())
def test_at_every_moment_of_knowledge_the_lines_are_those_of_the_current_statements(entries: list[Entry]) -> None:
    lines = fold_structure(entries).lines
    for known in MOMENTS:
        held = [(use.bom, use.line) for use, span in lines if span.start <= known < span.end]
        assert len(held) == len(set(held))
        stated = {(bom, line.model_copy(update={"substitutes": ()})) for bom, line in lines_of(entries, known)}
        assert set(held) == stated


@settings(max_examples=200, deadline=None)
@given(logs())
def test_at_every_point_the_substitutes_are_those_that_line_and_rule_let_stand_in(entries: list[Entry]) -> None:
    found = fold_structure(entries).substitutes
    for plant, instant, known in product(PLANTS, INSTANTS, MOMENTS):
        held = [
            (use.bom, use.line, use.item, use.quantity.value, use.set_name or "")
            for use, span in found
            if span.start <= known < span.end
            and ("*" in use.effectivity.plants or plant in use.effectivity.plants)
            and use.effectivity.since <= instant < use.effectivity.until
        ]
        assert len(held) == len(set(held))
        assert set(held) == substitutes_of(entries, plant, instant, known)


@pytest.mark.capability(96)
@settings(max_examples=200, deadline=None)
@given(logs(), st.randoms(use_true_random=False))
def test_shuffling_the_entries_changes_nothing(entries: list[Entry], random: Random) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)
    assert fold_structure(shuffled) == fold_structure(entries)


@settings(max_examples=200, deadline=None)
@given(logs())
def test_two_spans_in_which_one_piece_was_known_neither_overlap_nor_touch(entries: list[Entry]) -> None:
    structure = fold_structure(entries)
    for pieces in (structure.windows, structure.lines, structure.substitutes):
        for (piece, span), (other, later) in combinations(sorted(pieces, key=lambda it: it[1]), 2):
            assert span.start < span.end
            assert piece != other or span.end < later.start


@settings(max_examples=200, deadline=None)
@given(logs())
def test_an_entry_that_is_voided_when_it_is_recorded_changes_nothing(entries: list[Entry]) -> None:
    ghosts = [Entry(entry.event, entry.recorded_at, entry.recorded_at) for entry in entries]
    counting = [entry for entry in entries if entry.recorded_at < entry.voided_at]
    assert fold_structure([*counting, *ghosts]) == fold_structure(counting)
