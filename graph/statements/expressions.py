"""A walk through expressions and patterns that knows what each variable stands for and asks the rules of each use."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from graph.statements.clauses import is_clause_keyword
from graph.statements.patterns import (
    RelationshipPattern,
    at,
    chain_end,
    is_group,
    is_path_group,
    is_symbol,
    is_word,
    label_expression_end,
    label_names,
    map_entries,
    name_at,
    node_pattern,
    relationship_pattern,
    split,
    split_condition,
    starts_chain,
)
from graph.statements.rules import Binding, Hop
from graph.statements.text import CypherError, Group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.statements.patterns import NodePattern
    from graph.statements.rules import Rules
    from graph.statements.text import Item, Token

Scope: TypeAlias = "dict[str, Binding]"
"""What the variables in sight stand for; other values (rows, numbers, paths) are left out."""

Columns: TypeAlias = "dict[str, Binding | None]"
"""The columns of a projection, in order, with what they stand for."""

_OPERATORS = ("AND", "OR", "XOR", "NOT", "WHERE", "WHEN", "THEN", "ELSE", "IN", "BY", "DISTINCT", "CASE", "RETURN")
_ANY_NODE = Binding("node")


class ExpressionWalk(ABC):
    """Walks expressions and patterns; a subclass walks the clauses, which may stand inside of them.

    Args:
        rules: what to ask about labels, types, properties and arrows; they raise CypherError.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules

    @abstractmethod
    def body(self, items: Sequence[Item], scope: Scope) -> Columns:
        """Walk the clauses of a query or subquery; the columns it returns."""

    def expression(self, items: Sequence[Item], scope: Scope) -> None:
        """Walk an expression."""
        index = 0
        while index < len(items):
            index = self._item(items, index, scope)

    def _item(self, items: Sequence[Item], index: int, scope: Scope) -> int:
        """Walk what begins at the index; the index after it."""
        item = items[index]
        if isinstance(item, Group):
            if starts_chain(items, index):
                end = chain_end(items, index)
                self.pattern(items[index:end], scope)
                return end
            self._group(item, scope, iterates=is_group(item, "["))
            return index + 1
        name = name_at(items, index)
        if name is None or is_symbol(at(items, index - 1), ".") or name.is_word(*_OPERATORS):
            return index + 1
        return self._named(items, index, name, scope)

    def _named(self, items: Sequence[Item], index: int, name: Token, scope: Scope) -> int:
        """Walk what a name begins: a property, a label predicate, a map projection, a call, a subquery."""
        after, binding = at(items, index + 1), scope.get(name.value)
        if is_symbol(after, "."):
            self._property(items, index + 2, binding)
        elif is_symbol(after, ":"):
            end = label_expression_end(items, index + 2)
            self._has_labels(binding, label_names(items[index + 2 : end]))
            return end
        elif isinstance(after, Group):
            return index + self._called(name, after, scope)
        return index + 1

    def _property(self, items: Sequence[Item], index: int, binding: Binding | None) -> None:
        name = name_at(items, index)
        if name is not None and not is_group(at(items, index + 1), "("):
            self.rules.property(binding, name)

    def _has_labels(self, binding: Binding | None, names: Sequence[Token]) -> None:
        if binding is not None and binding.kind == "relationship":
            self.rules.types(names)
        else:
            self.rules.labels(names)

    def _called(self, name: Token, group: Group, scope: Scope) -> int:
        """Walk the brackets after a name; how many items that were, the name included."""
        binding = scope.get(name.value)
        if is_group(group, "["):
            if binding is not None and not binding.many:
                raise CypherError(
                    name.line, f"{name.value}[...] reads a computed property: write {name.value}.property"
                )
            return 1
        if is_group(group, "("):
            self._group(group, scope, iterates=name.is_word("ALL", "ANY", "NONE", "SINGLE", "REDUCE"))
        elif name.is_word("EXISTS", "COUNT", "COLLECT"):
            self.subquery(group, scope)
        else:
            self._map_projection(binding, group, scope)
        return 2

    def subquery(self, group: Group, scope: Scope) -> Columns:
        """Walk `{ MATCH ... }` or `{ pattern WHERE condition }`; the columns it returns."""
        inner = dict(scope)
        if group.items and is_clause_keyword(group.items, 0):
            return self.body(group.items, inner)
        pattern, condition = split_condition(group.items)
        self.pattern(pattern, inner)
        self.expression(condition, inner)
        return {}

    def _map_projection(self, binding: Binding | None, group: Group, scope: Scope) -> None:
        """Walk `variable {.key, other: expression}`."""
        for entry in split(group.items):
            if is_symbol(at(entry, 0), "."):
                self._property(entry, 1, binding)
            else:
                self.expression(entry[2:], scope)

    def _group(self, group: Group, scope: Scope, *, iterates: bool) -> None:
        if is_group(group, "{"):
            for _, value in map_entries(group):
                self.expression(value, scope)
            return
        for part in split(group.items):
            inner = dict(scope)
            if iterates and name_at(part, 0) and is_word(at(part, 1), "IN"):
                self.iterate(part, inner)
            else:
                self.expression(part, inner)

    def iterate(self, items: Sequence[Item], scope: Scope) -> None:
        """Walk `variable IN list WHERE condition | expression`; the variable stays in the scope."""
        variable = name_at(items, 0)
        stops = (index for index, item in enumerate(items) if is_word(item, "WHERE") or is_symbol(item, "|"))
        end = next(stops, len(items))
        binding = self.meaning(items[2:end], scope)
        self.expression(items[2:end], scope)
        if variable is not None:
            define(scope, variable.value, replace(binding, many=False) if binding else None)
        self.expression(items[end:], scope)

    def meaning(self, items: Sequence[Item], scope: Scope) -> Binding | None:
        """What an expression stands for, when it is a variable or a list of nodes or relationships."""
        name, arguments = name_at(items, 0), at(items, 1)
        if name is None or len(items) > 2:
            return None
        if len(items) == 1:
            return scope.get(name.value)
        if name.is_word("NODES"):
            return Binding("node", many=True)
        if name.is_word("RELATIONSHIPS"):
            return Binding("relationship", many=True)
        if name.is_word("COLLECT") and isinstance(arguments, Group) and is_group(arguments, "("):
            element = self.meaning([item for item in arguments.items if not is_word(item, "DISTINCT")], scope)
            return replace(element, many=True) if element else None
        return None

    def pattern(self, items: Sequence[Item], scope: Scope) -> None:
        """Walk a pattern, or several parted by commas, and bind its variables."""
        for part in split(items):
            self._chain(part, scope)

    def _chain(self, items: Sequence[Item], scope: Scope) -> None:
        name = name_at(items, 0)
        if name is not None and is_symbol(at(items, 1), "="):
            scope.pop(name.value, None)
        nodes: dict[int, Binding] = {}
        steps: dict[int, RelationshipPattern] = {}
        for index, item in enumerate(items):
            if isinstance(item, Group) and is_group(item, "["):
                steps[index] = relationship_pattern(item)
                self._bind(steps[index], scope)
            elif isinstance(item, Group) and is_group(item, "("):
                if is_path_group(item):
                    self._path_group(item, scope)
                else:
                    nodes[index] = self._bind(node_pattern(item), scope)
        for index, step in steps.items():
            self.rules.hop(_hop(items, index, step, nodes))

    def _path_group(self, group: Group, scope: Scope) -> None:
        """Walk `((a)-[r]->(b) WHERE condition){1,3}`; outside of it, its variables are lists."""
        inner = dict(scope)
        pattern, condition = split_condition(group.items)
        self.pattern(pattern, inner)
        self.expression(condition, inner)
        for name in inner.keys() - scope.keys():
            scope[name] = replace(inner[name], many=True)

    def _bind(self, pattern: NodePattern, scope: Scope) -> Binding:
        """Check a node or relationship and bind its variable, to all labels that the statement has told so far."""
        names = frozenset() if pattern.negated else frozenset(label.value for label in pattern.labels)
        if isinstance(pattern, RelationshipPattern):
            self.rules.types(pattern.labels)
            binding = Binding("relationship", names, many=pattern.repeated)
        else:
            self.rules.labels(pattern.labels)
            binding = Binding("node", names)
        if pattern.variable is not None:
            known = scope.get(pattern.variable.value)
            binding = replace(binding, names=binding.names | known.names) if known else binding
            scope[pattern.variable.value] = binding
        for key, value in pattern.entries or ():
            self.rules.property(binding, key)
            self.expression(value, scope)
        self.expression(pattern.condition, scope)
        return binding


def define(scope: Scope, name: str, binding: Binding | None) -> None:
    """Let a name stand for something, or for nothing that has labels."""
    if binding is None:
        scope.pop(name, None)
    else:
        scope[name] = binding


def _hop(items: Sequence[Item], index: int, step: RelationshipPattern, nodes: dict[int, Binding]) -> Hop:
    """The step whose brackets stand at the index, with the nodes beside it."""
    leftward, rightward = is_symbol(at(items, index - 2), "<"), is_symbol(at(items, index + 2), ">")
    before = nodes.get(index - 3 if leftward else index - 2, _ANY_NODE)
    after = nodes.get(index + 3 if rightward else index + 2, _ANY_NODE)
    start, end = (after, before) if leftward else (before, after)
    return Hop(start, step, end, directed=leftward != rightward)
