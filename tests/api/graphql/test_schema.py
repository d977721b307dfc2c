"""The schema as a whole: what every type, field and argument keeps to."""

from __future__ import annotations

import re
from decimal import Decimal
from importlib.resources import files
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import pytest
import strawberry
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLObjectType,
    GraphQLScalarType,
    get_named_type,
    get_nullable_type,
    is_introspection_type,
    is_specified_scalar_type,
)
from strawberry.types import get_object_definition
from strawberry.types.base import StrawberryList, StrawberryOptional
from strawberry.types.enum import StrawberryEnumDefinition

from graph.answers.page import MOST_PER_PAGE
from resolvers.root import Root
from resolvers.scalars import Exact, Instant
from resolvers.schema import build_schema
from resolvers.shown import BOUND, SHOWN

SCHEMA = build_schema(development=True)
TYPES = [
    it for it in SCHEMA._schema.type_map.values() if not is_introspection_type(it) and not is_specified_scalar_type(it)
]
OBJECTS = [it for it in TYPES if isinstance(it, GraphQLObjectType)]
FIELDS = [(kind, name, field) for kind in OBJECTS for name, field in kind.fields.items()]
ROOTS = SCHEMA._schema.query_type.fields if SCHEMA._schema.query_type else {}


def strawberry_field(field: GraphQLField) -> Any:
    return field.extensions["strawberry-definition"]


def test_the_committed_schema_is_the_one_that_is_served() -> None:
    committed = (files("resolvers") / "schema.graphql").read_text(encoding="utf-8")
    assert committed == SCHEMA.as_str() + "\n", "run `revtrace export-schema > resolvers/schema.graphql`"


def test_everything_has_a_description() -> None:
    missing = [it.name for it in TYPES if not it.description]
    for kind in TYPES:
        if isinstance(kind, GraphQLObjectType | GraphQLInputObjectType):
            missing += [f"{kind.name}.{name}" for name, field in kind.fields.items() if not field.description]
        if isinstance(kind, GraphQLObjectType):
            arguments = [(name, it) for name, field in kind.fields.items() for it in field.args.items()]
            missing += [f"{kind.name}.{name}({it[0]})" for name, it in arguments if not it[1].description]
        if isinstance(kind, GraphQLEnumType):
            missing += [f"{kind.name}.{name}" for name, value in kind.values.items() if not value.description]
    assert missing == []


def test_descriptions_are_sentences_in_plain_words() -> None:
    odd = [
        text
        for kind in TYPES
        for text in [kind.description, *(it.description for it in getattr(kind, "fields", {}).values())]
        if text
        and (
            not re.match(r"[A-Z`]", text)
            or not text.endswith((".", "`"))
            or re.search(r"[\u2013\u2014]|\b[Tt]odo\b", text)
        )
    ]
    assert odd == []


def test_no_list_is_without_a_bound() -> None:
    unbounded = [
        f"{kind.name}.{name}"
        for kind, name, field in FIELDS
        if isinstance(get_nullable_type(field.type), GraphQLList) and not strawberry_field(field).metadata.get(BOUND)
    ]
    assert unbounded == []


def test_every_page_is_of_at_most_200_rows() -> None:
    paged = [(f"{kind.name}.{name}", field) for kind, name, field in FIELDS if "first" in field.args]
    assert len(paged) > 20
    assert [name for name, field in paged if not 0 < field.args["first"].default_value <= MOST_PER_PAGE] == []
    assert [name for name, field in paged if "after" not in field.args] == []


def test_every_root_is_only_for_those_who_may_read() -> None:
    for name, field in ROOTS.items():
        assert [type(it) for it in strawberry_field(field).extensions] == [Root], name


@pytest.mark.parametrize("name", ROOTS)
def test_every_root_takes_both_clocks_and_says_what_its_answer_is(name: str) -> None:
    field = ROOTS[name]
    for clock in ("asOf", "asKnownAt"):
        assert str(field.args[clock].type) == "DateTime"
    answer = get_named_type(field.type)
    assert isinstance(answer, GraphQLObjectType)
    assert str(answer.fields["envelope"].type) == "Envelope!"


def test_names_follow_one_convention() -> None:
    odd = [it.name for it in TYPES if not re.fullmatch(r"([A-Z][a-z0-9]+)+", it.name)]
    odd += [f"{kind.name}.{name}" for kind, name, _ in FIELDS if not re.fullmatch(r"[a-z]+([A-Z][a-z0-9]*)*", name)]
    for kind in TYPES:
        if isinstance(kind, GraphQLEnumType):
            odd += [f"{kind.name}.{name}" for name in kind.values if not re.fullmatch(r"[A-Z]+(_[A-Z]+)*", name)]
    assert odd == []


def test_each_type_shows_the_rows_of_its_model_as_they_are() -> None:
    """Each plain field has the name, the kind and the nullability of the attribute that it shows."""
    wrong = []
    for shown, model in SHOWN.items():
        definition = get_object_definition(shown, strict=True)
        hints = get_type_hints(model)
        for field in definition.fields:
            name = field.python_name
            if field.base_resolver is None and name in hints and not _fits(hints[name], field.type):
                wrong.append(f"{definition.name}.{name}: {field.type} shows {hints[name]}")
            if field.base_resolver is None and name not in hints and not _is_property(model, name):
                wrong.append(f"{definition.name}.{name} shows nothing of {model.__name__}")
    assert wrong == []


LEAVES: dict[Any, set[Any]] = {
    str: {str, strawberry.ID, Exact},
    int: {int, Instant},
    bool: {bool},
    Decimal: {Exact},
}


def _fits(hint: Any, kind: Any) -> bool:
    """Whether a GraphQL type shows values of a Python type."""
    arguments = set(get_args(hint)) if get_origin(hint) in {Union, UnionType} else {hint}
    if isinstance(kind, StrawberryOptional) != (NoneType in arguments):
        return False
    (hint,) = arguments - {NoneType}
    kind = kind.of_type if isinstance(kind, StrawberryOptional) else kind
    if isinstance(kind, StrawberryList):
        return get_origin(hint) is tuple and _fits(get_args(hint)[0], kind.of_type)
    if isinstance(kind, StrawberryEnumDefinition):
        return hint in {kind.wrapped_cls, str}
    if isinstance(kind, TypeVar) or isinstance(hint, TypeVar) or hint is Any:
        return True
    model = _model_of(kind)
    return model is (get_origin(hint) or hint) if model else kind in LEAVES.get(hint, ())


def _model_of(kind: Any) -> type | None:
    """The model whose rows an object type shows."""
    definition = get_object_definition(kind)
    if definition is None:
        return None
    return SHOWN[(definition.concrete_of or definition).origin]


def _is_property(model: type, name: str) -> bool:
    return isinstance(getattr(model, name, None), property)


def test_scalars_are_documented_and_are_text() -> None:
    scalars = {it.name: it for it in TYPES if isinstance(it, GraphQLScalarType)}
    assert set(scalars) == {"DateTime", "Decimal", "Rational"}
    assert "RFC 3339" in (scalars["DateTime"].description or "")


def test_an_enumeration_is_described_as_a_whole_or_not_at_all() -> None:
    from graph.model.bom import View
    from resolvers.shown import enum

    with pytest.raises(ValueError, match="SERVICE"):
        enum(View, "x", {"ENGINEERING": "x", "MANUFACTURING": "x"})
