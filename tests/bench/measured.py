"""What was measured: spreads over rounds, and one thing beside another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any, Self


@dataclass(frozen=True)
class Spread:
    """One figure over all rounds."""

    median: float
    least: float
    most: float
    rounds: tuple[float, ...]

    @classmethod
    def of(cls, values: Sequence[float]) -> Self:
        """The spread of at least one value."""
        return cls(median(values), min(values), max(values), tuple(values))


@dataclass(frozen=True)
class Aim:
    """What is aimed at.

    Attributes:
        figure: "ratio" or "ours".
        least: it should be at least this; None for no such bound.
        most: it should be at most this; None for no such bound.

    """

    figure: str
    least: float | None = None
    most: float | None = None

    def met_by(self, value: float) -> bool:
        """Whether a value keeps to it."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


@dataclass(frozen=True)
class Measure:
    """One thing measured, beside the least that could do the same.

    Attributes:
        name: what was measured.
        unit: of `ours` and `bare`, such as "events/s" or "ms".
        ours: through the service.
        bare: by hand, in the same run; None when there is no such thing.
        ratio: ours by bare, round by round.
        aim: what is aimed at, if anything.
        met: whether the median keeps to the aim; None without one.
        details: further figures.

    """

    name: str
    unit: str
    ours: Spread
    bare: Spread | None = None
    ratio: Spread | None = None
    aim: Aim | None = None
    met: bool | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def measure(
    name: str,
    unit: str,
    ours: Sequence[float],
    bare: Sequence[float] = (),
    *,
    aim: Aim | None = None,
    details: Mapping[str, Any] | None = None,
) -> Measure:
    """A measure from its rounds.

    Args:
        name: what was measured.
        unit: of the figures.
        ours: a figure a round, through the service.
        bare: the same by hand, in the same rounds; empty when there is no such thing.
        aim: what is aimed at.
        details: further figures.
    """
    ratio = Spread.of([one / other for one, other in zip(ours, bare, strict=True)]) if bare else None
    made = Measure(name, unit, Spread.of(ours), Spread.of(bare) if bare else None, ratio, aim, details=details or {})
    if aim is None:
        return made
    figure: Spread = getattr(made, aim.figure)
    return replace(made, met=aim.met_by(figure.median))


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which a share of sorted values lies, by the nearest rank."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
