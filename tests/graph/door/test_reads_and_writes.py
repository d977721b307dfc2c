"""Reading and writing by the name of a statement."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import ConfigurationError, DatabaseError, StatementError
from tests.graph.door.conftest import open_graph

if TYPE_CHECKING:
    from app.engines import Endpoints
    from graph.database import Graph
    from graph.transaction import Writing
    from tests.graph.door.looking import Outside

pytestmark = pytest.mark.usefixtures("items")


class Item(BaseModel):
    model_config = ConfigDict(frozen=True)
    key: str
    label: str = Field(validation_alias="name")
    seq: int = 0


class Narrow(BaseModel):
    key: str


class Wide(Item):
    colour: str


class Mistyped(BaseModel):
    key: int
    name: str
    seq: int


async def test_verify_names_the_server(graph: Graph) -> None:
    assert (await graph.verify()).startswith("Neo4j/")


async def test_rows_come_as_dictionaries_or_as_frozen_models(graph: Graph) -> None:
    assert await graph.read("door_item", key="A") == [{"key": "A", "name": "axle", "seq": 1}]
    (item,) = await graph.read("door_item", into=Item, key="A")
    assert item == Item.model_validate({"key": "A", "name": "axle", "seq": 1})
    with pytest.raises(ValidationError, match="frozen"):
        setattr(item, "key", "B")  # noqa: B010  # mypy knows that the plain form is refused


async def test_one_row_or_none(graph: Graph) -> None:
    assert (await graph.read_one("door_item", into=Item, key="B")) == Item.model_validate(
        {"key": "B", "name": "bolt", "seq": 2}
    )
    assert await graph.read_one("door_item", into=Item, key="absent") is None
    with pytest.raises(DatabaseError, match="door_items returned 2 rows where at most one"):
        await graph.read_one("door_items")


@pytest.mark.parametrize(("model", "difference"), [(Narrow, "name, seq"), (Wide, "colour")])
async def test_a_model_whose_fields_are_not_the_columns_is_refused(
    graph: Graph, model: type[BaseModel], difference: str
) -> None:
    with pytest.raises(
        StatementError, match=rf"door_item\.cypher:4: its columns are not the fields of .*: {difference}"
    ):
        await graph.read("door_item", into=model, key="A")


async def test_a_row_that_does_not_fit_its_model_is_an_error_that_names_the_place(graph: Graph) -> None:
    with pytest.raises(DatabaseError, match=r"door_items returned what Mistyped cannot hold: .* at 0\.key"):
        await graph.read("door_items", into=Mistyped)


async def test_an_unknown_name_wrong_parameters_or_the_wrong_access_never_reach_the_server(
    graph: Graph, recorded_statements: list[str]
) -> None:
    with pytest.raises(StatementError, match="no statement named door_itm"):
        await graph.read("door_itm")
    with pytest.raises(StatementError, match="other parameters than it declares: key, name"):
        await graph.read("door_item", name="A")
    with pytest.raises(StatementError, match="is a write statement and was called to read"):
        await graph.read("door_item_put", key="A", name="a")
    with pytest.raises(StatementError, match="is a read statement and was called to write"):
        await graph.execute("door_items")
    assert recorded_statements == []


async def test_several_reads_share_one_transaction(
    graph: Graph, outside: Outside, recorded_statements: list[str]
) -> None:
    async with graph.reading("both_items") as reading:
        assert [row["key"] for row in await reading.read("door_items")] == ["A", "B"]
        assert len(await outside.transactions("both_items")) == 1
        assert await reading.read_one("door_item", into=Item, key="absent") is None
        with pytest.raises(StatementError, match="is a write statement"):
            await reading.read("door_item_put", key="A", name="a")
    assert recorded_statements == ["door_items", "door_item"]


async def test_a_unit_of_work_commits_as_a_whole(graph: Graph) -> None:
    async def work(transaction: Writing) -> int:
        await transaction.run("door_item_put", key="C", name="cap")
        (row,) = await transaction.run("door_item", key="C")
        return int(row["seq"])

    assert await graph.write(work, label="define_cap") == 1
    assert await graph.execute("door_item_put", key="C", name="cap") == [{"seq": 2}]


async def test_a_unit_of_work_that_raises_leaves_nothing(graph: Graph, outside: Outside) -> None:
    async def work(transaction: Writing) -> None:
        await transaction.run("door_item_put", key="D", name="disc")
        raise RuntimeError("changed our mind")

    with pytest.raises(RuntimeError, match="changed our mind"):
        await graph.write(work, label="regret")
    assert await graph.read_one("door_item", key="D") is None
    await outside.until_quiet("regret")


async def test_a_unit_of_work_that_swallows_a_refusal_does_not_commit(graph: Graph) -> None:
    async def work(transaction: Writing) -> None:
        await transaction.run("door_item_put", key="E", name="edge")
        with pytest.raises(DatabaseError):
            await transaction.run("door_item_create", key="A")

    with pytest.raises(DatabaseError, match="swallow was used wrongly: Transaction failed"):
        await graph.write(work, label="swallow")
    assert await graph.read_one("door_item", key="E") is None


async def test_what_the_server_refuses_carries_its_code(graph: Graph) -> None:
    with pytest.raises(DatabaseError, match=r"door_divide \(Neo\.ClientError\.Statement\.ArithmeticError: / by zero\)"):
        await graph.read("door_divide", divisor=0)
    with pytest.raises(DatabaseError, match=r"ConstraintValidationFailed.*already exists"):
        await graph.execute("door_item_create", key="A")


async def test_the_server_itself_refuses_to_write_in_a_read_transaction(graph: Graph) -> None:
    with pytest.raises(DatabaseError, match="AccessMode"):
        async with graph.connection.transaction("read", "sly", 5) as transaction:
            await (await transaction.run("CREATE (n:DoorItem {key: 'sly'})")).consume()
    assert await graph.read_one("door_item", key="sly") is None


async def test_datetimes_reach_the_server_in_utc_and_naive_ones_do_not(graph: Graph) -> None:
    summer = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    east = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=5)))
    (row,) = await graph.read("door_echo", value={"at": [summer, {"deep": east}], "plain": [1, "a", None]})
    (first, second), plain = row["value"]["at"], row["value"]["plain"]
    assert first.to_native() == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert second["deep"].to_native() == datetime(2026, 7, 1, 7, tzinfo=UTC)
    assert plain == [1, "a", None]
    with pytest.raises(ValueError, match="has no time zone"):
        await graph.read("door_echo", value=datetime(2026, 7, 1))  # noqa: DTZ001  # the point of the test


async def test_a_routing_address_serves_as_well(endpoints: Endpoints) -> None:
    uri = "neo4j://" + endpoints.neo4j_uri.partition("://")[2]
    async with await open_graph(endpoints, uri=uri) as routed:
        await routed.execute("door_item_put", key="A", name="axle")
        assert await routed.read_one("door_item", key="A") == {"key": "A", "name": "axle", "seq": 2}


@pytest.mark.parametrize("uri", ["ftp://somewhere", "not an address", "http://127.0.0.1:7474"])
async def test_an_address_that_cannot_be_read_is_a_configuration_error(endpoints: Endpoints, uri: str) -> None:
    with pytest.raises(ConfigurationError):
        await open_graph(endpoints, uri=uri)
