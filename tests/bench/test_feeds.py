"""The made-up events are what they claim to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import orjson

from graph.model.entry import Event
from ingest.interpretation import draft, sort_out
from ingest.splitting import EventText
from tests.bench.events import BLOCK_EVENTS, LINES, SOURCE, Feed
from tests.bench.million import write_events
from tests.bench.pipeline import BASE, WORKLOADS


def events_of(texts: Iterable[bytes]) -> tuple[Event, ...]:
    """The events of texts, none of which may be refused."""
    events, refusals = sort_out(draft(SOURCE, [EventText(number, text) for number, text in enumerate(texts)]))
    assert refusals == ()
    return events


def types_of(texts: Iterable[bytes]) -> Counter[str]:
    """How many texts are of which type, domain and version left out."""
    return Counter(orjson.loads(text)["type"].partition(".")[2].removesuffix(".v1") for text in texts)


def test_every_event_of_the_foundation_and_the_mix_can_be_recorded() -> None:
    feed = Feed("A")
    events = events_of([*feed.foundation(), *feed.mix(2)])
    assert len({event.key for event in events}) == len(events) == 3 * BLOCK_EVENTS


def test_every_event_of_every_workload_can_be_recorded() -> None:
    for make in WORKLOADS.values():
        texts = list(make(Feed("A", BASE)))
        assert len(events_of(texts[:200])) == 200


def test_a_block_of_the_mix_has_the_shares_that_it_tells() -> None:
    assert types_of(Feed("A").mix(1)) == {
        "item.defined": 36,
        "bom.defined": 14,
        "step.acknowledged": 13,
        "step.dispatched": 11,
        "order.changed": 9,
        "unit.produced": 8,
        "approval.recorded": 5,
        "order.raised": 2,
        "revision.released": 2,
    }


def test_every_bom_revision_has_ten_different_lines() -> None:
    texts = [*Feed("A").mix(3), *Feed("A", "B").boms(40)]
    boms = [data for text in texts if "lines" in (data := orjson.loads(text)["data"])]
    assert {len({line["item"] for line in bom["lines"]}) for bom in boms} == {LINES}


def test_the_same_space_gives_the_same_texts_and_another_space_other_names() -> None:
    first, again, other = ([*Feed(space).mix(1)] for space in ("A", "A", "B"))
    assert first == again
    assert {event.key for event in events_of(first)}.isdisjoint(event.key for event in events_of(other))


def test_a_story_has_the_steps_and_the_answers_that_are_asked_for() -> None:
    types = types_of(Feed("A").story(steps=12, acknowledgments=40, orders=3, units=5))
    told = ("step.dispatched", "step.acknowledged", "order.changed", "unit.produced")
    assert [types[name] for name in told] == [12, 40, 3, 5]


def test_a_file_has_as_many_events_as_are_asked_for(tmp_path: Path) -> None:
    write_events(tmp_path / "events.ndjson", 250)
    assert len(events_of((tmp_path / "events.ndjson").read_bytes().splitlines())) == 250
