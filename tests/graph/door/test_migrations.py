"""Schema files are applied once, in order, and never behind the back of what was applied before."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from typing import TYPE_CHECKING

import pytest

from graph.database import Graph
from graph.errors import DeadlineError, MigrationError, StatementError
from graph.migrate import AppliedMigration, migrate, pending
from graph.statements import load_statements
from graph.statements.files import shipped
from graph.statements.schema import Migration, load_migrations
from tests.graph.door.samples import write_cypher

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from app.engines import Endpoints
    from tests.graph.door.looking import Outside

FIRST = """\
CREATE CONSTRAINT mig_part IF NOT EXISTS FOR (n:MigPart) REQUIRE n.key IS UNIQUE;
CREATE INDEX mig_part_name IF NOT EXISTS FOR (n:MigPart) ON (n.name); // not the last; though this says so
MERGE (n:MigPart {key: 'a;b'}) SET n.runs = coalesce(n.runs, 0) + 1;
"""
SECOND = "MERGE (n:MigPart {key: 'a;b'}) SET n.runs = n.runs + 10"
NAMES = ["V000__Bookkeeping", "V001__First", "V002__Second"]


@pytest.fixture
async def shelf(tmp_path: Path, outside: Outside) -> AsyncIterator[Path]:
    """A folder with the bookkeeping and two schema files; the server's own records are put aside meanwhile."""
    kept = await outside.run("MATCH (m:Migration) RETURN properties(m) AS record")
    await outside.run("MATCH (m:Migration) DELETE m")
    bookkeeping = shipped() / "schema" / "V000__Bookkeeping.cypher"
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / bookkeeping.name).write_bytes(bookkeeping.read_bytes())
    write_cypher(tmp_path, "schema", "V001__First", FIRST)
    write_cypher(tmp_path, "schema", "V002__Second", SECOND)
    yield tmp_path
    await outside.run("MATCH (n:MigPart) DELETE n; MATCH (m:Migration) DELETE m")
    await outside.run("DROP CONSTRAINT mig_part IF EXISTS; DROP INDEX mig_part_name IF EXISTS")
    await outside.run("UNWIND $kept AS row CREATE (m:Migration) SET m = row.record", kept=kept)


@pytest.fixture
async def starter(endpoints: Endpoints) -> AsyncIterator[Graph]:
    async with await open_starter(endpoints) as opened:
        yield opened


async def open_starter(endpoints: Endpoints) -> Graph:
    """The door as a service opens it, with the shipped statements."""
    return await Graph.open(
        endpoints.neo4j_uri,
        username=endpoints.neo4j_username,
        password=endpoints.neo4j_password,
        database=endpoints.neo4j_database,
        warn_notification_severity="INFORMATION",
    )


async def runs(outside: Outside) -> int:
    (row,) = await outside.run("MATCH (n:MigPart) RETURN sum(n.runs) AS runs")
    return int(row["runs"])


async def test_files_are_applied_once_in_order_and_recorded(starter: Graph, shelf: Path, outside: Outside) -> None:
    before = time.time() * 1_000_000
    assert await migrate(starter, folder=shelf) == NAMES
    assert await migrate(starter, folder=shelf) == []
    assert await runs(outside) == 11
    records = await outside.run(
        "MATCH (m:Migration) WHERE m.version >= 0 RETURN m.name AS name, m.applied_at AS at ORDER BY m.version"
    )
    assert [record["name"] for record in records] == NAMES
    assert all(before - 60_000_000 < record["at"] < before + 60_000_000 for record in records)


async def test_indexes_serve_when_the_migration_returns(starter: Graph, shelf: Path, outside: Outside) -> None:
    await outside.run("UNWIND range(1, 20000) AS i CREATE (:MigPart {key: toString(i), name: toString(i)})")
    await migrate(starter, folder=shelf)
    states = await outside.run("SHOW INDEXES YIELD name, state WHERE name STARTS WITH 'mig_' RETURN state")
    assert [row["state"] for row in states] == ["ONLINE", "ONLINE"]


