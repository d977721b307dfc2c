"""What applies, decided point by point from the text of the model, by the slowest and plainest means.

At one moment of knowledge, in one plant, at one instant: collect whoever asks to apply there and then, and pick.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from graph.clock import FAR_FUTURE, FAR_PAST
from graph.model.base import Effectivity, Fact
from graph.model.bom import BomLine, BomReference, BomRevisionDefined, SourceState
from graph.model.entry import Entry
from graph.model.release import RevisionReleased, RevisionWithdrawn

Told = TypeVar("Told", bound=Fact)


class Candidate(NamedTuple):
    """A revision that asks to apply at the point; the greatest applies."""

    names_plants: bool
    begins: int
    order: str
    bom: BomReference


class Log:
    """What had been recorded by a moment of knowledge and was not voided then."""

    def __init__(self, entries: Iterable[Entry], known: int) -> None:
        counting = [entry for entry in entries if entry.recorded_at <= known and known < entry.voided_at]
        self.entries = sorted(counting, key=lambda entry: entry.event.order)

    def told(self, kind: type[Told]) -> list[tuple[Entry, Told]]:
        """The facts of one kind, in their order."""
        return [(entry, entry.event.fact) for entry in self.entries if isinstance(entry.event.fact, kind)]

    def history(self, bom: BomReference) -> list[tuple[Entry, BomRevisionDefined]]:
        """All statements about one revision, in their order."""
        return [(entry, fact) for entry, fact in self.told(BomRevisionDefined) if fact.bom == bom]

    def revisions(self) -> list[BomReference]:
        """Every revision that was defined."""
        return list({fact.bom: None for _, fact in self.told(BomRevisionDefined)})

    def is_followed(self, older: BomReference, newer: BomReference) -> bool:
        """Whether the newer revision says, itself or over others, that it supersedes the older one."""
        reached = {newer}
        for _ in self.revisions():
            for bom in tuple(reached):
                before = self.history(bom)[-1][1].supersedes if self.history(bom) else None
                if before is not None:
                    reached.add(before)
                    if before == older:
                        return True
        return False


def applicable(entries: Sequence[Entry], view: str, plant: str, instant: int, known: int) -> str | None:
    """Key of the revision of one view that applies, if one does."""
    log = Log(entries, known)
    found = [*_released(log, plant, instant), *_in_force_before(log, plant, instant)]
    found = sorted((one for one in found if one.bom.view.value == view), reverse=True)
    for rank, one in enumerate(found):
        later = [other for other in found[rank + 1 :] if other.begins >= one.begins]
        if not any(log.is_followed(one.bom, other.bom) for other in later):
            return one.bom.key
    return None


def _released(log: Log, plant: str, instant: int) -> Iterable[Candidate]:
    latest: dict[str, tuple[Entry, RevisionReleased]] = {
        fact.release: (entry, fact) for entry, fact in log.told(RevisionReleased)
    }
    for number, (entry, release) in latest.items():
        if any(fact.release == number and it.event.occurred_at <= instant for it, fact in log.told(RevisionWithdrawn)):
            continue
        if _is_out_of_use(log, release.bom, instant):
            continue
        box = release.effectivity
        if box is None:
            box = log.history(release.bom)[-1][1].effectivity if log.history(release.bom) else Effectivity()
        begins = box.since
        if begins == FAR_PAST:
            begins = min(
                it.event.occurred_at
                for it, fact in log.told(RevisionReleased)
                if (fact.release, fact.bom) == (number, release.bom)
            )
        if begins <= instant < box.until and _reaches(release.bom, box, plant):
            yield Candidate(_names_plants(release.bom, box), begins, entry.event.order, release.bom)


def _in_force_before(log: Log, plant: str, instant: int) -> Iterable[Candidate]:
    latest = {fact.release: fact.bom for _, fact in log.told(RevisionReleased)}
    for bom in log.revisions():
        in_use = [(entry, fact) for entry, fact in log.history(bom) if fact.state is not SourceState.OBSOLETE]
        if bom in latest.values() or not in_use or in_use[-1][1].state is not SourceState.RELEASED:
            continue
        entry, fact = in_use[-1]
        box = fact.effectivity
        covered = box.since <= instant < box.until and _reaches(bom, box, plant)
        if covered and not _is_out_of_use(log, bom, instant):
            yield Candidate(_names_plants(bom, box), box.since, entry.event.order, bom)


def _is_out_of_use(log: Log, bom: BomReference, instant: int) -> bool:
    history = log.history(bom)
    if not history or history[-1][1].state is not SourceState.OBSOLETE:
        return False
    until = history[-1][1].effectivity.until
    if until < FAR_FUTURE:
        return instant >= until
    since = history[-1][0].event.occurred_at
    for entry, fact in reversed(history):
        if fact.state is not SourceState.OBSOLETE:
            break
        since = entry.event.occurred_at
    return instant >= since


def _reaches(bom: BomReference, box: Effectivity, plant: str) -> bool:
    return all("*" in plants or plant in plants for plants in ((bom.plant,), box.plants))


def _names_plants(bom: BomReference, box: Effectivity) -> bool:
    return bom.plant != "*" or box.plants != ("*",)


def lines_of(entries: Sequence[Entry], known: int) -> set[tuple[str, BomLine]]:
    """The lines of every revision as currently stated, by the revision's key."""
    log = Log(entries, known)
    return {(bom.key, line) for bom in log.revisions() for line in log.history(bom)[-1][1].lines}


def substitutes_of(entries: Sequence[Entry], plant: str, instant: int, known: int) -> set[tuple[str, ...]]:
    """Revision, line, substitute, quantity and set of all that may stand in at a point, as currently stated."""
    return {
        (bom, line.line, rule.item, (rule.quantity or line.quantity).value, rule.set_name or "")
        for bom, line in lines_of(entries, known)
        for rule in line.substitutes
        if all(
            ("*" in box.plants or plant in box.plants) and box.since <= instant < box.until
            for box in (line.effectivity, rule.effectivity)
        )
    }
