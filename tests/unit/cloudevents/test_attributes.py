"""Each attribute of an event is checked by its own rule; nothing is invented and nothing is let through."""

from __future__ import annotations

from typing import Any

import pytest
import rfc8785

from graph.canonical import digest
from graph.clock import parse_instant
from ingest.cloudevents import Envelope
from tests.unit.cloudevents.events import EVENT, accepted, bent, problems_of, refused, said

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_an_event_with_all_attributes_is_read_into_an_envelope() -> None:
    sent = bent(
        recordedtime="2026-11-24T08:14:00+01:00",
        sequence="007",
        partitionkey="100-200",
        dataschema="https://example.org/bom/1",
        datacontenttype="application/json",
        traceparent=TRACE,
        tracestate="vendor=1",
        correlationid="change-7",
        causationid="e-40",
    )
    assert accepted(**sent) == Envelope(
        id="e-41",
        source="urn:sys:plm",
        type="structure.bom.defined",
        version=1,
        subject="bom:plm:100-200/B",
        occurred_at=parse_instant("2026-11-24T07:13:00.25Z"),
        occurred_text="2026-11-24T08:13:00.25+01:00",
        recorded_text="2026-11-24T08:14:00+01:00",
        sequence=7,
        partition_key="100-200",
        dataschema="https://example.org/bom/1",
        correlation_id="change-7",
        causation_id="e-40",
        traceparent=TRACE,
        data=EVENT["data"],
        digest=digest({n: v for n, v in sent.items() if n not in {"recordedtime", "traceparent", "tracestate"}}),
    )


def test_what_is_optional_stays_empty_and_the_subject_is_the_partition() -> None:
    envelope = accepted()
    assert envelope.partition_key == envelope.subject
    optional = ("recorded_text", "sequence", "dataschema", "correlation_id", "causation_id", "traceparent")
    assert {getattr(envelope, name) for name in optional} == {None}


def test_an_event_may_leave_its_subject_to_its_data() -> None:
    envelope = accepted(subject=...)
    assert (envelope.subject, envelope.partition_key) == (None, None)


@pytest.mark.parametrize("name", ["specversion", "id", "source", "type", "time", "data"])
@pytest.mark.parametrize("absent", [..., None])
def test_a_required_attribute_that_is_absent_or_null_is_missing(name: str, absent: object) -> None:
    assert refused(**{name: absent}) == [("FIELD_MISSING", f"/{name}")]


def test_an_optional_attribute_that_is_null_is_as_if_it_were_not_sent() -> None:
    assert accepted(sequence=None, traceparent=None, dataschema=None) == accepted()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "a" * 128),
        ("id", "PO 4711/2026 #1"),
        ("source", "/plants/2/mes"),
        ("source", "https://plm.example.org/a%20b?x=[1]"),
        ("type", "inventory.material.issued.v12"),
        ("type", "release.step_group.acknowledged-late.v1"),
        ("subject", "item:plm:https://x/y:z"),
        ("subject", "item:plm:Rad 26\u2033"),
        ("subject", "item:plm:" + "9" * 191),
        ("time", "1950-01-01T00:00:00Z"),
        ("sequence", "0"),
        ("sequence", "9" * 38),
        ("datacontenttype", "application/json; charset=UTF-8"),
        ("data", {}),
    ],
)
def test_values_within_the_rules_are_accepted(name: str, value: Any) -> None:
    accepted(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("specversion", "0.3"),
        ("specversion", 1.0),
        ("id", ""),
        ("id", "a" * 129),
        ("id", " a"),
        ("id", "a "),
        ("id", "a\tb"),
        ("id", "caf\u00e9"),
        ("id", 41),
        ("id", ["e-41"]),
        ("source", ""),
        ("source", "urn:sys plm"),
        ("source", "urn:sys:%zz"),
        ("source", "urn:sys:" + "a" * 193),
        ("type", "item.defined.v1"),
        ("type", "structure.bom.defined"),
        ("type", "structure.bom.defined.v0"),
        ("type", "structure.bom.defined.v01"),
        ("type", "structure.bom.defined.extra.v1"),
        ("type", "Structure.bom.defined.v1"),
        ("subject", "100-200"),
        ("subject", "bom:plm:"),
        ("subject", "bom::100"),
        ("subject", "bom:plm:a\u200bb"),
        ("subject", "bom:plm:a\nb"),
        ("subject", "bom:plm:a "),
        ("subject", "bom:plm:cafe\u0301"),
        ("subject", "bom:plm:" + "9" * 193),
        ("sequence", ""),
        ("sequence", 7),
        ("sequence", "-1"),
        ("sequence", "1.0"),
        ("sequence", "9" * 39),
        ("sequence", "\u0661"),
        ("partitionkey", ""),
        ("partitionkey", " x"),
        ("dataschema", "schemas/bom"),
        ("dataschema", ""),
        ("datacontenttype", "application/xml"),
        ("datacontenttype", "application/json; charset=latin-1"),
        ("traceparent", ""),
        ("traceparent", "00-" + "0" * 32 + "-b7ad6b7169203331-01"),
        ("tracestate", "v=" + "1" * 512),
        ("correlationid", ""),
        ("causationid", "x" * 201),
        ("data", []),
        ("data", "text"),
    ],
)
def test_values_outside_the_rules_are_refused_with_their_place(name: str, value: Any) -> None:
    assert refused(**{name: value}) == [("FIELD_INVALID", f"/{name}")]