async def test_a_new_file_is_applied_on_top(starter: Graph, shelf: Path, outside: Outside) -> None:
    await migrate(starter, folder=shelf)
    write_cypher(shelf, "schema", "V003__Third", "MATCH (n:MigPart) SET n.runs = n.runs + 100")
    assert await migrate(starter, folder=shelf) == ["V003__Third"]
    assert await runs(outside) == 111


async def test_an_edited_applied_migration_stops_the_start(starter: Graph, shelf: Path, outside: Outside) -> None:
    await migrate(starter, folder=shelf)
    write_cypher(shelf, "schema", "V001__First", FIRST + "// an afterthought\n")
    write_cypher(shelf, "schema", "V003__Third", "MATCH (n:MigPart) SET n.runs = n.runs + 100")
    with pytest.raises(MigrationError, match="V001__First was edited or renamed after it was applied"):
        await migrate(starter, folder=shelf)
    assert await runs(outside) == 11


async def test_other_line_ends_are_no_edit(starter: Graph, shelf: Path) -> None:
    await migrate(starter, folder=shelf)
    file = shelf / "schema" / "V001__First.cypher"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert await migrate(starter, folder=shelf) == []


async def test_a_database_of_a_newer_release_stops_the_start_in_one_line(starter: Graph, shelf: Path) -> None:
    await migrate(starter, folder=shelf)
    (shelf / "schema" / "V002__Second.cypher").unlink()
    with pytest.raises(MigrationError, match=r"^the database was migrated by a newer release: it holds V002__Second"):
        await migrate(starter, folder=shelf)


async def test_a_missing_applied_migration_stops_the_start(starter: Graph, shelf: Path) -> None:
    await migrate(starter, folder=shelf)
    (shelf / "schema" / "V001__First.cypher").unlink()
    with pytest.raises(MigrationError, match=r"schema/V002__Second\.cypher: number V001 is missing or taken twice"):
        await migrate(starter, folder=shelf)


async def test_a_migration_that_fails_is_named_not_recorded_and_can_be_mended(
    starter: Graph, shelf: Path, outside: Outside
) -> None:
    write_cypher(shelf, "schema", "V002__Second", "MERGE (n:MigPart {key: 'b'}) SET n.runs = 5; RETURN 1 / 0 AS x")
    with pytest.raises(MigrationError, match=r"V002__Second failed: .*ArithmeticError"):
        await migrate(starter, folder=shelf)
    write_cypher(shelf, "schema", "V002__Second", "MERGE (n:MigPart {key: 'b'}) SET n.runs = 5")
    assert await migrate(starter, folder=shelf) == ["V002__Second"]
    assert await runs(outside) == 6


async def test_many_tasks_that_migrate_at_once_apply_each_file_once(
    endpoints: Endpoints, shelf: Path, outside: Outside
) -> None:
    starters = [await open_starter(endpoints) for _ in range(5)]
    applied = await asyncio.gather(*(migrate(one, folder=shelf) for one in starters))
    for one in starters:
        await one.close()
    assert sorted(applied, key=len) == [[], [], [], [], NAMES]
    assert await runs(outside) == 11


def migrate_in_process(endpoints: Endpoints, shelf: Path, outcome: multiprocessing.SimpleQueue[list[str]]) -> None:
    async def start() -> list[str]:
        async with await open_starter(endpoints) as graph:
            return await migrate(graph, folder=shelf)

    outcome.put(asyncio.run(start()))


