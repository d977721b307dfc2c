"""The clauses of a query, told from the names that look like them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.statements.patterns import at, is_symbol, is_word
from graph.statements.text import CypherError, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.statements.text import Item

_CLAUSES = {
    *("OPTIONAL", "MATCH", "WHERE", "USING", "UNWIND", "WITH", "RETURN", "ORDER", "SKIP", "OFFSET", "LIMIT", "CALL"),
    *("YIELD", "UNION", "CREATE", "MERGE", "ON", "SET", "REMOVE", "DETACH", "DELETE", "FOREACH"),
}
WRITE_CLAUSES = frozenset({"CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "FOREACH"})
REFUSED_CLAUSES = frozenset({"LOAD", "INSERT", "NODETACH", "USE", "DROP", "ALTER", "EXPLAIN", "PROFILE"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its keyword in upper case, what follows it, and its line."""

    keyword: str
    items: tuple[Item, ...]
    line: int


def is_clause_keyword(items: Sequence[Item], index: int) -> bool:
    """Whether a clause begins here.

    Keywords are not reserved in Cypher: `n.set`, `(:Call)` and `{on: 1}` hold none. Reading `WITH 1 AS set` as a SET is
    a mistake on the safe side; the statement is refused and its author takes another word.
    """
    item, before, after = items[index], at(items, index - 1), at(items, index + 1)
    if not is_word(item, *_CLAUSES, *REFUSED_CLAUSES):
        return False
    if is_symbol(before, ".", ":", "|", "&", "!") or is_symbol(after, ":", "."):
        return False
    if is_word(item, "ORDER"):
        return is_word(after, "BY")
    if is_word(item, "WITH"):
        return not is_word(before, "STARTS", "ENDS")
    if is_word(before, "AS"):
        return is_word(item, *WRITE_CLAUSES, *REFUSED_CLAUSES)
    return not (is_word(before, "ON") and is_word(item, "CREATE", "MATCH"))


def clauses(items: Sequence[Item]) -> list[Clause]:
    """The clauses of a query, in order.

    Raises:
        CypherError: it begins with no clause, or with one that no statement may hold.
    """
    starts = [index for index in range(len(items)) if is_clause_keyword(items, index)]
    if not starts or starts[0] != 0:
        raise CypherError(items[0].line if items else 1, "a statement begins with a clause such as MATCH or UNWIND")
    bounds = zip(starts, [*starts[1:], len(items)], strict=True)
    return [_clause(items[start:end]) for start, end in bounds]


def _clause(items: Sequence[Item]) -> Clause:
    keyword = items[0]
    word = keyword.text.upper() if isinstance(keyword, Token) else ""
    if word in REFUSED_CLAUSES:
        raise CypherError(keyword.line, f"{word} is not allowed in a statement")
    return Clause(word, tuple(items[1:]), keyword.line)
