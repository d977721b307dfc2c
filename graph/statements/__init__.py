"""Cypher statements in files: a header each, checked against text, vocabulary and unique keys before the first runs.

`text` cuts Cypher into tokens; `clauses`, `patterns`, `expressions` and `walk` read it as far as the contract asks;
`rules` says what may occur; `files`, `schema` and `catalog` load what is shipped.
"""

from graph.statements.catalog import Statement, load_statements

__all__ = ["Statement", "load_statements"]
