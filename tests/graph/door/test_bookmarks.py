"""Bookmarks travel as opaque tokens, so that a client reads its own write on any member of a cluster."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neo4j import Bookmarks

from graph.bookmarks import MAX_TOKEN, BookmarkHolder, current_holder, tracking_bookmarks
from graph.errors import InputError
from tests.graph.door.conftest import open_graph

if TYPE_CHECKING:
    from app.engines import Endpoints
    from graph.database import Graph
    from graph.transaction import Writing


def encode(value: object) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(value)).decode().rstrip("=")


@pytest.mark.usefixtures("items")
async def test_another_process_that_brings_the_token_reads_what_was_written(graph: Graph, endpoints: Endpoints) -> None:
    with tracking_bookmarks() as holder:
        await graph.execute("door_item_put", key="C", name="cap")
        token = holder.token()
    assert token
    assert token.replace("-", "").replace("_", "").isalnum()
    async with await open_graph(endpoints) as elsewhere:
        with tracking_bookmarks(token) as later:
            assert await elsewhere.read_one("door_item", key="C") is not None
            assert later.token()


@pytest.mark.usefixtures("items")
async def test_every_kind_of_call_moves_the_token_on(graph: Graph) -> None:
    async def work(transaction: Writing) -> None:
        await transaction.run("door_item_put", key="A", name="axle")

    with tracking_bookmarks() as holder:
        tokens = [holder.token()]
        await graph.execute("door_item_put", key="A", name="axle")
        tokens.append(holder.token())
        await graph.write(work, label="again")
        tokens.append(holder.token())
        await asyncio.gather(graph.read("door_items"), graph.execute("door_item_put", key="B", name="bolt"))
        tokens.append(holder.token())
    assert len(set(tokens)) == 4


async def test_calls_outside_of_a_scope_keep_no_bookmark(graph: Graph) -> None:
    assert current_holder() is None
    await graph.read("door_items")
    assert current_holder() is None


@pytest.mark.parametrize(
    "token", ["%%%", "a", encode({"a": 1}), encode([1]), encode("FB:x"), encode(["é"]), "A" * (MAX_TOKEN + 1), "é"]
)
def test_a_token_that_is_none_of_ours_is_refused(token: str) -> None:
    with pytest.raises(InputError, match="the bookmark token cannot be read"), tracking_bookmarks(token):
        pass


async def test_a_token_of_another_database_is_refused(graph: Graph) -> None:
    with pytest.raises(InputError, match="not of this database"), tracking_bookmarks(encode(["FB:elsewhere"])):
        await graph.read("door_items")


@given(st.frozensets(st.text(st.characters(codec="ascii"), min_size=1, max_size=30), max_size=5))
def test_a_token_says_the_same_after_a_round_trip(values: frozenset[str]) -> None:
    with tracking_bookmarks(BookmarkHolder(values).token()) as holder:
        assert holder.current().raw_values == values


def test_transactions_that_end_in_any_order_lose_no_bookmark() -> None:
    start, first, second = (Bookmarks.from_raw_values([name]) for name in ("start", "first", "second"))
    holder = BookmarkHolder(start.raw_values)
    holder.advance(start, second)
    holder.advance(start, first)
    assert holder.current().raw_values == {"first", "second"}
    holder.advance(holder.current(), Bookmarks.from_raw_values(["third"]))
    assert holder.current().raw_values == {"third"}
