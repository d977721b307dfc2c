"""Servers that are away, mute or refuse us, and the place of each of their errors in our tree."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import pytest
from neo4j.exceptions import ClientError, Neo4jError, TransientError

from graph.database import Graph
from graph.errors import ConfigurationError, DatabaseError, DeadlineError, UnavailableError
from graph.failures import TRIES, translate, worth_retrying
from tests.graph.door.conftest import open_graph

if TYPE_CHECKING:
    from app.engines import Endpoints

pytestmark = pytest.mark.usefixtures("items")


async def test_a_server_that_is_away_is_given_up_after_six_tries(
    endpoints: Endpoints, recorded_statements: list[str]
) -> None:
    async with await open_graph(endpoints, uri="bolt://127.0.0.1:1") as nowhere:
        start = time.monotonic()
        with pytest.raises(UnavailableError, match=r"the database does not answer \(.*Connect call failed") as caught:
            await nowhere.read("door_items")
        assert time.monotonic() - start < 4
    assert recorded_statements == ["door_items"] * TRIES
    assert caught.value.retryable


async def listen_only(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer nothing, and hang up when the client does."""
    await reader.read()
    writer.close()
    await writer.wait_closed()


async def test_a_server_that_never_answers_costs_the_deadline(endpoints: Endpoints) -> None:
    server = await asyncio.start_server(listen_only, "127.0.0.1", 0)
    uri = f"bolt://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, await open_graph(endpoints, uri=uri) as mute:
        start = time.monotonic()
        with pytest.raises(DeadlineError, match="verify did not end"):
            await mute.verify(deadline=0.5)
        assert time.monotonic() - start < 1.5


async def test_wrong_credentials_and_a_wrong_database_are_configuration_errors(endpoints: Endpoints) -> None:
    wrong: list[dict[str, Any]] = [{"database": "nowhere"}]
    if endpoints.neo4j_password:
        wrong.append({"password": "wrong"})
    for change in wrong:
        settings = {"username": endpoints.neo4j_username, "password": endpoints.neo4j_password} | change
        async with await Graph.open(endpoints.neo4j_uri, statements={}, **settings) as stranger:
            with pytest.raises(ConfigurationError):
                await stranger.verify()


def server_error(code: str) -> Neo4jError:
    return Neo4jError._hydrate_neo4j(code=code, message="of the server.\nmore")


@pytest.mark.parametrize(
    ("code", "kind", "again"),
    [
        ("Neo.TransientError.Transaction.DeadlockDetected", UnavailableError, True),
        ("Neo.TransientError.Transaction.LockAcquisitionTimeout", UnavailableError, True),
        ("Neo.TransientError.General.DatabaseUnavailable", UnavailableError, True),
        ("Neo.ClientError.Cluster.NotALeader", UnavailableError, True),
        ("Neo.ClientError.Transaction.Terminated", UnavailableError, False),
        ("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration", DeadlineError, False),
        ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", DatabaseError, False),
        ("Neo.ClientError.Schema.ConstraintValidationFailed", DatabaseError, False),
        ("Neo.ClientError.Security.Unauthorized", ConfigurationError, False),
        ("Neo.ClientError.Security.AuthenticationRateLimit", ConfigurationError, False),
        ("Neo.ClientError.Security.AuthorizationExpired", UnavailableError, True),
    ],
)
def test_each_code_of_the_server_has_its_place_in_the_tree(code: str, kind: type[Exception], *, again: bool) -> None:
    cause = server_error(code)
    assert isinstance(cause, ClientError | TransientError)
    error = translate(cause, "sample")
    error.__cause__ = cause
    assert type(error) is kind
    assert "\n" not in error.message
    assert not error.message.endswith(".")
    assert worth_retrying(error) is again
