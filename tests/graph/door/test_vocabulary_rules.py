"""Every label, type, property and arrow of a statement is in the vocabulary; MERGE goes by unique keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from graph.errors import StatementError
from tests.graph.door.samples import write_cypher
from tests.graph.door.test_statement_contract import accept, load, refuse

if TYPE_CHECKING:
    from pathlib import Path

    from tests.graph.door.looking import Outside

CLOSURE = """\
MATCH (c:DoorItem {key: $key})<-[us:DOOR_USES|DOOR_HAS_REVISION*1..]-(p:DoorItem)
WHERE all(u IN us WHERE u.eff_from <= $d AND u.eff_to > $d)
WITH DISTINCT p
RETURN collect(p.key) AS x
"""


KNOWN_READS = [
    "MATCH (n:DoorItem) WHERE n.key STARTS WITH 'a' RETURN n {.key, .name, c: n.seq, .*} AS x",
    "MATCH (n:DoorItem) WHERE EXISTS { (n)-[:DOOR_HAS_REVISION]->(r WHERE r.state = 1) } RETURN 1 AS x",
    "MATCH (n:DoorItem) RETURN [(n)-[h:DOOR_HAS_REVISION]->(r) WHERE h.eff_to > 1 | r.revision] AS x",
    "MATCH (n:DoorItem) RETURN COUNT { MATCH (n)-[:DOOR_HAS_REVISION]->(r) WHERE r.state = 'A' RETURN r } AS x",
    "MATCH (a:DoorItem) WHERE (a)-[:DOOR_HAS_REVISION]->() AND NOT (a)<--() RETURN a.key AS x",
    "MATCH p = (a:DoorItem)-[*1..3]->(b) RETURN [r IN relationships(p) | r.eff_from] AS x",
    "MATCH (a:DoorItem) ((m)-[u:DOOR_HAS_REVISION]->(v)){1,3} (b) RETURN [w IN u | w.eff_from] AS x",
    "MATCH p = SHORTEST 1 (a:DoorItem)--+(b:DoorItem) RETURN length(p) AS x",
    "MATCH (a:DoorItem)<-[:DOOR_USES]-(r) WITH a, collect(r) AS rs UNWIND rs AS r RETURN r.revision AS x",
    "MATCH (n:DoorItem&!DoorRevision) RETURN n.key AS x",
    "MATCH (n) WHERE n:DoorItem OR n:DoorRevision RETURN n.state AS x",
    "MATCH (n:DoorItem) CALL (n) { WITH n MATCH (n)-->(r:DoorRevision) RETURN r } RETURN r.state AS x",
    "UNWIND [{any_key: 1}] AS row WITH row AS other RETURN other.any_key AS x",
    "MATCH (n:DoorItem) WITH n.key AS n RETURN n.anything AS x",
    "MATCH (n:DoorItem {_lock: true}) RETURN n._internal AS x",
    "MATCH (n:DoorItem) USING INDEX n:DoorItem(name) WHERE n.name = 'a' RETURN n.key AS x",
    "MATCH (n:DoorItem) WHERE n.seq < -1 AND (n.seq) - (1) > 2 AND [1, 2][0] = 1 RETURN n.key AS x",
    "RETURN date.truncate('day', datetime()).year AS x",
]


@pytest.mark.parametrize("body", KNOWN_READS)
def test_what_the_vocabulary_knows_is_accepted(tmp_path: Path, body: str) -> None:
    accept(tmp_path, "read", body, returns="x")


def test_the_closure_statement_is_accepted(tmp_path: Path) -> None:
    accept(tmp_path, "read", CLOSURE, params="key, d", returns="x")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("MATCH (n:DoorItm) RETURN 1 AS x", "DoorItm is no label in the vocabulary; did you mean DoorItem?"),
        ("MATCH (n) WHERE n:Elsewhere RETURN 1 AS x", "Elsewhere is no label"),
        ("MATCH (n:DoorItem|Elsewhere) RETURN 1 AS x", "Elsewhere is no label"),
        ("MATCH ()-[:DOOR_USE]->() RETURN 1 AS x", "DOOR_USE is no relationship type"),
        ("MATCH (n) WHERE EXISTS { (n)-[:KNOWS]->() } RETURN 1 AS x", "KNOWS is no relationship type"),
        ("MATCH (n) WHERE (n)-[:KNOWS]->() RETURN 1 AS x", "KNOWS is no relationship type"),
        ("MATCH (n) RETURN [(n)-[:KNOWS]->() | 1] AS x", "KNOWS is no relationship type"),
        ("MATCH ()-[r]->() WHERE r:KNOWS RETURN 1 AS x", "KNOWS is no relationship type"),
        ("MATCH (n:DoorItem {nam: 1}) RETURN 1 AS x", "nam is no property of DoorItem in the vocabulary"),
        ("MATCH (n:DoorItem) RETURN n.state AS x", "state is no property of DoorItem"),
        ("MATCH (n:DoorItem) RETURN n {.state} AS x", "state is no property of DoorItem"),
        ("MATCH (n:DoorItem WHERE n.state = 1) RETURN 1 AS x", "state is no property of DoorItem"),
        ("MATCH (n:DoorItem) WITH n AS m RETURN m.state AS x", "state is no property of DoorItem"),
        (
            "MATCH (n:DoorItem) WITH collect(n) AS ns RETURN [m IN ns | m.state] AS x",
            "state is no property of DoorItem",
        ),
        ("MATCH (n:DoorItem) CALL (n) { RETURN n AS m } RETURN m.state AS x", "state is no property of DoorItem"),
        ("MATCH (n) RETURN n.colour AS x", "colour is no property of any node"),
        ("MATCH ()-[r]->() RETURN r.colour AS x", "colour is no property of any relationship"),
        ("MATCH (a)-[r:DOOR_HAS_REVISION {qty: 1}]->() RETURN 1 AS x", "qty is no property of DOOR_HAS_REVISION"),
        (
            "MATCH p = (a)-[*1..2]->() WHERE all(r IN relationships(p) WHERE r.key) RETURN 1 AS x",
            "key is no property of",
        ),
        (
            "MATCH (a)-[us:DOOR_USES*1..]->() WHERE any(u IN us WHERE u.key) RETURN 1 AS x",
            "key is no property of DOOR_USES",
        ),
        (
            "MATCH (a)-[us:DOOR_USES*]->() RETURN reduce(s = 0, u IN us | s + u.key) AS x",
            "key is no property of DOOR_USES",
        ),
        (
            "MATCH (a)-[us:DOOR_USES|DOOR_HAS_REVISION*1..]->() WHERE all(u IN us WHERE u.qty) RETURN 1 AS x",
            "qty is no property of DOOR_HAS_REVISION|DOOR_USES",
        ),
    ],
)
def test_what_the_vocabulary_does_not_know_is_refused(tmp_path: Path, body: str, message: str) -> None:
    refuse(tmp_path, "read", body, message)


@pytest.mark.parametrize(
    ("body", "right"),
    [
        ("MATCH (:DoorItem)-[:DOOR_HAS_REVISION]->(:DoorRevision) RETURN 1 AS x", True),
        ("MATCH (:DoorRevision)<-[:DOOR_HAS_REVISION]-(:DoorItem) RETURN 1 AS x", True),
        ("MATCH (:DoorRevision)-[:DOOR_HAS_REVISION]-(:DoorItem) RETURN 1 AS x", True),
        ("MATCH (:DoorRevision)-[:DOOR_USES|DOOR_HAS_REVISION]->(:DoorItem) RETURN 1 AS x", True),
        ("MATCH (:DoorItem)-[:DOOR_USES|DOOR_HAS_REVISION*1..]->(:DoorItem) RETURN 1 AS x", True),
        ("MATCH (:DoorItem)<-[:DOOR_HAS_REVISION]-(:DoorRevision) RETURN 1 AS x", False),
        ("MATCH (:DoorItem)-[:DOOR_HAS_REVISION]-(:DoorItem) RETURN 1 AS x", False),
        ("MATCH (i:DoorItem) MATCH (i)<-[:DOOR_HAS_REVISION]-() RETURN 1 AS x", False),
        ("MATCH (i:DoorItem) WHERE EXISTS { (i)-[:DOOR_USES]->() } RETURN 1 AS x", False),
        ("MATCH (:DoorItem)-[:DOOR_USES|DOOR_HAS_REVISION]->(:DoorItem) RETURN 1 AS x", False),
    ],
)
def test_an_arrow_that_joins_what_its_type_does_not_is_refused(tmp_path: Path, body: str, *, right: bool) -> None:
    if right:
        accept(tmp_path, "read", body, returns="x")
    else:
        refuse(tmp_path, "read", body, "is the arrow reversed?")


KNOWN_WRITES = [
    "MERGE (n:DoorItem {key: 1}) ON CREATE SET n.seq = 1 ON MATCH SET n.seq = 2",
    "MERGE (n:DoorRevision {revision: 'A', item: 'i'}) SET n += {state: 'X'}",
    "MATCH (i:DoorItem), (r:DoorRevision) MERGE (i)-[h:DOOR_HAS_REVISION]->(r) SET h.eff_from = 1",
    "MATCH (i:DoorItem), (r:DoorRevision) MERGE (i)<-[u:DOOR_USES {line: 'l'}]-(r) SET u.qty = 1",
    "MATCH (i:DoorItem) SET i.seq = CASE WHEN coalesce(i.seq, -1) < 2 THEN 2 ELSE i.seq END, i._lock = true",
    "MATCH (i:DoorItem) FOREACH (row IN [{a: 1}] | SET i.seq = row.a) REMOVE i.name",
]


@pytest.mark.parametrize("body", KNOWN_WRITES)
def test_writes_by_unique_keys_and_named_properties_are_accepted(tmp_path: Path, body: str) -> None:
    accept(tmp_path, "write", body)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "MERGE (n:DoorItem {name: 1})",
            "MERGE on DoorItem (name) needs a uniqueness constraint; cypher/schema has only on key",
        ),
        ("MERGE (n:DoorItem {key: 1, name: 2})", "MERGE on DoorItem (key, name) needs"),
        ("MERGE (n:DoorRevision {revision: 'A'})", "only on item, revision"),
        ("MERGE (n:Migration {name: 'a'})", "cypher/schema has none"),
        ("MERGE (n {key: 1})", "MERGE of a node is written (n:Label {key: value})"),
        ("MERGE (n:DoorItem)", "MERGE of a node is written (n:Label {key: value})"),
        ("MERGE (n:DoorItem:DoorRevision {key: 1})", "with one label"),
        ("MATCH (i:DoorItem) MERGE (i)-[:DOOR_HAS_REVISION]->(r:DoorRevision)", "both nodes bound before"),
        ("MATCH (i:DoorItem) MERGE (i)-[:DOOR_HAS_REVISION]->()", "both nodes bound before"),
        ("MATCH (i:DoorItem), (r:DoorRevision) MERGE (i)-[:DOOR_HAS_REVISION]-(r)", "one type and a direction"),
        ("MATCH (i:DoorItem), (r:DoorRevision) MERGE (r)-[:DOOR_USES {qty: 1}]->(i)", "only on line"),
        ("MATCH (i:DoorItem) MERGE (i)-[:DOOR_HAS_REVISION]->(r)-[:DOOR_USES]->(i)", "MERGE takes one node"),
        ("MATCH (i:DoorItem) SET i = $row", "SET i from a map would write any property"),
        ("UNWIND $row AS r MATCH (i:DoorItem) SET i += r.values", "SET i from a map would write any property"),
        ("MATCH (i:DoorItem) SET i += {colour: $row}", "colour is no property of DoorItem"),
        ("MATCH (i:DoorItem) SET i.colour = $row", "colour is no property of DoorItem"),
        ("MATCH (i:DoorItem) SET i:Elsewhere, i.name = $row", "Elsewhere is no label"),
        ("UNWIND $row AS i SET i['a'] = 1", "SET of a computed property"),
        ("MATCH (i:DoorItem) REMOVE i.colour SET i.name = $row", "colour is no property of DoorItem"),
        ("MERGE (n:DoorItem {key: 1}) ON CREATE SET n.colour = $row", "colour is no property of DoorItem"),
        ("CREATE (n:DoorItem {key: 1, colour: $row})", "colour is no property of DoorItem"),
        ("MATCH (i:DoorItem) FOREACH (row IN $row | SET i.colour = row)", "colour is no property of DoorItem"),
    ],
)
def test_writes_around_the_vocabulary_or_without_a_unique_key_are_refused(
    tmp_path: Path, body: str, message: str
) -> None:
    refuse(tmp_path, "write", body, message, params="row" if "$row" in body else "none", returns="none")


def test_a_dropped_constraint_no_longer_serves_a_merge(tmp_path: Path) -> None:
    write_cypher(tmp_path, "schema", "V001__Drop", "DROP CONSTRAINT door_item IF EXISTS;")
    refuse(tmp_path, "write", "MERGE (n:DoorItem {key: 1})", "cypher/schema has none", returns="none")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("CREATE CONSTRAINT FOR (n:DoorItem) REQUIRE n.seq IS UNIQUE", "after its own name"),
        ("CREATE INDEX door_seq FOR (n:DoorItem) ON (n.seq)", "IF NOT EXISTS"),
        ("DROP INDEX door_item_name", "IF EXISTS"),
        ("CREATE INDEX d IF NOT EXISTS FOR (n:Elsewhere) ON (n.seq)", "Elsewhere is no label"),
        (
            "CREATE FULLTEXT INDEX d IF NOT EXISTS FOR (n:DoorItem) ON EACH [n.name, n.nam]",
            "nam is no property of DoorItem",
        ),
        ("CREATE INDEX d IF NOT EXISTS FOR ()-[r:DOOR_USES]-() ON (r.key)", "key is no property of DOOR_USES"),
        ("// nothing", "holds no statement"),
    ],
)
def test_a_schema_file_names_what_it_creates_can_run_twice_and_keeps_to_the_vocabulary(
    tmp_path: Path, body: str, message: str
) -> None:
    write_cypher(tmp_path, "schema", "V001__More", body)
    with pytest.raises(StatementError, match=rf"schema/V001__More\.cypher:\d: .*{re.escape(message)}"):
        load(tmp_path)


def test_an_index_that_a_later_file_drops_may_be_about_a_former_label(tmp_path: Path) -> None:
    write_cypher(tmp_path, "schema", "V001__Old", "CREATE INDEX old IF NOT EXISTS FOR (n:Former) ON (n.seq)")
    write_cypher(tmp_path, "schema", "V002__New", "DROP INDEX old IF EXISTS; MATCH (n:Former) SET n:DoorItem")
    assert load(tmp_path) == {}


@pytest.mark.parametrize("body", [*KNOWN_READS, *KNOWN_WRITES])
async def test_the_server_reads_what_we_accept_as_we_do(tmp_path: Path, outside: Outside, body: str) -> None:
    access = "read" if body in KNOWN_READS else "write"
    columns = await outside.columns(body)
    assert accept(tmp_path, access, body, returns=", ".join(columns) or "none").returns == tuple(columns)
