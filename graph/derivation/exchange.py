"""What was sent to the target of one step and what came back, and what of it counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from graph.answers.evidence import AcknowledgmentEvidence, DispatchEvidence
from graph.clock import FAR_PAST
from graph.model.acknowledgment import AcknowledgmentKind, AcknowledgmentStatus

REFUSALS = frozenset(
    {
        AcknowledgmentStatus.REJECTED,
        AcknowledgmentStatus.FAILED,
        AcknowledgmentStatus.HELD,
        AcknowledgmentStatus.COMPENSATED,
    }
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """Dispatches and answers of one step, each in its order.

    Attributes:
        asked: the generation that the release itself has come to; 0 if it does not say.

    """

    dispatches: tuple[DispatchEvidence, ...]
    answers: tuple[AcknowledgmentEvidence, ...]
    asked: int = 0

    @property
    def dispatched(self) -> int:
        """The latest generation that was dispatched; 0 before any."""
        return max((dispatch.generation for dispatch in self.dispatches), default=0)

    @property
    def generation(self) -> int:
        """The generation that counts: a released one is not completed by what an older one came to."""
        return max(self.asked, self.dispatched)

    @property
    def sent(self) -> DispatchEvidence | None:
        """The last dispatch of the generation that counts."""
        current = [dispatch for dispatch in self.dispatches if dispatch.generation == self.generation]
        return current[-1] if current else None

    @property
    def current(self) -> tuple[AcknowledgmentEvidence, ...]:
        """The answers to the generation that counts; all of them when nothing was ever dispatched."""
        if not self.dispatches:
            return self.answers
        return tuple(answer for answer in self.answers if answer.generation == self.generation)

    def until(self, moment: int) -> Exchange:
        """The exchange as far as it had come at that moment."""
        return replace(
            self,
            dispatches=tuple(dispatch for dispatch in self.dispatches if dispatch.occurred_at <= moment),
            answers=tuple(answer for answer in self.answers if answer.occurred_at <= moment),
        )

    def is_stale(self, answer: AcknowledgmentEvidence) -> bool:
        """Whether a newer generation than it answers had been sent when the answer was given."""
        return any(
            dispatch.generation > answer.generation and dispatch.occurred_at <= answer.occurred_at
            for dispatch in self.dispatches
        )

    def last_word(self) -> tuple[AcknowledgmentEvidence, ...]:
        """The decision that stands on the generation that counts, with those just before it that say the same.

        A refusal so voids what was accepted before it. Where nobody decided, the wire has the last word if it lost
        the step: sending again or getting through makes up for that.
        """
        runs = [tuple(run) for _, run in groupby(filter(decides, self.current), key=lambda answer: answer.status)]
        return runs[-1] if runs else self._lost()

    def _lost(self) -> tuple[AcknowledgmentEvidence, ...]:
        sent = [dispatch for dispatch in self.dispatches if dispatch.generation == self.generation]
        # Clocks of two systems are compared only where the step was sent more than once.
        since = sent[-1].occurred_at if len(sent) > 1 else FAR_PAST
        wire = [answer for answer in self.current if not decides(answer) and answer.occurred_at >= since]
        return (wire[-1],) if wire and wire[-1].status in REFUSALS else ()


def decides(answer: AcknowledgmentEvidence) -> bool:
    """Whether an application or a person decided, rather than the wire delivered or somebody noted receipt."""
    return answer.kind is not AcknowledgmentKind.TRANSPORT and answer.status is not AcknowledgmentStatus.RECEIVED


def accepts(answer: AcknowledgmentEvidence) -> bool:
    """Whether the answer is a decision to accept."""
    return decides(answer) and answer.status is AcknowledgmentStatus.ACCEPTED


@dataclass(frozen=True, slots=True)
class Held:
    """What a target holds, as far as its acceptances say."""

    revision: str | None = None
    digest: str | None = None


def held(acceptances: Iterable[AcknowledgmentEvidence]) -> Held:
    """The last version and the last digest that were named; another version takes the digest of the former with it."""
    revision = digest = None
    for answer in acceptances:
        if answer.revision is not None and answer.revision != revision:
            digest = digest if revision is None else None
            revision = answer.revision
        digest = answer.digest or digest
    return Held(revision, digest)