async def test_two_processes_that_migrate_at_once_apply_each_file_once(
    endpoints: Endpoints, shelf: Path, outside: Outside
) -> None:
    context = multiprocessing.get_context("spawn")
    outcome: multiprocessing.SimpleQueue[list[str]] = context.SimpleQueue()
    processes = [context.Process(target=migrate_in_process, args=(endpoints, shelf, outcome)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        await asyncio.to_thread(process.join, 60)
        assert process.exitcode == 0
    assert sorted([outcome.get(), outcome.get()], key=len) == [[], NAMES]
    assert await runs(outside) == 11


async def test_a_starter_waits_for_one_that_is_at_work_and_takes_over_when_it_dies(
    endpoints: Endpoints, starter: Graph, shelf: Path, outside: Outside
) -> None:
    await migrate(starter, folder=shelf)
    write_cypher(shelf, "schema", "V003__Third", "MATCH (n:MigPart) SET n.runs = n.runs + 100")
    async with await open_starter(endpoints) as dying:
        holding = asyncio.ensure_future(hold(dying))
        await outside.until_open("hold")
        waiting = asyncio.ensure_future(migrate(starter, folder=shelf))
        await asyncio.sleep(0.5)
        assert not waiting.done()
        holding.cancel()
        assert await waiting == ["V003__Third"]


async def hold(graph: Graph) -> None:
    async with graph.connection.transaction("write", "hold", 60) as transaction:
        await (await transaction.run(graph.statements["migration_lock"].text)).consume()
        await asyncio.Event().wait()


async def test_waiting_for_another_starter_ends_at_the_deadline(starter: Graph, shelf: Path, outside: Outside) -> None:
    await migrate(starter, folder=shelf)
    holding = asyncio.ensure_future(hold(starter))
    await outside.until_open("hold")
    with pytest.raises(DeadlineError, match="migrate did not end within"):
        await migrate(starter, folder=shelf, deadline=0.5)
    holding.cancel()
    await asyncio.wait([holding])
    await outside.until_quiet("hold", "migrate")


def test_the_shipped_schema_files_count_up_and_are_checked_by_the_loader() -> None:
    migrations = load_migrations(shipped())
    assert [migration.version for migration in migrations] == list(range(len(migrations)))
    assert load_statements()


@pytest.mark.parametrize("name", ["V2__Words", "V001_Words", "v001__Words", "V001__Two words"])
def test_a_schema_file_with_another_name_is_refused(tmp_path: Path, name: str) -> None:
    write_cypher(tmp_path, "schema", "V000__Zero", "RETURN 1")
    write_cypher(tmp_path, "schema", name, "RETURN 1")
    with pytest.raises(MigrationError, match=r"is not called V001__Words\.cypher"):
        load_migrations(tmp_path)


def test_numbers_neither_leave_gaps_nor_repeat(tmp_path: Path) -> None:
    write_cypher(tmp_path, "schema", "V000__Zero", "RETURN 1")
    write_cypher(tmp_path, "schema", "V002__Two", "RETURN 1")
    with pytest.raises(MigrationError, match="number V001 is missing"):
        load_migrations(tmp_path)
    write_cypher(tmp_path, "schema", "V001__One", "RETURN 1")
    write_cypher(tmp_path, "schema", "V001__Uno", "RETURN 1")
    with pytest.raises(MigrationError, match="taken twice"):
        load_migrations(tmp_path)


def test_a_folder_without_schema_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MigrationError, match="schema holds no files"):
        load_migrations(tmp_path)


def test_a_schema_file_keeps_its_header(tmp_path: Path) -> None:
    write_cypher(tmp_path, "schema", "V000__Zero", "RETURN 1", header="// name: V000__Nil\n")
    with pytest.raises(StatementError, match="the header wants"):
        load_migrations(tmp_path)


def test_a_hole_in_the_record_stops_the_start() -> None:
    files = [Migration(number, f"V{number:03}__X", "sum", ()) for number in range(3)]
    applied = [AppliedMigration(version=number, name=f"V{number:03}__X", checksum="sum") for number in (0, 2)]
    with pytest.raises(MigrationError, match="V001__X was never applied, though V002__X was"):
        pending(files, applied)
    assert pending(files, applied[:1]) == files[1:]
