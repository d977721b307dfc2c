"""The closed list of contracts: named once, labelled, and described well enough to be published as schemas."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model.base import Fact, Nature
from graph.model.contract import CONTRACTS, FACT_CLASSES

EACH_KIND = pytest.mark.parametrize("kind", FACT_CLASSES, ids=lambda kind: kind.__name__)
WORDLESS = {"integer", "boolean"}
"""Numbers and truth values say by their names what they are."""


def test_every_fact_class_has_one_contract_of_its_own() -> None:
    assert len(CONTRACTS) == len(FACT_CLASSES)
    assert set(CONTRACTS.values()) == set(Fact.__subclasses__())


@pytest.mark.capability(13)
@EACH_KIND
def test_a_contract_is_named_domain_object_verb_and_version(kind: type[Fact]) -> None:
    name, _, version = kind.contract().rpartition(".v")
    assert len(name.split(".")) == 3
    assert all(part.isalpha() and part.islower() for part in name.split("."))
    assert version == str(kind.VERSION)


@pytest.mark.capability(11)
@EACH_KIND
def test_every_record_is_master_data_a_transaction_or_an_approval_state(kind: type[Fact]) -> None:
    assert kind.NATURE in Nature
    assert kind.contract().startswith("master.") <= (kind.NATURE is Nature.MASTER)


def described(schema: dict[str, Any], definitions: dict[str, Any]) -> bool:
    """Whether a field is described by itself or by its type, in every form that it may take."""
    if schema.get("type") in {*WORDLESS, "null"} or "const" in schema:
        return True
    if schema.get("description"):
        return True
    if "$ref" in schema:
        return described(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if "items" in schema:
        return described(schema["items"], definitions)
    return bool(schema.get("anyOf")) and all(described(form, definitions) for form in schema["anyOf"])


@EACH_KIND
def test_every_fact_and_every_field_is_described_in_its_schema(kind: type[Fact]) -> None:
    schema = kind.model_json_schema()
    definitions = schema.get("$defs", {})
    for name, part in {kind.__name__: schema, **definitions}.items():
        assert part.get("description"), name
        bare = [field for field, it in part.get("properties", {}).items() if not described(it, definitions)]
        assert not bare, f"{name}: {bare}"


@EACH_KIND
def test_a_schema_names_fields_and_types_as_they_are_on_the_wire(kind: type[Fact]) -> None:
    schema = kind.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        assert part.get("additionalProperties", False) is False
        assert not [name for name in part.get("properties", {}) if "_" in name]
        for name, it in part.get("properties", {}).items():
            assert name not in {"due", "from", "toExclusive", "scheduledStart"} or "integer" not in str(it)
