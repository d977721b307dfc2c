"""Short ways to ask the stories: effectivity in hours, one candidate, conflicts as plain tuples."""

from __future__ import annotations

from collections.abc import Iterable

from graph.answers.effectivity import Candidate, Conflict, TimelineRow
from graph.clock import FAR_FUTURE
from graph.derivation.conflicts import effectivity_conflicts
from graph.derivation.effectivity import effective_revision
from graph.derivation.structure import fold_structure
from graph.derivation.timeline import timeline
from graph.model.bom import View
from graph.model.entry import Entry
from tests.unit.story_builder import HOUR, START, Story, hour, time

NOW = FAR_FUTURE - 1


def box(since: int | None = None, until: int | None = None, *plants: str) -> dict[str, object]:
    """An effectivity in hours of the story."""
    limits = {"from": since, "toExclusive": until}
    return {name: time(at) for name, at in limits.items() if at is not None} | ({"plants": plants} if plants else {})


def after(revision: str) -> dict[str, str]:
    """The reference to the revision that is superseded."""
    return {"item": "PUMP", "revision": revision}


def explained(
    story: Story, at: int, *, plant: str | None = "P1", view: View = View.ENGINEERING, known: int = NOW
) -> dict[str, Candidate]:
    """Every candidate at an hour, by the letter of its revision."""
    return {it.revision: it for it in effective_revision(story.entries, "PUMP", view, plant, hour(at), known)}


def conflicts(story: Story, known: int = NOW) -> tuple[Conflict, ...]:
    """What is in doubt."""
    return effectivity_conflicts(story.entries, "PUMP", known)


def timeline_of(entries: Iterable[Entry], known: int = NOW, view: View = View.ENGINEERING) -> tuple[TimelineRow, ...]:
    """What was valid when, as known at a moment."""
    return timeline([it for it in fold_structure(entries).windows if it[0].view == view], known)


def hours(moment: int | None) -> int | None:
    """An instant as an hour of the story."""
    return None if moment is None else (moment - START) // HOUR
