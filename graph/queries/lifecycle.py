"""How far a revision has come, derived from what is known of it at a pair of clocks: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.answers.bom_revision import RevisionLife, Window
from graph.answers.noun import BomRevisionState
from graph.model.bom import SourceState


@dataclass(frozen=True, slots=True)
class LifeEvidence:
    """What tells how far a revision has come.

    Attributes:
        revision: what its source says of it.
        windows: where and when it applies.
        replaced: whether another revision of the item applies in its view at that time.
        released: whether it had been released, taken back or not.
        withdrawn: whether all releases of it had been taken back.
        approved: whether the gates of its change had let it through.

    """

    revision: BomRevisionState
    windows: Sequence[Window]
    replaced: bool
    released: bool
    withdrawn: bool
    approved: bool


def life_of(evidence: LifeEvidence, moment: int) -> RevisionLife:
    """How far a revision has come at a moment, over all plants.

    It is effective if it applies somewhere at that moment. Before that it is released, once it has been; after it,
    superseded if another one applies instead, and obsolete if nothing does.
    """
    if any(window.covers(moment) for window in evidence.windows):
        return RevisionLife.EFFECTIVE
    if evidence.withdrawn:
        return RevisionLife.WITHDRAWN
    if evidence.revision.source_state is SourceState.OBSOLETE:
        return RevisionLife.OBSOLETE
    if any(window.begun(moment) for window in evidence.windows):
        return RevisionLife.SUPERSEDED if evidence.replaced else RevisionLife.OBSOLETE
    if evidence.released or evidence.revision.source_state is SourceState.RELEASED:
        never_applies = evidence.replaced and not evidence.windows
        return RevisionLife.SUPERSEDED if never_applies else RevisionLife.RELEASED
    return RevisionLife.APPROVED if evidence.approved else RevisionLife.DRAFT
