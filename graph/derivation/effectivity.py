"""Which revision of an item applies, and for every other one the condition that dropped it: pure, from the log.

Why a claim is missing is found by leaving out what may have removed it: withdrawals, then voids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from graph.answers.effectivity import Applicability, Candidate
from graph.clock import FAR_FUTURE
from graph.derivation.applicability import Case, Release, Verdict, judge_claim
from graph.derivation.claims import statements
from graph.derivation.timeline import claims_of, recorded_by, windows_of
from graph.derivation.verdicts import when
from graph.model.base import ALL_PLANTS
from graph.model.bom import BomReference, BomRevisionDefined, SourceState, View
from graph.model.entry import Entry
from graph.model.release import RevisionReleased, RevisionWithdrawn


def effective_revision(
    entries: Iterable[Entry], item: str, view: View, plant: str | None, as_of: int, known: int
) -> tuple[Candidate, ...]:
    """Every revision of an item, and whether it applies at a point; the one that does, if any, comes first.

    Args:
        entries: all about the item that `fold_structure` folds.
        item: number of the item.
        view: whose structure.
        plant: for which plant; none for a plant that no revision names.
        as_of: valid time, epoch microseconds.
        known: knowledge time, epoch microseconds.

    """
    recorded = recorded_by(entries, known)
    counting = [entry for entry in recorded if entry.counts_at(known)]
    case = _case(item, view, plant or ALL_PLANTS, as_of, counting)
    lost = _lost(item, recorded, counting, known)
    found = [_judge(case, bom, lost.get(bom.key)) for bom in _named(item, recorded)]
    return tuple(sorted(found, key=lambda it: (it.applicability is not Applicability.APPLIES, it.view != view, it.bom)))


def _case(item: str, view: View, plant: str, as_of: int, counting: Sequence[Entry]) -> Case:
    standing = claims_of(item, counting)
    rivals = [
        claim
        for claim in standing.values()
        if claim.view == view and claim.covers(plant) and claim.span.start <= as_of < claim.span.end
    ]
    return Case(
        view=view,
        plant=plant,
        as_of=as_of,
        claims=claims_of(item, [it for it in counting if not isinstance(it.event.fact, RevisionWithdrawn)]),
        standing=standing,
        rivals=sorted(rivals, reverse=True, key=lambda claim: claim.strength),
        releases=dict(_releases(counting)),
        events={entry.event.order: entry.event.key for entry in counting},
        definitions=statements(counting, BomRevisionDefined),
        windows=windows_of(item, counting),
    )


def _releases(counting: Sequence[Entry]) -> Iterator[tuple[str, Release]]:
    withdrawn = {number: told[0].occurred_at for number, told in statements(counting, RevisionWithdrawn).items()}
    for number, stated in statements(counting, RevisionReleased).items():
        order, _, release = stated[-1]
        first = next(it.occurred_at for it in stated if it.fact.bom == release.bom)
        yield order, Release(release.bom.key, first, withdrawn.get(number, FAR_FUTURE))


def _named(item: str, recorded: Iterable[Entry]) -> list[BomReference]:
    """The revisions of an item that anything defined or released, each once."""
    facts = [entry.event.fact for entry in recorded]
    boms = [fact.bom for fact in facts if isinstance(fact, BomRevisionDefined | RevisionReleased)]
    return list({bom.key: bom for bom in boms if bom.item == item}.values())


def _lost(item: str, recorded: Sequence[Entry], counting: Sequence[Entry], known: int) -> dict[str, int]:
    """When the last void about a revision was recorded, for those that would be defined or claim without voids."""
    would_claim = {claim.bom for claim in claims_of(item, recorded).values()}
    stated = {bom.key for bom in _named(item, counting)}
    lost: dict[str, int] = {}
    for entry in recorded:
        fact = entry.event.fact
        if entry.voided_at <= known and isinstance(fact, BomRevisionDefined | RevisionReleased):
            key = fact.bom.key
            if key in would_claim or key not in stated:
                lost[key] = max(lost.get(key, entry.voided_at), entry.voided_at)
    return lost


def _judge(case: Case, bom: BomReference, voided_at: int | None) -> Candidate:
    own = [claim for claim in case.claims.values() if claim.bom == bom.key]
    order = ""
    if bom.view is not case.view:
        verdict = Verdict(Applicability.OTHER_VIEW, f"it is of the {bom.view.lower()} view")
    elif own:
        order, verdict = max(((it.order, judge_claim(case, it)) for it in own), key=lambda it: (it[1].progress, it[0]))
    elif voided_at is not None:
        words = f"what was stated for it is voided, as recorded on {when(voided_at)}"
        verdict = Verdict(Applicability.VOIDED, words, recorded_at=voided_at)
    else:
        verdict = _without_claim(case, bom)
    return Candidate(
        bom=bom.key,
        revision=bom.revision,
        view=bom.view,
        plant=bom.plant,
        event=case.events.get(order),
        **verdict._asdict(),
    )


def _without_claim(case: Case, bom: BomReference) -> Verdict:
    in_use = [it.fact.state for it in case.definitions.get(bom.key, ()) if it.fact.state is not SourceState.OBSOLETE]
    in_force = in_use[-1:] == [SourceState.RELEASED]
    if in_force or any(release.bom == bom.key for release in case.releases.values()):
        return Verdict(Applicability.NOWHERE, "its plants and times leave nothing in which it could apply")
    return Verdict(Applicability.NOT_RELEASED, "nothing has released it")
