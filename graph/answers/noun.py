"""Nouns as they are stated at a pair of clocks."""

from __future__ import annotations

from graph.answers.envelope import Row
from graph.model.bom import SourceState, View
from graph.model.item import Procurement, Tracking
from graph.model.system import SystemKind


class NounState(Row):
    """One noun; all but the key is none where nothing states it.

    Attributes:
        key: its natural key.
        defined: whether anything known states it.
        source: the system that states it.
        occurred_at: when that was, by the source's clock, epoch microseconds.
        recorded_at: when we knew it, epoch microseconds.

    """

    key: str
    defined: bool
    source: str | None = None
    occurred_at: int | None = None
    recorded_at: int | None = None


class ItemState(NounState):
    """An item and its attributes."""

    name: str | None = None
    uom: str | None = None
    procurement: Procurement | None = None
    family: str | None = None
    regulatory_class: str | None = None
    tracking: Tracking | None = None


class BomRevisionState(NounState):
    """What its source says of a BOM revision as a whole; where it applies is in its windows.

    Attributes:
        source_state: what the defining system says of it by itself.
        digest: digest of its lines.
        plants: where its source says that it applies, `*` for everywhere.
        eff_from: from when, epoch microseconds; far past when open.
        eff_to: until before when, epoch microseconds; far future when open.
        supersedes: key of the revision that it follows.
        derived_from: key of the engineering revision that it was made from.

    """

    item: str
    revision: str
    view: View
    plant: str
    source_state: SourceState | None = None
    digest: str | None = None
    description: str | None = None
    change: str | None = None
    plants: tuple[str, ...] | None = None
    eff_from: int | None = None
    eff_to: int | None = None
    supersedes: str | None = None
    derived_from: str | None = None


class IdentifierState(NounState):
    """What one system calls something.

    Attributes:
        canonical: key of the noun that the name stands for.

    """

    system: str
    kind: str
    value: str
    canonical: str | None = None


class SystemState(NounState):
    """A system that takes part."""

    name: str | None = None
    kind: SystemKind | None = None
    plants: tuple[str, ...] | None = None
    party: str | None = None
