"""Values on their way into and out of the database."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, overload

from pydantic import BaseModel, TypeAdapter, ValidationError

from graph.errors import DatabaseError, StatementError

if TYPE_CHECKING:
    from graph.statements import Statement

Row: TypeAlias = dict[str, Any]
Model = TypeVar("Model", bound=BaseModel)

_PLAIN = frozenset({str, int, float, bool, bytes, type(None)})


def to_utc(value: object) -> object:
    """The value with every datetime in UTC, however deep in lists and maps.

    A `zoneinfo` datetime can crash CPython 3.11 inside of the driver, so none reaches it.

    Raises:
        ValueError: a datetime has no time zone.
    """
    if type(value) in _PLAIN:
        return value
    if isinstance(value, dict):
        return {key: item if type(item) in _PLAIN else to_utc(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [item if type(item) in _PLAIN else to_utc(item) for item in value]
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"the datetime {value} has no time zone")
        return value.astimezone(UTC)
    return value


@overload
def shape(rows: list[Row], statement: Statement, into: None) -> list[Row]: ...
@overload
def shape(rows: list[Row], statement: Statement, into: type[Model]) -> list[Model]: ...
def shape(rows: list[Row], statement: Statement, into: type[Model] | None) -> list[Row] | list[Model]:
    """The rows as models, or as they came.

    Raises:
        StatementError: the columns of the statement are not the fields of the model.
        DatabaseError: a row does not fit the model.
    """
    if into is None:
        return rows
    try:
        models: list[Model] = _adapter(statement, into).validate_python(rows)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        message = f"{statement.name} returned what {into.__name__} cannot hold: {first['msg']} at {place}"
        raise DatabaseError(message, hint=f"Compare {statement.path} with the model") from error
    return models


@lru_cache(maxsize=1024)
def _adapter(statement: Statement, into: type[BaseModel]) -> TypeAdapter[Any]:
    """The validator for a statement's rows, made once its columns proved to be the model's fields."""
    fields = {str(field.validation_alias or name): field.is_required() for name, field in into.model_fields.items()}
    unknown = set(statement.returns) - fields.keys()
    missing = {name for name, required in fields.items() if required} - set(statement.returns)
    if unknown or missing:
        difference = ", ".join(sorted(unknown | missing))
        message = f"{statement.path}:4: its columns are not the fields of {into.__name__}: {difference}"
        raise StatementError(message, hint="Name the columns as the fields")
    return TypeAdapter(list[into])  # type: ignore[valid-type]  # the model is known at run time only
