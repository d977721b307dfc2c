"""How GraphQL types show the rows of `graph.answers`: as they are, by the names of their attributes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Final, TypeVar

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition

Type = TypeVar("Type", bound=type)

SHOWN: Final[dict[type, type]] = {}
"""Each GraphQL type and the model whose rows it shows."""

BOUND: Final = "bound"
SIZE: Final = "size"
"""Metadata of a list without pages: what keeps it short, and how many rows it usually has."""


def shows(model: type[Any], *, description: str, name: str | None = None) -> Callable[[Type], Type]:
    """Declare a GraphQL type.

    Args:
        model: whose rows it shows; fields without a resolver are read from the attribute of their name.
        description: what it is, for a plant engineer.
        name: of the type, if not that of the class.

    """

    def declare(cls: Type) -> Type:
        shown: Type = strawberry.type(cls, name=name, description=description)
        SHOWN[shown] = model
        return shown

    return declare


def listed(  # as strawberry.field
    description: str, *, bound: str, size: int = 10, name: str | None = None
) -> Any:  # noqa: ANN401
    """A list without pages.

    Args:
        description: what it is, for a plant engineer.
        bound: what keeps it short.
        size: how many rows it usually has.
        name: of the field, if not that of the attribute.

    """
    return strawberry.field(description=description, metadata={BOUND: bound, SIZE: size}, name=name)


def resolved(  # as strawberry.field
    resolver: Callable[..., Any], description: str, *, name: str | None = None, bound: str | None = None, size: int = 10
) -> Any:  # noqa: ANN401
    """A field with a resolver, which returns rows of the model that the field's type shows.

    Args:
        resolver: takes the row as `root`, if it wants it.
        description: what it is, for a plant engineer.
        name: of the field, if not that of the attribute.
        bound: what keeps it short, if it is a list without pages.
        size: how many rows it then usually has.

    """
    return strawberry.field(
        resolver=resolver, description=description, name=name, metadata={BOUND: bound, SIZE: size} if bound else None
    )


def itself(root: Any) -> Any:  # noqa: ANN401 - any row
    """Show the same row by another type."""
    return root


def enum(cls: type[Enum], description: str, values: Mapping[str, str], *, name: str | None = None) -> None:
    """Make an enumeration of the model one of GraphQL.

    Args:
        cls: the enumeration.
        description: what it tells, for a plant engineer.
        values: the names of its members and what each of them means.
        name: in GraphQL, if not that of the class.

    Raises:
        ValueError: a member is not described, or what is described is no member.

    """
    if values.keys() != cls.__members__.keys():
        raise ValueError(f"{cls.__name__}: described are {sorted(values)}, but there are {sorted(cls.__members__)}")
    strawberry.enum(cls, name=name, description=description)
    definition: StrawberryEnumDefinition = cls.__strawberry_definition__  # type: ignore[attr-defined]  # just set
    for value in definition.values:
        value.description = values[value.name]
