"""How much one query may ask for: measured before it runs, once for each text, in time linear to its length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLObjectType,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Undefined,
    ValidationContext,
    ValidationRule,
    get_named_type,
    get_nullable_type,
)

from graph.answers.page import MOST_PER_PAGE
from resolvers.shown import SIZE

MAX_TOKENS: Final = 1_000
MAX_DEPTH: Final = 15
MAX_ALIASES: Final = 30
MAX_COST: Final = 50_000
"""Values that a query may be expected to return; each root field costs as much as `ROOT_COST` of them."""

ROOT_COST: Final = 100
ASSUMED_SIZE: Final = 10
"""Rows of a list that has no pages and says nothing of its size."""

_COMPOSITE: Final = (GraphQLObjectType, GraphQLInterfaceType)
_Composite: TypeAlias = GraphQLObjectType | GraphQLInterfaceType


@dataclass(frozen=True, slots=True)
class Measure:
    """The size of a part of a query.

    Attributes:
        depth: fields within fields.
        aliases: fields with another name.
        cost: values that it may be expected to return.

    """

    depth: int = 0
    aliases: int = 0
    cost: int = 0

    def beside(self, other: Measure) -> Measure:
        """Both parts in one selection."""
        return Measure(max(self.depth, other.depth), self.aliases + other.aliases, self.cost + other.cost)


class Limits(ValidationRule):
    """Refuses queries that are too deep, have too many aliases, or may return too much.

    A fragment is measured once, however often it is spread: measuring each spread anew would take exponential time.
    """

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._fragments: dict[str, Measure] = {}

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:  # noqa: ANN401 - of the visitor
        """Measure an operation."""
        root = self.context.schema.get_root_type(node.operation)
        if root is None:
            return
        found = self._selection(node.selection_set, root)
        for what, value, most in (
            ("levels of fields", found.depth, MAX_DEPTH),
            ("aliases", found.aliases, MAX_ALIASES),
            ("values", found.cost + ROOT_COST * len(node.selection_set.selections), MAX_COST),
        ):
            if value > most:
                hint = "; ask for smaller pages or fewer fields" if what == "values" else ""
                self.report_error(
                    GraphQLError(f"the query asks for up to {value} {what}, at most {most} are allowed{hint}", node)
                )

    def _selection(self, selections: SelectionSetNode, parent: _Composite) -> Measure:
        found = Measure()
        for node in selections.selections:
            if isinstance(node, FieldNode):
                found = found.beside(self._field(node, parent))
            elif isinstance(node, FragmentSpreadNode):
                found = found.beside(self._fragment(node.name.value))
            elif isinstance(node, InlineFragmentNode):
                found = found.beside(self._selection(node.selection_set, self._named(node.type_condition) or parent))
        return found

    def _fragment(self, name: str) -> Measure:
        if name not in self._fragments:
            self._fragments[name] = Measure()  # a fragment that spreads itself ends here; another rule refuses it
            fragment = self.context.get_fragment(name)
            condition = self._named(fragment.type_condition) if fragment else None
            if fragment and condition:
                self._fragments[name] = self._selection(fragment.selection_set, condition)
        return self._fragments[name]

    def _field(self, node: FieldNode, parent: _Composite) -> Measure:
        definition = self.context.schema.get_field(parent, node.name.value)
        aliases = 1 if node.alias else 0
        if definition is None:
            return Measure(1, aliases)  # another rule refuses it
        if node.selection_set is None:
            return Measure(1, aliases, 1)
        named = get_named_type(definition.type)
        inner = self._selection(node.selection_set, named) if isinstance(named, _COMPOSITE) else Measure()
        is_introspection = node.name.value.startswith("__")
        cost = 0 if is_introspection else 1 + inner.cost * _size(node, definition, parent)
        return Measure(inner.depth + 1, inner.aliases + aliases, cost)

    def _named(self, node: Any) -> _Composite | None:  # noqa: ANN401 - a type condition or none
        found = self.context.schema.get_type(node.name.value) if node else None
        return found if isinstance(found, _COMPOSITE) else None


def _size(node: FieldNode, definition: GraphQLField, parent: _Composite) -> int:
    """By how much the values below a field are multiplied: the rows of its page, or of its list."""
    if "first" in definition.args:
        return _page_size(node, definition)
    if not isinstance(get_nullable_type(definition.type), GraphQLList) or "pageInfo" in parent.fields:
        return 1
    field = definition.extensions.get("strawberry-definition")
    return int(field.metadata.get(SIZE, ASSUMED_SIZE)) if field else ASSUMED_SIZE


def _page_size(node: FieldNode, definition: GraphQLField) -> int:
    for argument in node.arguments or ():
        if argument.name.value == "first":
            # The value of a variable is not known here, since a query is measured once for all of its variables.
            return int(argument.value.value) if isinstance(argument.value, IntValueNode) else MOST_PER_PAGE
    default = definition.args["first"].default_value
    return MOST_PER_PAGE if default is Undefined else int(default)
