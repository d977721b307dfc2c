"""Whatever a file holds, the checks answer with a line or accept it; they never stumble."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.statements.rules import Rules
from graph.statements.text import CypherError, split_statements, tokenize
from graph.statements.walk import check_statement
from tests.graph.door.samples import SAMPLE_VOCABULARY

WORDS = [
    "MATCH",
    "OPTIONAL",
    "WHERE",
    "WITH",
    "RETURN",
    "UNWIND",
    "CALL",
    "UNION",
    "SET",
    "MERGE",
    "CREATE",
    "FOREACH",
    "ON",
    "ORDER",
    "BY",
    "AS",
    "IN",
    "DISTINCT",
    "EXISTS",
    "COUNT",
    "all",
    "reduce",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "AND",
    "NOT",
    "n",
    "m",
    "r",
    "DoorItem",
    "DOOR_USES",
    "key",
    "DB",
    "IS",
]
SIGNS = [
    ":",
    ",",
    ".",
    "|",
    "-",
    ">",
    "<",
    "=",
    "+=",
    "*",
    "..",
    "+",
    "&",
    "!",
    "%",
    "$p",
    "1",
    "'text'",
    "`x",
    "y`",
    "<-",
    "->",
    "(n)",
    "(n:DoorItem)",
    "[r:DOOR_USES]",
    "{key:1}",
]


def bracket(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Texts in brackets, one after the other, with words and signs between them."""
    pairs = st.sampled_from(["()", "[]", "{}", "  "])
    grouped = st.tuples(pairs, st.lists(inner, max_size=5)).map(
        lambda both: f"{both[0][0]}{' '.join(both[1])}{both[0][1]}"
    )
    return st.lists(grouped, max_size=4).map(" ".join)


RULES = Rules(SAMPLE_VOCABULARY, frozenset({("DoorItem", frozenset({"key"}))}))


def check(text: str) -> None:
    """Check a text; any exception but a CypherError is a stumble."""
    with suppress(CypherError):
        for statement in split_statements(tokenize(text)):
            check_statement(statement, RULES)


@settings(max_examples=1000)
@given(st.lists(st.sampled_from([*WORDS, *SIGNS, *"()[]{};"]), max_size=25))
def test_any_heap_of_tokens_is_accepted_or_refused_with_a_line(pieces: list[str]) -> None:
    check(" ".join(pieces))


@settings(max_examples=1000)
@given(st.sampled_from(WORDS), st.recursive(st.sampled_from(WORDS + SIGNS), bracket))
def test_any_well_nested_text_is_accepted_or_refused_with_a_line(start: str, text: str) -> None:
    check(f"{start} {text}")


_CLAUSES = st.sampled_from(
    [
        "MATCH (n:DoorItem {key: 1})",
        "MATCH (n)-[r:DOOR_USES]->(m)",
        "OPTIONAL MATCH p = (n)--(m) WHERE n.key = 1",
        "WITH n, collect(m) AS ms",
        "WITH *",
        "UNWIND [1] AS m",
        "MERGE (n:DoorItem {key: 1})",
        "MERGE (n)-[r:DOOR_USES]->(m)",
        "SET n.name = 'a', m.name = 'b'",
        "CALL (n) { MATCH (n)--(o) RETURN o }",
        "FOREACH (x IN [1] | SET n.seq = x)",
        "RETURN n.key AS key",
        "UNION",
    ]
)


@settings(max_examples=500)
@given(st.lists(_CLAUSES, max_size=8))
def test_any_order_of_clauses_is_accepted_or_refused_with_a_line(pieces: list[str]) -> None:
    check(" ".join(pieces))
