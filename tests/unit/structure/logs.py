"""Random logs about one item: small numbers, so that equal times, ties and overlaps are common."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from graph.clock import FAR_FUTURE, format_instant
from graph.model.bom import BomRevisionDefined
from graph.model.bom_line import BomLine, Substitute, meet
from graph.model.entry import Entry
from graph.model.release import RevisionReleased, RevisionWithdrawn
from tests.unit.story_builder import make_entry

LAST = 6
"""The last instant that is named; both clocks run from 0."""

PLANTS = ("P", "Q", "R")
TIMES = st.integers(0, LAST)
REFERENCES = st.builds(
    lambda revision, view, plant: {"item": "PUMP", "revision": revision, "view": view, "plant": plant},
    st.sampled_from("ABC"),
    st.sampled_from(["ENGINEERING", "ENGINEERING", "ENGINEERING", "MANUFACTURING"]),
    st.sampled_from(["*", "*", "*", "P"]),
)


@st.composite
def boxes(draw: st.DrawFn) -> dict[str, Any]:
    """An effectivity, open or closed at either end, for all plants or for named ones."""
    box: dict[str, Any] = {}
    plants = draw(st.sampled_from([None, None, ["P"], ["P", "Q"], ["Q", "R"]]))
    if plants is not None:
        box["plants"] = plants
    start, end = sorted(draw(st.lists(TIMES, min_size=2, max_size=2, unique=True)))
    if draw(st.booleans()):
        box["from"] = format_instant(start)
    if draw(st.booleans()):
        box["toExclusive"] = format_instant(end)
    return box


SUBSTITUTES = st.lists(
    st.fixed_dictionaries(
        {"item": st.sampled_from(["RING", "GASKET"])},
        optional={
            "quantity": st.sampled_from([{"value": "1", "uom": "C62"}, {"value": "2", "uom": "C62"}]),
            "setName": st.just("S"),
            "effectivity": boxes(),
        },
    ),
    max_size=2,
    unique_by=lambda it: str(it["item"]),
).map(lambda rules: [rule | {"priority": place} for place, rule in enumerate(rules, 1)])


@st.composite
def _lines(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Lines that are distinct, with substitutes that apply at some time while their line does."""
    numbers = draw(st.lists(st.sampled_from(["10", "20"]), max_size=2, unique=True))
    lines: list[dict[str, Any]] = []
    for number in numbers:
        quantity = {"value": draw(st.sampled_from(["1", "2"])), "uom": "C62"}
        line: dict[str, Any] = {"line": number, "item": f"SEAL-{number}", "quantity": quantity}
        line |= {"effectivity": draw(boxes()), "phantom": draw(st.booleans())}
        rules = draw(SUBSTITUTES)
        within = BomLine.model_validate(line).effectivity
        kept = [it for it in rules if meet(within, Substitute.model_validate(it).effectivity)]
        lines.append(line | {"substitutes": kept})
    return lines


@st.composite
def definitions(draw: st.DrawFn) -> BomRevisionDefined:
    """A revision of PUMP as its system states it."""
    data: dict[str, Any] = {
        "bom": draw(REFERENCES),
        "lines": draw(_lines()),
        "state": draw(st.sampled_from(["DRAFT", "RELEASED", "RELEASED", "RELEASED", "OBSOLETE"])),
        "effectivity": draw(boxes()),
    }
    if draw(st.booleans()):
        data["supersedes"] = draw(REFERENCES)
    return BomRevisionDefined.model_validate(data)


@st.composite
def releases(draw: st.DrawFn) -> RevisionReleased:
    """A release of a revision of PUMP, perhaps one that was never defined."""
    data: dict[str, Any] = {"release": draw(st.sampled_from(["R1", "R2", "R3"])), "bom": draw(REFERENCES)}
    if draw(st.booleans()):
        data["effectivity"] = draw(boxes())
    return RevisionReleased.model_validate(data)


WITHDRAWALS = st.builds(
    lambda release: RevisionWithdrawn(release=release, reason="no"), st.sampled_from(["R1", "R2", "R3"])
)
FACTS = definitions() | definitions() | releases() | WITHDRAWALS


@st.composite
def logs(draw: st.DrawFn) -> list[Entry]:
    """Entries that were recorded in any order, some of them voided later."""
    entries = []
    for number, fact in enumerate(draw(st.lists(FACTS, max_size=7))):
        recorded_at = draw(TIMES)
        voided_at = draw(st.sampled_from([FAR_FUTURE, FAR_FUTURE, recorded_at + 1, recorded_at + 2]))
        entries.append(make_entry(fact, draw(TIMES), name=f"e{number}", recorded_at=recorded_at, voided_at=voided_at))
    return entries
