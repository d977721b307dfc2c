"""How long a release trace takes, as a typed answer and through GraphQL, beside its statements over Bolt by hand."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from itertools import chain
from typing import Any, Final

import orjson

from app.graphql import Reader
from app.keys import Keyring
from graph.queries.release_trace import TraceSubject, traces_of
from resolvers.context import Context
from resolvers.schema import build_schema
from tests.bench.client import Job, Line, requests_of
from tests.bench.events import Feed, release_number
from tests.bench.loading import load
from tests.bench.measured import Aim, Measure, measure, percentile
from tests.bench.pipeline import BASE
from tests.bench.sent import Sent, recorded
from tests.bench.site import Site

STEPS: Final = 12
_ACKNOWLEDGMENTS: Final = (40, 200)
_ORDERS: Final = 20
_UNITS: Final = 40
_WARM_UP: Final = 150
_ROUNDS: Final = 5
_ASKED: Final = 100
"""Times that each side is asked in one round."""

_AIM: Final = Aim("ratio", most=2.0)

QUERY: Final = """
query Trace($release: ID!) {
  releaseTrace(release: $release) {
    traces {
      number verdict proven blockingStep blockingReason releasedAt releasedBy revisionKey
      change { number title reason }
      approvals { nodes { role signer decision occurredAt } }
      gates { nodes { name status passedAt } }
      steps {
        nodes {
          key systemCode kind verdict reason due overdueSince
          sentAt receivedAt acknowledgedAt acceptedAt implementedAt verifiedAt revisionSent revisionHeld
          acknowledgments { nodes { kind status revision actor occurredAt recordedAt } }
        }
      }
      findings { nodes { kind ref text occurredAt } }
      usage {
        orderTotal unitTotal
        orders { nodes { key status plant revision occurredAt } }
        units { nodes { serial plant revision occurredAt } }
      }
    }
    envelope { asOf asKnownAt completeness { complete limitsHit gaps { kind ref } } }
  }
}
"""


async def trace(site: Site, api: int) -> list[Measure]:
    """Trace releases with few and with many answers."""
    measures = []
    for acknowledgments in _ACKNOWLEDGMENTS:
        measures += await _measured(site, api, acknowledgments)
    return measures


async def _measured(site: Site, api: int, acknowledgments: int) -> list[Measure]:
    name = f"{STEPS} steps, {acknowledgments} acknowledgments"
    site.report(f"trace beside its statements: {name}")
    space = f"TRACE{acknowledgments}"
    feed = Feed(space, BASE)
    await load(site, feed.story(steps=STEPS, acknowledgments=acknowledgments, orders=_ORDERS, units=_UNITS))
    variables = {"release": release_number(space, 0, 0)}
    sent = await _statements(site, variables)
    line = await Line.open(api)
    request = _request(site, api, variables)

    async def answer() -> None:
        await traces_of(site.graph, TraceSubject(release=variables["release"]))

    async def graphql() -> None:
        status, body = await line.ask(request)
        if status != 200 or b'"errors"' in body:
            raise RuntimeError(f"the trace was answered with {status}: {body[:300]!r}")

    async def bare() -> None:
        await _by_hand(site, sent)

    answers, queries, statements = zip(*await _in_turns(answer, graphql, bare), strict=True)
    line.close()
    names = [one.name for one in sent]
    return [
        *_told(f"trace: {name}", answers, statements, names),
        *_told(f"trace by GraphQL: {name}", queries, statements, names),
    ]


async def _statements(site: Site, variables: dict[str, str]) -> Sequence[Sent]:
    """What the resolvers ask the database for the query, executed here."""
    caller = await Keyring(site.graph, 0.0).caller(site.key)
    with recorded() as sent:
        context = Context(site.graph, Reader(caller))
        answer = await build_schema(development=False).execute(QUERY, variables, context)
    if answer.errors:
        raise RuntimeError(f"the trace cannot be asked for: {answer.errors}")
    return list(sent)


def _request(site: Site, api: int, variables: dict[str, str]) -> bytes:
    headers = {"content-type": "application/json", "x-api-key": site.key}
    body = orjson.dumps({"query": QUERY, "variables": variables}).decode()
    return requests_of(Job(api, "/graphql", headers, [body], 1, 0))[0]


async def _by_hand(site: Site, sent: Sequence[Sent]) -> None:
    """All statements in one transaction, every row taken."""
    async with site.bolt.session() as session, await session.begin_transaction() as transaction:
        for one in sent:
            await (await transaction.run(one.text, one.params)).to_eager_result()


async def _in_turns(*sides: Callable[[], Awaitable[None]]) -> list[list[list[float]]]:
    """Milliseconds of each call, by round and side."""
    for _ in range(_WARM_UP):
        for side in sides:
            await side()
    return [await _round(sides) for _ in range(_ROUNDS)]


async def _round(sides: Sequence[Callable[[], Awaitable[None]]]) -> list[list[float]]:
    times: list[list[float]] = [[] for _ in sides]
    for _ in range(_ASKED):
        for side, taken in zip(sides, times, strict=True):
            begun = time.perf_counter()
            await side()
            taken.append((time.perf_counter() - begun) * 1000)
    return times


def _told(name: str, ours: Sequence[list[float]], bare: Sequence[list[float]], statements: list[str]) -> list[Measure]:
    """The median of each round, and the 99th percentile over all rounds."""
    sides = ours, bare
    medians = [[percentile(sorted(taken), 0.50) for taken in side] for side in sides]
    slowest = [[percentile(sorted(chain.from_iterable(side)), 0.99)] for side in sides]
    details: dict[str, Any] = {"statements": statements, "asked": _ROUNDS * _ASKED}
    return [
        measure(f"{name}, {label}", "ms", *pair, aim=_AIM, details=details)
        for label, pair in (("p50", medians), ("p99", slowest))
    ]
