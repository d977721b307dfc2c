"""Which revisions of an item ask to apply, where and when: the claims that windows are made of.

At one moment of the knowledge clock a release claims time and plants for its revision, and so does a revision of
which its own system says that it is in force, as long as no release of it is seen here.

- An open start begins when the release was first stated: nothing applies before it was released.
- A withdrawal ends the claim at its own time. A revision that is stated as obsolete ends there too, or where the
  effectivity of that statement ends. What applied before stays so: units were built to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Generic, NamedTuple, TypeVar

from graph.clock import FAR_FUTURE, FAR_PAST
from graph.model.base import ALL_PLANTS, Effectivity, Fact
from graph.model.bom import BomReference, BomRevisionDefined, SourceState
from graph.model.entry import Entry
from graph.model.release import RevisionReleased, RevisionWithdrawn


class Span(NamedTuple):
    """A closed-open interval."""

    start: int
    end: int


class Claim(NamedTuple):
    """A revision asks to apply in these plants over this span.

    Attributes:
        specific: whether plants are named; such a claim beats one for all plants.
        order: that of the event that makes the claim.
        item: the item of the revision: a release restated for another item has claims of that one only.

    """

    specific: bool
    span: Span
    order: str
    bom: str
    item: str
    view: str
    plants: tuple[str, ...]

    def covers(self, plant: str) -> bool:
        """Whether the claim reaches the plant; `*` stands for every plant that no claim names."""
        return not self.specific or plant in self.plants

    @property
    def strength(self) -> tuple[bool, int, str]:
        """What decides between claims for one plant: the greater one applies."""
        return self.specific, self.span.start, self.order


Told = TypeVar("Told", bound=Fact)


class Statement(NamedTuple, Generic[Told]):
    """One fact about a revision or a release, with its place in their order."""

    order: str
    occurred_at: int
    fact: Told


Definitions = Mapping[str, Sequence[Statement[BomRevisionDefined]]]
"""Revision to everything that was stated about it, the current statement last."""


def statements(entries: Iterable[Entry], kind: type[Told]) -> dict[str, list[Statement[Told]]]:
    """The facts of one kind by the key of their subject, each list in its order; entries come in their order."""
    found: defaultdict[str, list[Statement[Told]]] = defaultdict(list)
    for entry in entries:
        event = entry.event
        if isinstance(event.fact, kind):
            found[event.fact.subject.key].append(Statement(event.order, event.occurred_at, event.fact))
    return found


def claims(entries: Sequence[Entry], definitions: Definitions) -> Iterator[Claim]:
    """The claims of releases, and of revisions that were in force before this service began to watch."""
    withdrawn = {number: stated[0].occurred_at for number, stated in statements(entries, RevisionWithdrawn).items()}
    released: set[str] = set()
    for number, stated in statements(entries, RevisionReleased).items():
        bom = stated[-1].fact.bom.key
        released.add(bom)
        yield from _of_release(stated, definitions.get(bom, ()), withdrawn.get(number, FAR_FUTURE))
    for bom in definitions.keys() - released:
        yield from _of_source(definitions[bom])


def _of_release(
    stated: Sequence[Statement[RevisionReleased]], defined: Sequence[Statement[BomRevisionDefined]], withdrawn_at: int
) -> Iterator[Claim]:
    order, _, release = stated[-1]
    box = release.effectivity or (defined[-1].fact.effectivity if defined else Effectivity())
    first = next(it.occurred_at for it in stated if it.fact.bom == release.bom)
    since = box.since if box.since > FAR_PAST else first
    until = min(box.until, withdrawn_at, _obsolete_since(defined))
    yield from _claim(release.bom, box, Span(since, until), order)


def _of_source(stated: Sequence[Statement[BomRevisionDefined]]) -> Iterator[Claim]:
    in_use = [it for it in stated if it.fact.state is not SourceState.OBSOLETE]
    if in_use and in_use[-1].fact.state is SourceState.RELEASED:
        order, _, definition = in_use[-1]
        box = definition.effectivity
        yield from _claim(definition.bom, box, Span(box.since, min(box.until, _obsolete_since(stated))), order)


def _obsolete_since(stated: Sequence[Statement[BomRevisionDefined]]) -> int:
    """When a revision went out of use; far future while its current statement is another one."""
    run = list(takewhile(lambda it: it.fact.state is SourceState.OBSOLETE, reversed(stated)))
    if not run:
        return FAR_FUTURE
    until = run[0].fact.effectivity.until
    return until if until < FAR_FUTURE else run[-1].occurred_at


def _claim(bom: BomReference, box: Effectivity, span: Span, order: str) -> Iterator[Claim]:
    plants = _plants(bom.plant, box.plants)
    if plants and span.start < span.end:
        yield Claim(plants != (ALL_PLANTS,), span, order, bom.key, bom.item, bom.view.value, plants)


def _plants(own: str, asked: tuple[str, ...]) -> tuple[str, ...]:
    """The plants of a revision of one plant (or all) and of a box, together."""
    if own == ALL_PLANTS:
        return asked
    return (own,) if own in asked or asked == (ALL_PLANTS,) else ()
