"""Events as a source would send them, to be bent by the tests."""

from __future__ import annotations

import json
from typing import Any

from graph.model.problem import Problem
from ingest.cloudevents import Envelope, read_event

EVENT: dict[str, Any] = {
    "specversion": "1.0",
    "id": "e-41",
    "source": "urn:sys:plm",
    "type": "structure.bom.defined.v1",
    "subject": "bom:plm:100-200/B",
    "time": "2026-11-24T08:13:00.25+01:00",
    "data": {"item": "100-200", "lines": [{"line": "10", "quantity": {"value": "4.50", "uom": "C62"}}]},
}


def bent(**changes: Any) -> dict[str, Any]:
    """The event with some attributes replaced, and those set to `...` left out."""
    return {name: value for name, value in (EVENT | changes).items() if value is not ...}


def read(**changes: Any) -> Envelope | list[Problem]:
    return read_event(json.dumps(bent(**changes)).encode())


def accepted(**changes: Any) -> Envelope:
    envelope = read(**changes)
    assert isinstance(envelope, Envelope), envelope
    return envelope


def problems_of(text: bytes) -> list[Problem]:
    problems = read_event(text)
    assert isinstance(problems, list), problems
    return problems


def refused(**changes: Any) -> list[tuple[str, str]]:
    """Code and pointer of each problem."""
    return said(json.dumps(bent(**changes)).encode())


def said(text: bytes) -> list[tuple[str, str]]:
    return [(problem.code.value, problem.pointer) for problem in problems_of(text)]
