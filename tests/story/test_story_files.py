"""The files of the demo story hold together: readable, complete, in the order of time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby, pairwise

import pytest

from app.demo import LATE, MOST_INTERESTING, STORY, story_files
from graph.canonical import digest
from graph.clock import parse_instant
from graph.model.acknowledgment import StepAcknowledged
from graph.model.approval import ApprovalRecorded
from graph.model.base import Fact, Subject
from graph.model.bom import BomRevisionDefined, View
from graph.model.change_order import ChangeOrderRaised
from graph.model.contract import CONTRACTS
from graph.model.identifier import IdentifierMapped
from graph.model.item import ItemDefined
from graph.model.order import OrderChanged
from graph.model.party import PartyDefined
from graph.model.plant import PlantDefined
from graph.model.release import RevisionReleased, RevisionWithdrawn, StepDispatched
from graph.model.system import SystemRegistered
from graph.model.unit import UnitProduced
from graph.model.void import EventVoided
from tests.story.replay import Kind, Told, story

DEFINING = (
    *(SystemRegistered, PlantDefined, PartyDefined, ItemDefined, BomRevisionDefined),
    *(ChangeOrderRaised, RevisionReleased, OrderChanged, UnitProduced, IdentifierMapped),
)
"""Facts by which a noun is there, rather than only referred to."""

ORDER_OF_ATTRIBUTES = ["specversion", "id", "source", "type", "subject", "time", "recordedtime", "data"]
UNITS = {"C62", "PR", "MTR", "KGM", "LTR"}
"""UN/ECE Recommendation 20: piece, pair, metre, kilogram, litre."""


def sent_at(told: Told) -> int:
    """When the source wrote the event out; it says so where that was well after the fact."""
    late = told.envelope.recorded_text
    return told.envelope.occurred_at if late is None else parse_instant(late)


def by_file() -> list[list[Told]]:
    return [list(events) for _, events in groupby(story(), key=lambda told: told.file)]


def said(kind: type[Kind]) -> list[Kind]:
    return [told.fact for told in story() if isinstance(told.fact, kind)]


def test_every_line_is_an_event_of_a_known_contract_and_every_contract_has_one() -> None:
    lines = sum(len(file.path.read_bytes().splitlines()) for file in story_files())
    assert len(story()) == lines
    assert {told.envelope.contract for told in story()} == set(CONTRACTS)


def test_attributes_stand_in_the_same_order_on_every_line() -> None:
    for file in story_files():
        for line in file.path.read_text(encoding="utf-8").splitlines():
            names = list(json.loads(line))
            assert names == [name for name in ORDER_OF_ATTRIBUTES if name in names]


def test_a_file_is_sent_by_the_system_that_its_name_tells() -> None:
    for file, events in zip(story_files(), by_file(), strict=True):
        assert {told.envelope.source for told in events} == {file.source}
        assert file.path.name[2:].startswith(f"-{file.source.lower()}-")


def test_ids_are_unique_within_their_source() -> None:
    ids = Counter((told.envelope.source, told.envelope.id) for told in story())
    assert ids.most_common(1)[0][1] == 1


def test_files_begin_in_the_order_of_time_within_a_chapter_and_chapters_do_too() -> None:
    files = by_file()
    for events in files:
        assert [sent_at(told) for told in events] == sorted(sent_at(told) for told in events)
    for earlier, later in pairwise(files):
        if earlier[0].file[0] == later[0].file[0]:
            assert sent_at(earlier[0]) <= sent_at(later[0])
    chapters = [next(events) for _, events in groupby(story(), key=lambda told: told.file[0])]
    assert chapters == sorted(chapters, key=sent_at)


def test_all_is_written_in_working_hours_from_august_to_20_november() -> None:
    for told in story():
        local = datetime.fromisoformat(told.envelope.occurred_text)
        assert local.weekday() < 5
        assert 5 <= local.hour < 18
        assert parse_instant("2026-08-01T00:00:00Z") <= told.envelope.occurred_at
        assert sent_at(told) < parse_instant("2026-11-20T00:00:00Z")


def test_the_world_has_the_size_that_the_readme_tells() -> None:
    readme = (STORY / "README.md").read_text(encoding="utf-8")
    revisions, changes = said(BomRevisionDefined), said(ChangeOrderRaised)
    baseline = [it for it in revisions if it.change is None and it.bom.view is View.ENGINEERING]
    assert f"{len(said(ItemDefined))} items, {len(baseline)} bills of material" in readme
    assert len(revisions) >= 30
    assert len(changes) >= 6
    assert all(f", {it.change}: " in readme for it in changes)


def test_every_bike_has_four_levels() -> None:
    lines = {
        it.bom.item: [line.item for line in it.lines]
        for it in said(BomRevisionDefined)
        if it.bom.view is View.ENGINEERING
    }

    def levels(item: str) -> int:
        return 1 + max((levels(component) for component in lines.get(item, ())), default=0)

    bikes = [item for item in lines if item.startswith("EB-")]
    assert [levels(bike) for bike in bikes] == [4] * 5


def test_quantities_are_in_codes_of_recommendation_20_and_in_the_unit_of_their_item() -> None:
    units = {it.item: it.uom for it in said(ItemDefined)}
    assert set(units.values()) == UNITS
    for revision in said(BomRevisionDefined):
        assert all(line.quantity.uom == units[line.item] for line in revision.lines)


def test_every_reference_resolves_and_only_a_change_order_names_what_comes_later() -> None:
    defined: dict[Subject, int] = {}
    for told in story():
        if isinstance(told.fact, DEFINING):
            defined[told.fact.subject] = min(sent_at(told), defined.get(told.fact.subject, sent_at(told)))
    for told in story():
        for subject in named_by(told):
            assert subject in defined, (told.envelope.id, subject)
            earlier = defined[subject] <= sent_at(told)
            assert earlier or isinstance(told.fact, ChangeOrderRaised), (told.envelope.id, subject)


def named_by(told: Told) -> Iterator[Subject]:
    """Everything that an event names, its own subject and its sender included."""
    yield Subject("System", told.envelope.source)
    yield from told.fact.references()
    match told.fact:
        case StepDispatched() | StepAcknowledged() | RevisionWithdrawn() | ApprovalRecorded():
            yield told.fact.subject
        case OrderChanged() | IdentifierMapped():
            yield Subject("System", told.fact.system)
        case UnitProduced() if told.fact.order is not None:
            yield Subject("Order", told.fact.order)


def test_approvals_come_before_the_release_and_only_one_answer_comes_without_its_dispatch() -> None:
    decided: Counter[str | None] = Counter()
    sent: set[tuple[str, int]] = set()
    unsent = []
    for told in sorted(story(), key=lambda one: one.envelope.occurred_at):
        match told.fact:
            case ApprovalRecorded():
                decided[told.fact.change] += 1
            case RevisionReleased():
                assert decided[told.fact.change] == (1 if told.fact.change == "ECO-1051" else 4)
            case StepDispatched():
                sent.add((told.fact.step.key(told.fact.release), told.fact.generation))
            case StepAcknowledged():
                if (told.fact.step.key(told.fact.release), told.fact.generation) not in sent:
                    unsent.append(told.envelope.id)
    assert unsent == ["rel-1046-wms-stock-restriction-ack-1"]


def test_a_void_names_an_earlier_event_of_its_file_and_its_correction() -> None:
    (void,) = said(EventVoided)
    (file,) = (events for events in by_file() if void in [told.fact for told in events])
    ids = [told.envelope.id for told in file]
    assert ids.index(void.event) < ids.index(void.corrective_events[0])


def test_only_one_event_comes_before_the_mapping_of_a_name_that_it_uses() -> None:
    held = [(told.file, told.envelope.id, [name.value for name in told.missing]) for told in story() if told.missing]
    assert held == [("07-erp-summer-orders.ndjson", "order-100479-opened", ["107702"])]


def test_a_content_digest_is_that_of_the_lines_as_sent() -> None:
    stated = [told.envelope.data for told in story() if "contentDigest" in told.envelope.data]
    assert len(stated) == len(said(RevisionReleased))
    assert all(data["contentDigest"] == digest(data["lines"]) for data in stated)


@pytest.mark.parametrize("kind", [ApprovalRecorded, StepDispatched, StepAcknowledged])
def test_what_is_signed_sent_and_echoed_is_the_digest_of_the_revision(kind: type[Fact]) -> None:
    digests = {it.bom.key: it.digest() for it in said(BomRevisionDefined)}
    released = {key: digests[it.bom.key] for it in said(RevisionReleased) for key in (it.release, it.change)}
    other = [
        told.envelope.id
        for told in story()
        for digest_named in (told.envelope.data.get("digest"), told.envelope.data.get("signedDigest"))
        if isinstance(told.fact, kind) and digest_named not in {None, released[told.fact.subject.key]}
    ]
    assert other == (["rel-1044-mes-monterrey-bom-ack-2"] if kind is StepAcknowledged else [])


def test_the_most_interesting_revision_is_released_and_the_late_file_is_the_last() -> None:
    assert MOST_INTERESTING in [it.bom for it in said(RevisionReleased)]
    assert story_files()[-1].path.name == LATE
    assert len([told for told in story() if told.file == LATE]) == 1
