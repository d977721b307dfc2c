"""What becomes of one claim of a revision at one point: it applies, or a condition drops it. Pure.

The rule is that by which windows are laid: of the claims that hold at the point the strongest applies, unless it
yields to a weaker one of a revision that supersedes its own and begins no earlier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph.answers.effectivity import Applicability
from graph.derivation.claims import Claim, Definitions
from graph.derivation.structure import WindowBox, supersedes
from graph.derivation.timeline import interval, name_of, reaches
from graph.derivation.verdicts import when
from graph.model.bom import View

_PROGRESS = (
    {Applicability.OTHER_PLANT},
    {
        Applicability.NOT_RELEASED,
        Applicability.NOT_YET_EFFECTIVE,
        Applicability.NO_LONGER_EFFECTIVE,
        Applicability.WITHDRAWN,
    },
    {Applicability.SUPERSEDED, Applicability.OVERRIDDEN, Applicability.REPLACED, Applicability.TIE},
    {Applicability.APPLIES},
)
"""What is told of claims, from the one that is dropped first on."""


class Release(NamedTuple):
    """A release of a revision: when it was first stated, and when it was withdrawn."""

    bom: str
    stated: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Case:
    """A point, and what counts there.

    Attributes:
        claims: by the order of the event that makes each, as if nothing had been withdrawn.
        standing: those that withdrawals leave, perhaps shorter.
        rivals: those that hold at the point, the strongest first.
        releases: by the order of the event that makes their claim.
        events: keys of events by their order.

    """

    view: View
    plant: str
    as_of: int
    claims: Mapping[str, Claim]
    standing: Mapping[str, Claim]
    rivals: Sequence[Claim]
    releases: Mapping[str, Release]
    events: Mapping[str, str]
    definitions: Definitions
    windows: Sequence[WindowBox]


class Verdict(NamedTuple):
    """What a candidate says of one claim, or of a revision without any."""

    applicability: Applicability
    reason: str
    since: int | None = None
    until: int | None = None
    by: str | None = None
    recorded_at: int | None = None

    @property
    def progress(self) -> int:
        """How far it comes; of several claims for one revision, that which comes nearest to applying is told."""
        return next(rank for rank, kinds in enumerate(_PROGRESS) if self.applicability in kinds)


def judge_claim(case: Case, asked: Claim) -> Verdict:
    """What became of a claim that nothing but a withdrawal may have cut."""
    if not asked.covers(case.plant):
        return Verdict(Applicability.OTHER_PLANT, f"it is for {_plants(asked.plants)} only")
    claim = case.standing.get(asked.order)
    if claim is None:
        withdrawn = case.releases[asked.order].withdrawn
        words = f"its release was withdrawn on {when(withdrawn)}, before it began"
        return Verdict(Applicability.WITHDRAWN, words, since=withdrawn)
    if case.as_of < claim.span.start:
        return _ahead(case, claim)
    if case.as_of < claim.span.end:
        return _against_rivals(case, claim)
    if claim.span.end < asked.span.end:
        words = f"its release was withdrawn on {when(claim.span.end)}"
        return Verdict(Applicability.WITHDRAWN, words, since=claim.span.end)
    return Verdict(
        Applicability.NO_LONGER_EFFECTIVE, f"it was effective until {when(claim.span.end)}", since=claim.span.end
    )


def _plants(codes: Sequence[str]) -> str:
    return f"plant {codes[0]}" if len(codes) == 1 else f"plants {', '.join(codes)}"


def _ahead(case: Case, claim: Claim) -> Verdict:
    release, start = case.releases.get(claim.order), claim.span.start
    if release and case.as_of < release.stated:
        words = f"it is released only on {when(release.stated)}"
        return Verdict(Applicability.NOT_RELEASED, words, until=release.stated)
    return Verdict(Applicability.NOT_YET_EFFECTIVE, f"it is effective only from {when(start)} on", until=start)


def _against_rivals(case: Case, claim: Claim) -> Verdict:
    """Whether a claim that holds at the point is the one that applies: as windows are laid, at one point."""
    followers = [_followers(case, rival) for rival in case.rivals]
    winner = case.rivals[followers.index([])]
    if claim.bom == winner.bom:
        return _applies(case, winner)
    yielded = followers[case.rivals.index(claim)]
    if claim.strength > winner.strength:
        by = winner if winner in yielded else yielded[0]
        return _beaten(Applicability.SUPERSEDED, by, f"{name_of(by.bom)} supersedes it")
    name, start = name_of(winner.bom), winner.span.start
    if winner.specific and not claim.specific:
        return _beaten(Applicability.OVERRIDDEN, winner, f"{name} is for this plant by name")
    if supersedes(winner.bom, claim.bom, case.definitions):
        return _beaten(Applicability.SUPERSEDED, winner, f"{name} supersedes it")
    if start > claim.span.start:
        return _beaten(Applicability.REPLACED, winner, f"{name} begins later, on {when(start)}")
    return _beaten(Applicability.TIE, winner, f"{name} begins at the same moment, and only was stated later")


def _followers(case: Case, claim: Claim) -> list[Claim]:
    """The weaker claims to which a claim yields: those of revisions that supersede its own and begin no earlier."""
    return [
        other
        for other in case.rivals[case.rivals.index(claim) + 1 :]
        if other.span.start >= claim.span.start and supersedes(other.bom, claim.bom, case.definitions)
    ]


def _beaten(applicability: Applicability, by: Claim, reason: str) -> Verdict:
    return Verdict(applicability, reason, since=interval(by.span).since, by=by.bom)


def _applies(case: Case, winner: Claim) -> Verdict:
    window = next(
        it
        for it in case.windows
        if it.bom == winner.bom and reaches(it, case.plant) and it.effective.start <= case.as_of < it.effective.end
    )
    span = interval(window.effective)
    start = f" from {when(span.since)}" if span.since is not None else ""
    end = f" until {when(span.until)}" if span.until is not None else ""
    return Verdict(Applicability.APPLIES, f"it applies{start}{end}", since=span.since, until=span.until)
