"""A fact that was accepted is read back from the log as the same fact."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model.base import Fact, compose_key, split_key
from graph.model.bom import BomRevisionDefined
from graph.model.contract import CONTRACTS, FACT_CLASSES, stored_fact
from tests.unit.strategies import WIRE, Data, fact_of, facts


def test_every_contract_has_data_to_draw() -> None:
    assert set(WIRE) == set(FACT_CLASSES)


@pytest.mark.parametrize("kind", FACT_CLASSES, ids=lambda kind: kind.__name__)
def test_every_fact_is_the_same_after_a_stay_in_the_log(kind: type[Fact]) -> None:
    @settings(max_examples=60, deadline=None)
    @given(facts(kind))
    def round_trip(fact: Fact) -> None:
        kept = stored_fact(kind.contract(), fact.body())
        assert kept == fact
        assert kept.body() == fact.body()
        assert (kept.subject, list(kept.references())) == (fact.subject, list(fact.references()))

    round_trip()


@settings(max_examples=60, deadline=None)
@given(WIRE[BomRevisionDefined])
def test_the_digest_of_a_structure_survives_the_log(data: Data) -> None:
    fact = fact_of(BomRevisionDefined, data)
    kept = stored_fact(fact.contract(), fact.body())
    assert isinstance(fact, BomRevisionDefined)
    assert isinstance(kept, BomRevisionDefined)
    assert kept.digest() == fact.digest()


@settings(max_examples=200, deadline=None)
@given(facts())
def test_the_body_is_compact_json_in_the_names_of_the_wire(fact: Fact) -> None:
    body = json.loads(fact.body())
    assert isinstance(body, dict)
    assert not [name for name in body if "_" in name]
    assert fact.contract() in CONTRACTS


PARTS = st.lists(st.text("|\\ab", max_size=5), min_size=1, max_size=4)


@settings(max_examples=500, deadline=None)
@given(PARTS)
def test_a_natural_key_gives_back_the_parts_that_it_was_made_of(parts: list[str]) -> None:
    assert split_key(compose_key(*parts)) == tuple(parts)
