"""Every example query runs on the demo story and finds something."""

from __future__ import annotations

from typing import Any

import pytest

from resolvers.schema import Query
from tests.api.graphql.conftest import Ask
from tests.api.graphql.documents import Example, example, examples

ENVELOPE = {"envelope", "pageInfo", "log"}


def is_empty(value: Any) -> bool:
    """Whether an answer says nothing but that it is an answer."""
    if isinstance(value, dict):
        return all(is_empty(item) for name, item in value.items() if name not in ENVELOPE)
    if isinstance(value, list):
        return all(is_empty(item) for item in value)
    return value in {None, "", 0}


@pytest.mark.capability(14, 15, 65, 66, 71, 72, 79, 117, 130)
@pytest.mark.parametrize("asked", examples(), ids=lambda it: it.name)
async def test_every_example_finds_something_in_the_demo_story(ask: Ask, asked: Example) -> None:
    variables = asked.variables
    if asked.name == "receipt":
        variables = {"id": (await ask("{ receipts(first: 1) { nodes { id } } }"))["receipts"]["nodes"][0]["id"]}
    data = await ask(asked.query, **variables)
    assert list(data) == [asked.name]
    assert not is_empty(data), data


def test_every_root_has_an_example() -> None:
    roots = {field.name for field in Query.__strawberry_definition__.fields}  # type: ignore[attr-defined]
    named = {it.name for it in examples()}
    assert named == {"".join([head, *map(str.title, rest)]) for head, *rest in (name.split("_") for name in roots)}


def test_an_empty_answer_is_told_from_a_full_one() -> None:
    assert is_empty({"items": {"nodes": [], "pageInfo": {"hasNextPage": True}}})
    assert is_empty({"item": {"item": None, "envelope": {"asOf": "now"}}})
    assert not is_empty({"item": {"item": {"number": "A"}}})


async def test_the_trace_example_tells_the_story_of_its_change(ask: Ask) -> None:
    asked = example("releaseTrace")
    (trace,) = (await ask(asked.query, **asked.variables))["releaseTrace"]["traces"]
    assert trace["verdict"] == "PARTIAL"
    steps = {step["label"]: step["verdict"] for step in trace["steps"]["nodes"]}
    assert steps["MES-LYON BOM"] == "WAITING"
    assert steps["PORTAL-BRUNNHILT supplier demand"] == "REJECTED"
    assert {finding["kind"] for finding in trace["findings"]["nodes"]} == {"LATE", "WRONG_REVISION"}
    assert "PORTAL-BRUNNHILT" in trace["blockingReason"]
