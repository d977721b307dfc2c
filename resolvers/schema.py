"""The schema: all questions together, bounded, with the errors that a client may see."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import strawberry
from graphql import ASTValidationRule, GraphQLError, NoSchemaIntrospectionCustomRule
from strawberry.extensions import AddValidationRules, MaxTokensLimiter, ParserCache, ValidationCache
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext, ExecutionResult

from graph.errors import ConfigurationError
from resolvers.acknowledgment import AcknowledgmentQuery
from resolvers.bom_revision import BomRevisionQuery
from resolvers.change_order import ChangeOrderQuery
from resolvers.comparison import ComparisonQuery
from resolvers.effectivity import EffectivityQuery
from resolvers.errors import shown
from resolvers.exception import ExceptionQuery
from resolvers.identifier import IdentifierQuery
from resolvers.item import ItemQuery
from resolvers.limits import MAX_TOKENS, Limits
from resolvers.receipt import ReceiptQuery
from resolvers.release import ReleaseQuery
from resolvers.release_trace import ReleaseTraceQuery
from resolvers.root import Root
from resolvers.scalars import SCALARS
from resolvers.structure import StructureQuery
from resolvers.substitution import SubstitutionQuery
from resolvers.system import SystemQuery
from resolvers.timeline import TimelineQuery

CACHED: Final = 500
"""Texts of queries that are kept parsed and validated."""


@strawberry.type(
    description="The questions that can be asked. Each takes two clocks: `asOf` asks what was true at a moment,"
    " `asKnownAt` counts only what had been recorded by a moment; both are now when left out."
)
class Query(
    ItemQuery,
    BomRevisionQuery,
    ChangeOrderQuery,
    StructureQuery,
    ComparisonQuery,
    SubstitutionQuery,
    EffectivityQuery,
    TimelineQuery,
    ReleaseTraceQuery,
    ReleaseQuery,
    AcknowledgmentQuery,
    ExceptionQuery,
    ReceiptQuery,
    IdentifierQuery,
    SystemQuery,
):
    """All roots."""


class Schema(strawberry.Schema):
    """The schema of the service; shows of its errors what a client may see."""

    async def execute(self, *args: Any, **kwargs: Any) -> ExecutionResult:  # noqa: ANN401 - of the base class
        """Answer one query."""
        result = await super().execute(*args, **kwargs)
        if result.errors:
            suggestions = not self.config.disable_field_suggestions
            result.errors = [shown(error, suggestions=suggestions) for error in result.errors]
        return result

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Nothing: `shown` logs what has to be logged."""


@cache
def build_schema(*, development: bool) -> Schema:
    """The schema.

    Args:
        development: whether it can be asked for itself, and suggests names for misspelt ones.

    Raises:
        ConfigurationError: a root could be asked by anyone.

    """
    rules: list[type[ASTValidationRule]] = [Limits]
    if not development:
        rules.append(NoSchemaIntrospectionCustomRule)
    _check_roots()
    return Schema(
        query=Query,
        config=StrawberryConfig(scalar_map=SCALARS, disable_field_suggestions=not development),
        extensions=[
            lambda: AddValidationRules(rules),
            lambda: MaxTokensLimiter(MAX_TOKENS),
            lambda: ParserCache(CACHED),
            lambda: ValidationCache(CACHED),
        ],
    )


def _check_roots() -> None:
    """Every root is denied unless it says who may ask it."""
    for field in Query.__strawberry_definition__.fields:  # type: ignore[attr-defined]  # set by strawberry
        if not any(isinstance(extension, Root) for extension in field.extensions):
            raise ConfigurationError(f"the root {field.name} does not say who may ask it", hint="Declare it by root()")
