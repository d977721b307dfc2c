"""The JSON form of answers is stable: names as on the wire, RFC 3339 times, nothing internal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from types import UnionType
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from app.terminal.machine import INSTANTS, INTERNAL, plain_value, to_json
from graph.answers.gate import Passage
from graph.answers.trace import ReleaseTrace
from graph.clock import FAR_FUTURE, parse_instant
from tests.terminal.pages import traced

COUNTS = {"generation", "order_total", "unit_total"}
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def models(kind: object) -> Iterator[type[BaseModel]]:
    """A model and all models within its fields."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from models(field.annotation)
    elif get_origin(kind) is not None or isinstance(kind, UnionType):
        for part in get_args(kind):
            yield from models(part)


def integers(model: type[BaseModel]) -> set[str]:
    """The fields of a model that hold whole numbers."""
    return {
        name
        for name, field in model.model_fields.items()
        if field.annotation is int or int in get_args(field.annotation)
    }


def test_every_whole_number_of_the_trace_is_an_instant_or_a_count() -> None:
    found = {name for model in models(ReleaseTrace) for name in integers(model)}
    assert found == (found & INSTANTS) | COUNTS


def test_instants_are_rfc3339_text_and_open_ends_are_null() -> None:
    until = parse_instant("2026-11-20T12:00:00Z")
    assert plain_value(Passage(since=until, until=FAR_FUTURE)) == {
        "since": "2026-11-20T12:00:00.000000Z",
        "until": None,
    }


def told(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    """All values of a JSON text that are no containers, with their names."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from told(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from told(part, name)
    else:
        yield name, value


def test_the_trace_to_json_holds_no_raw_instants_and_no_sort_keys() -> None:
    answer: dict[str, Any] = json.loads(to_json({"traces": [traced("REL-1043")]}))
    (trace,) = answer["traces"]
    assert trace["verdict"] == "PARTIAL"
    assert trace["blockingStep"] == "REL-1043|PORTAL-BRUNNHILT|SUPPLIER_DEMAND"
    assert len(trace["steps"]) == len(traced("REL-1043").steps)
    for name, value in told(answer):
        assert name not in INTERNAL
        if name.endswith("At"):
            assert value is None or RFC3339.fullmatch(str(value)), (name, value)


def test_the_json_is_the_same_each_time_and_plain_ascii() -> None:
    text = to_json({"traces": [traced("REL-1044")]})
    assert text == to_json({"traces": [traced("REL-1044")]})
    assert text.isascii()


def test_what_has_no_form_in_json_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no form in JSON"):
        plain_value({"a": object()})