@pytest.mark.parametrize("name", ["time", "recordedtime"])
def test_a_time_tells_a_missing_offset_from_a_bad_format(name: str) -> None:
    assert refused(**{name: "2026-11-24T08:13:00"}) == [("TIME_ZONE_MISSING", f"/{name}")]
    for text in ("2026-11-24", "24.11.2026 08:13", "2026-11-24T08:13:60Z", "9999-12-31T00:00:00Z"):
        assert refused(**{name: text}) == [("TIME_FORMAT", f"/{name}")]
    assert refused(**{name: 1_795_504_380}) == [("TIME_FORMAT", f"/{name}")]


@pytest.mark.parametrize("value", [1, None, "x", {"a": [1]}])
def test_an_unknown_attribute_is_refused_even_when_null(value: Any) -> None:
    assert refused(plant=value) == [("FIELD_UNKNOWN", "/plant")]
    assert refused(Time=value) == [("FIELD_UNKNOWN", "/Time")]


@pytest.mark.parametrize(
    "name",
    [
        *("ingestSeq", "receivedAt", "principal", "channel", "rawDigest", "contentDigest"),
        *("adapter", "adapterVersion", "mappingVersion", "schemaOutcome", "status"),
    ],
)
def test_what_only_the_server_says_is_refused_on_the_wire(name: str) -> None:
    (problem,) = problems_of(rfc8785.dumps(bent(**{name: "x"})))
    assert (problem.code.value, problem.pointer) == ("FIELD_UNKNOWN", f"/{name}")
    assert "set by this service" in problem.detail


def test_binary_data_are_refused_with_the_reason() -> None:
    (problem,) = problems_of(rfc8785.dumps(bent(data_base64="e30=")))
    assert (problem.code.value, problem.pointer) == ("FIELD_UNKNOWN", "/data_base64")
    assert "binary" in problem.detail


def test_all_problems_of_an_event_are_told_at_once() -> None:
    text = b'{"specversion":"1.0","id":"","source":"a b","time":"2026-11-24T08:13:00","x/y~z":1,"data":{"a":1.5,"a":1}}'
    assert said(text) == [
        ("FIELD_MISSING", "/type"),
        ("FIELD_INVALID", "/id"),
        ("FIELD_INVALID", "/source"),
        ("TIME_ZONE_MISSING", "/time"),
        ("FIELD_UNKNOWN", "/x~1y~0z"),
        ("DUPLICATE_KEY", "/data/a"),
    ]


def test_at_most_twenty_problems_are_told() -> None:
    assert len(refused(data={f"n{number}": 0.5 for number in range(50)})) == 20


def test_a_problem_repeats_at_most_64_characters_of_what_was_sent() -> None:
    (value,) = problems_of(rfc8785.dumps(bent(id="x" * 5000)))
    (name,) = problems_of(rfc8785.dumps(bent(**{"y" * 5000: 1})))
    assert value.got == "x" * 64
    assert len(name.pointer) < 80
