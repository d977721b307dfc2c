"""One kind of request to the service and to its bare counterpart, in turns, by a client in another process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench.client import Answers, Job, in_another_process
from tests.bench.measured import Aim, Measure, Spread, measure, percentile
from tests.bench.vitals import cpu_seconds, neo4j_process, process_of


@dataclass(frozen=True)
class Side:
    """Where requests go.

    Attributes:
        word: what the command line of the server holds.
        status: the only status that is right.

    """

    word: str
    port: int
    path: str
    headers: Mapping[str, str]
    status: int


@dataclass(frozen=True)
class Load:
    """What is sent: bodies in turns, over so many connections, for so many seconds a round, in so many rounds."""

    bodies: Sequence[str]
    connections: int
    seconds: float
    rounds: int


@dataclass(frozen=True)
class _Shot:
    answers: Answers
    server: float | None
    neo4j: float | None


async def beside(name: str, ours: Side, bare: Side, load: Load, aim: Aim | None = None) -> Measure:
    """Requests per second of both sides, after a round of each that does not count."""
    for side in (ours, bare):
        await _shoot(side, load)
    shots: dict[str, list[_Shot]] = {"ours": [], "bare": []}
    for number in range(load.rounds):
        turns = [("ours", ours), ("bare", bare)]
        for label, side in turns if number % 2 == 0 else reversed(turns):
            shots[label].append(await _shoot(side, load))
    rates = {label: [shot.answers.rate for shot in made] for label, made in shots.items()}
    details = {"connections": load.connections, **{label: _told(made) for label, made in shots.items()}}
    return measure(name, "requests/s", rates["ours"], rates["bare"], aim=aim, details=details)


async def _shoot(side: Side, load: Load) -> _Shot:
    job = Job(side.port, side.path, side.headers, load.bodies, load.connections, load.seconds)
    pids = (process_of(side.word), neo4j_process())
    before = [cpu_seconds(pid) for pid in pids]
    answers = await in_another_process(job)
    if answers.statuses.keys() != {str(side.status)} or '"errors"' in answers.example:
        raise RuntimeError(f"{side.path} answered {dict(answers.statuses)}: {answers.example[:300]}")
    spent = [None if was is None else (cpu_seconds(pid) or 0) - was for pid, was in zip(pids, before, strict=True)]
    return _Shot(answers, *spent)


def _told(shots: Sequence[_Shot]) -> dict[str, Any]:
    """Latencies over all rounds, and the share of one core that each process took."""
    times = sorted(seconds for shot in shots for seconds in shot.answers.times)
    shares = {
        "client": [shot.answers.busy / shot.answers.seconds for shot in shots],
        "server": [shot.server / shot.answers.seconds for shot in shots if shot.server is not None],
        "neo4j": [shot.neo4j / shot.answers.seconds for shot in shots if shot.neo4j is not None],
    }
    return {
        "p50_ms": percentile(times, 0.50) * 1000,
        "p99_ms": percentile(times, 0.99) * 1000,
        "share_of_a_core": {part: Spread.of(values).median for part, values in shares.items() if values},
    }
