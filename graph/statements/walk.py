"""The clauses of a statement, walked in order, so that the rules see each use with what is known by then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.statements.clauses import WRITE_CLAUSES, clauses
from graph.statements.expressions import Columns, ExpressionWalk, Scope, define
from graph.statements.patterns import (
    at,
    is_group,
    is_symbol,
    is_word,
    map_entries,
    name_at,
    node_pattern,
    relationship_pattern,
    split,
)
from graph.statements.text import CypherError, Group, Token, nest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.statements.clauses import Clause
    from graph.statements.rules import Rules
    from graph.statements.text import Item


def check_statement(tokens: Sequence[Token], rules: Rules) -> list[str]:
    """Check one statement against the rules.

    Args:
        tokens: the statement without comments.
        rules: the vocabulary and the uniqueness constraints.

    Returns:
        The columns that it returns, in order; empty without RETURN.

    Raises:
        CypherError: with the line of what breaks a rule.
    """
    columns = StatementWalk(rules).body(nest(tokens), {})
    for name, binding in columns.items():
        if binding is not None:
            raise CypherError(
                tokens[-1].line, f"column {name} is a whole {binding.kind}: return its properties by name"
            )
    return list(columns)


def refuse_writes(tokens: Sequence[Token]) -> None:
    """Raise CypherError at the first clause that writes."""
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        if token.is_word(*WRITE_CLAUSES) and not (is_symbol(before, ".", ":") or is_symbol(after, ".", ":")):
            raise CypherError(token.line, f"a read statement holds {token.text.upper()}")


def refuse_batches(tokens: Sequence[Token]) -> None:
    """Raise CypherError at CALL ... IN TRANSACTIONS, which no transaction of ours may hold."""
    for token in tokens:
        if token.is_word("TRANSACTIONS"):
            raise CypherError(token.line, "IN TRANSACTIONS cannot run inside of a transaction: send smaller batches")


class StatementWalk(ExpressionWalk):
    """Walks clauses; which variable stands for what changes at WITH, UNION and subqueries."""

    def body(self, items: Sequence[Item], scope: Scope) -> Columns:
        """Walk the clauses of a query or subquery; the columns it returns."""
        outer, columns = dict(scope), None
        for clause in clauses(items):
            if clause.keyword == "UNION":
                scope.clear()
                scope.update(outer)
            made = self._clause(clause, scope)
            if made is not None and columns is not None and list(made) != list(columns):
                raise CypherError(clause.line, "the branches of a UNION return different columns")
            columns = made if made is not None else columns
        return columns or {}

    def _clause(self, clause: Clause, scope: Scope) -> Columns | None:
        """Walk one clause; the columns that it returns if it is a RETURN."""
        match clause.keyword:
            case "MATCH" | "CREATE":
                self.pattern(clause.items, scope)
            case "MERGE":
                self._merge(clause, scope)
            case "SET":
                self._assignments(clause, scope)
            case "WITH":
                self._with(clause, scope)
            case "RETURN":
                return self._return(clause, scope)
            case "YIELD" | "UNWIND":
                self._rename(clause, scope)
            case "CALL":
                self._call(clause, scope)
            case "FOREACH":
                self._foreach(clause, scope)
            case _:
                self.expression(clause.items, scope)
        return None

    def _merge(self, clause: Clause, scope: Scope) -> None:
        bound = set(scope)
        self.pattern(clause.items, scope)
        match [item for item in clause.items if isinstance(item, Group)]:
            case [node]:
                self.rules.merge_node(node_pattern(node))
            case [start, step, end] if is_group(step, "["):
                ends = [node_pattern(start), node_pattern(end)]
                held = [node.variable is not None and node.variable.value in bound for node in ends]
                plain = [not node.labels and node.entries is None for node in ends]
                directed = any(is_symbol(item, "<", ">") for item in clause.items)
                self.rules.merge_relationship(
                    relationship_pattern(step), directed=directed, bound=all(held) and all(plain)
                )
            case _:
                raise CypherError(clause.line, "MERGE takes one node, or one relationship between bound nodes")

    def _assignments(self, clause: Clause, scope: Scope) -> None:
        for part in split(clause.items):
            variable, operator, value = name_at(part, 0), at(part, 1), at(part, 2)
            if variable is None or not is_symbol(operator, "=", "+="):
                if is_group(operator, "["):
                    raise CypherError(clause.line, "SET of a computed property is not allowed: write n.property")
                self.expression(part, scope)
            elif len(part) == 3 and isinstance(value, Group) and is_group(value, "{"):
                for key, expression in map_entries(value):
                    self.rules.property(scope.get(variable.value), key)
                    self.expression(expression, scope)
            else:
                raise CypherError(variable.line, f"SET {variable.value} from a map would write any property: name each")

    def _with(self, clause: Clause, scope: Scope) -> None:
        kept = dict(scope) if any(is_symbol(at(part, -1), "*") for part in split(clause.items)) else {}
        for name, binding in self._projection(clause, scope).items():
            define(kept, name, binding)
        scope.clear()
        scope.update(kept)

    def _return(self, clause: Clause, scope: Scope) -> Columns:
        star = next((item for part in split(clause.items) for item in part if _is_star(part, item)), None)
        if star is not None:
            raise CypherError(star.line, "RETURN * hides what a statement returns: name the columns")
        return self._projection(clause, scope)

    def _rename(self, clause: Clause, scope: Scope) -> None:
        """Walk `UNWIND list AS name` and `YIELD column AS name`: an element of a list is what the list is of."""
        for name, binding in self._projection(clause, scope).items():
            define(scope, name, replace(binding, many=False) if binding else None)

    def _projection(self, clause: Clause, scope: Scope) -> Columns:
        """Walk `DISTINCT expression AS name, name`."""
        items = clause.items[1:] if is_word(at(clause.items, 0), "DISTINCT") else clause.items
        columns: Columns = {}
        for part in split(items):
            if len(part) == 1 and is_symbol(part[0], "*"):
                continue
            expression, alias = _alias(part)
            if alias is None:
                raise CypherError(part[0].line if part else clause.line, "a column needs a name: expression AS name")
            self.expression(expression, scope)
            columns[alias.value] = self.meaning(expression, scope)
        return columns

    def _call(self, clause: Clause, scope: Scope) -> None:
        subquery = next((item for item in clause.items if is_group(item, "{")), None)
        if isinstance(subquery, Group):
            for name, binding in self.subquery(subquery, scope).items():
                define(scope, name, binding)
        else:
            if not is_word(at(clause.items, 0), "DB"):
                raise CypherError(clause.line, "only the procedures of the database itself (db. ...) may be called")
            self.expression(clause.items, scope)

    def _foreach(self, clause: Clause, scope: Scope) -> None:
        """Walk `FOREACH (name IN list | clauses)`."""
        group = at(clause.items, 0)
        items = group.items if isinstance(group, Group) else ()
        bar = next((index for index, item in enumerate(items) if is_symbol(item, "|")), len(items))
        inner = dict(scope)
        self.iterate(items[:bar], inner)
        self.body(items[bar + 1 :], inner)


def _is_star(part: Sequence[Item], item: Item) -> bool:
    return is_symbol(item, "*") and all(is_symbol(other, "*") or is_word(other, "DISTINCT") for other in part)


def _alias(part: tuple[Item, ...]) -> tuple[tuple[Item, ...], Token | None]:
    """The expression and the name of a column."""
    if is_word(at(part, len(part) - 2), "AS"):
        return part[:-2], name_at(part, len(part) - 1)
    return part, name_at(part, 0) if len(part) == 1 else None
