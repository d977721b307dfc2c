"""The contract between a Cypher file, its header, the vocabulary and the schema files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.errors import StatementError
from graph.statements import load_statements
from tests.graph.door.samples import SAMPLE_SCHEMA, SAMPLE_VOCABULARY, write_cypher

if TYPE_CHECKING:
    from graph.statements import Statement


def load(folder: Path) -> dict[str, Statement]:
    write_cypher(folder, "schema", "V000__Sample", SAMPLE_SCHEMA)
    return dict(load_statements(folder, SAMPLE_VOCABULARY))


def accept(folder: Path, access: str, body: str, *, params: str = "none", returns: str = "none") -> Statement:
    write_cypher(folder, access, "x", body, params=params, returns=returns)
    return load(folder)["x"]


def refuse(folder: Path, access: str, body: str, message: str, *, params: str = "none", returns: str = "x") -> None:
    with pytest.raises(StatementError, match=re.escape(message)) as caught:
        accept(folder, access, body, params=params, returns=returns)
    assert caught.value.message.startswith(f"{folder.name}/{access}/x.cypher:")


def test_the_shipped_statements_keep_their_contract() -> None:
    assert "migrations" in load_statements()


def test_a_statement_knows_its_header_and_sends_its_text_without_it(tmp_path: Path) -> None:
    statement = accept(
        tmp_path,
        "read",
        "MATCH (n:DoorItem {key: $key}) // by key\nRETURN n.name AS name, n.seq AS seq;\n",
        params="key",
        returns="name, seq",
    )
    assert statement.params == {"key"}
    assert statement.returns == ("name", "seq")
    assert statement.doc == "A sample."
    assert statement.text == "MATCH (n:DoorItem {key: $key}) // by key\nRETURN n.name AS name, n.seq AS seq"
    assert statement.path == f"{tmp_path.name}/read/x.cypher"


@pytest.mark.parametrize(
    ("header", "line", "message"),
    [
        ("// access: read\n", 1, "the header wants `// name: ...` on this line"),
        ("// name: x\n// params: none\n", 2, "the header wants `// access: ...`"),
        ("// name: x\n// access: read\n// params:\n", 3, "the header wants `// params: ...`"),
        ("// name: x\n// access: read\n// params: none\n\n// returns: a\n", 4, "the header wants `// returns: ...`"),
        (
            "// name: x\n// access: read\n// params: none\n// returns: a\n",
            5,
            "a line that says what the statement does",
        ),
        (
            "// name: y\n// access: read\n// params: none\n// returns: a\n// Doc.\n",
            1,
            "the header names y, but the file",
        ),
        ("// name: x\n// access: write\n// params: none\n// returns: a\n// Doc.\n", 2, "access is write, but the file"),
    ],
)
def test_a_header_that_is_incomplete_or_contradicts_its_file_is_refused(
    tmp_path: Path, header: str, line: int, message: str
) -> None:
    write_cypher(tmp_path, "read", "x", "RETURN 1 AS a", header=header)
    with pytest.raises(StatementError, match=re.escape(message)) as caught:
        load(tmp_path)
    assert caught.value.message.startswith(f"{tmp_path.name}/read/x.cypher:{line}: ")


def test_declared_and_used_parameters_agree_both_ways(tmp_path: Path) -> None:
    refuse(tmp_path, "read", "RETURN 1 AS a,\n $b AS x", ":7: $b is used, but not declared", returns="a, x")
    refuse(tmp_path, "read", "RETURN '$b' AS x // $b", ":3: the header declares b", params="b")


def test_a_parameter_cannot_take_the_name_of_an_argument_of_the_door(tmp_path: Path) -> None:
    refuse(tmp_path, "read", "RETURN $deadline AS x", "cannot be called deadline", params="deadline")


@pytest.mark.parametrize(
    ("body", "returns"),
    [
        ("MATCH (n:DoorItem) RETURN n.key AS x", "x"),
        ("MATCH (n:DoorItem) WITH n.key AS key RETURN key", "key"),
        ("MATCH (n:DoorItem) RETURN DISTINCT n.key AS `a b`, count(*) AS c ORDER BY c, n.key SKIP 1 LIMIT 2", "a b, c"),
        ("UNWIND [{AS: 1}] AS r RETURN r.AS AS x, 'RETURN y' AS z", "x, z"),
        ("RETURN 1 AS x UNION ALL RETURN 2 AS x", "x"),
        ("CALL { RETURN 1 AS inner } RETURN inner AS x", "x"),
        ("RETURN CASE WHEN true THEN {a: 1, b: [1, 2]} ELSE {a: 2} END AS x", "x"),
    ],
)
def test_the_declared_columns_are_those_of_the_final_return(tmp_path: Path, body: str, returns: str) -> None:
    assert accept(tmp_path, "read", body, returns=returns).returns == tuple(returns.split(", "))


def test_columns_in_another_order_or_without_a_name_are_refused(tmp_path: Path) -> None:
    refuse(tmp_path, "read", "RETURN 1 AS a, 2 AS b", "it returns a, b", returns="b, a")
    refuse(tmp_path, "read", "MATCH (n:DoorItem)\nRETURN n.key", ":7: a column needs a name", returns="n.key")
    refuse(tmp_path, "read", "MATCH (n:DoorItem)\nRETURN *", "RETURN * hides", returns="n")
    refuse(tmp_path, "read", "RETURN 1 AS x UNION RETURN 2 AS y", "branches of a UNION", returns="x")
    refuse(tmp_path, "read", "MATCH (n:DoorItem)", "has to return something", returns="none")


def test_a_write_statement_may_return_nothing_and_then_says_so(tmp_path: Path) -> None:
    assert accept(tmp_path, "write", "CREATE (n:DoorItem)").returns == ()
    refuse(tmp_path, "write", "CREATE (n:DoorItem)", "but it returns nothing", returns="n")


@pytest.mark.parametrize(
    ("body", "keyword"),
    [
        ("CREATE (n:DoorItem) RETURN 1 AS x", "CREATE"),
        ("MATCH (n:DoorItem) MERGE (m:DoorItem {key: 1}) RETURN 1 AS x", "MERGE"),
        ("MATCH (n:DoorItem) set n.name = 'a' RETURN 1 AS x", "SET"),
        ("MATCH (n:DoorItem) DELETE n RETURN 1 AS x", "DELETE"),
        ("MATCH (n:DoorItem) /* quiet */ DeTaCh DELETE n RETURN 1 AS x", "DETACH"),
        ("MATCH (n:DoorItem) REMOVE n.name RETURN 1 AS x", "REMOVE"),
        ("MATCH (n:DoorItem) FOREACH (i IN [1] | SET n.seq = i) RETURN 1 AS x", "FOREACH"),
        ("CALL { MATCH (n:DoorItem) SET n.name = 'a' RETURN 1 AS y } RETURN y AS x", "SET"),
        ("WITH 1 AS AS SET x = 2 RETURN 1 AS x", "SET"),
    ],
)
def test_a_read_statement_holds_no_clause_that_writes(tmp_path: Path, body: str, keyword: str) -> None:
    refuse(tmp_path, "read", body, f":6: a read statement holds {keyword}")


@pytest.mark.parametrize(
    "body",
    [
        "MATCH (n:DoorItem) WHERE n.name = 'SET' RETURN n.name AS x // CREATE",
        "RETURN {set: 1, delete: 2}.set AS x",
        "MATCH (`create`:DoorItem) RETURN `create`.key AS x",
    ],
)
def test_words_that_only_look_like_writing_are_read(tmp_path: Path, body: str) -> None:
    accept(tmp_path, "read", body, returns="x")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("LOAD CSV FROM 'file:///x' AS row RETURN row AS x", "LOAD is not allowed"),
        ("MATCH (n:DoorItem) CALL (n) { RETURN 1 AS x } IN TRANSACTIONS OF 10 ROWS RETURN x", "IN TRANSACTIONS"),
        ("DROP CONSTRAINT c", "DROP is not allowed"),
        ("SHOW INDEXES", "a statement begins with a clause"),
        ("PROFILE MATCH (n:DoorItem) RETURN 1 AS x", "PROFILE is not allowed"),
        ("USE other RETURN 1 AS x", "USE is not allowed"),
        ("INSERT (n:DoorItem) RETURN 1 AS x", "INSERT is not allowed"),
        ("MATCH (n:DoorItem {key: $label}) RETURN n AS x", "column x is a whole node"),
        ("MATCH ({key: $label})-[r:DOOR_USES*1..2]->() RETURN collect(r) AS x", "column x is a whole relationship"),
        ("CALL apoc.help('x') YIELD name RETURN name AS x", "only the procedures of the database"),
        ("MATCH (n:$($label)) RETURN 1 AS x", "written out, never computed"),
        ("MATCH (n:$label) RETURN 1 AS x", "written out, never computed"),
        ("MATCH (n) WHERE n:$any($label) RETURN 1 AS x", "written out, never computed"),
        ("MATCH ()-[r:$($label)]->() RETURN 1 AS x", "written out, never computed"),
        ("MATCH (n IS DoorItem) RETURN $label AS x", "write `:Label` in place of `IS Label`"),
        ("MATCH (n:DoorItem) RETURN n[$label] AS x", "computed property: write n.property"),
        ("MATCH (n:DoorItem $label) RETURN 1 AS x", "written out as {key: value}"),
        ("MATCH (n:DoorItem) RETURN 1 AS x; RETURN $label AS x", "one statement per file, this one holds 2"),
        ("MATCH (n:DoorItem RETURN $label AS x", "'(' is never closed"),
        ("RETURN 'abc AS x, $label", "a string starts here and never ends"),
        ("RETURN 1 AS x" + "\n" * 60 + ", $label AS y", "longer than 60 lines"),
    ],
)
def test_what_escapes_the_checks_is_refused_altogether(tmp_path: Path, body: str, message: str) -> None:
    params = "label" if "$" in body else "none"
    refuse(tmp_path, "read", body, message, params=params)


def test_two_statements_cannot_share_a_name(tmp_path: Path) -> None:
    write_cypher(tmp_path, "read", "same", "RETURN 1 AS x", returns="x")
    write_cypher(tmp_path, "write", "same", "RETURN 1 AS x", returns="x")
    with pytest.raises(StatementError, match=r"write/same\.cypher:1: .*read/same\.cypher has the same name"):
        load(tmp_path)
