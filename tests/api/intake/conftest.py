"""The intake, with bounds that tests can reach."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient

from app.access import Role
from app.settings import Settings
from graph.database import Graph
from tests.api.conftest import QUICK, Caller
from tests.graph.door.looking import Outside

COUNT_ALL = "MATCH (n) WHERE NOT n:ApiKey AND NOT n:Migration AND NOT n:MigrationLock RETURN count(n) AS nodes"


@pytest.fixture
def settings() -> Settings:
    return QUICK.model_copy(update={"max_body": 200_000, "max_events": 1500, "max_wait": 15.0, "max_upload": 1.0})


@pytest.fixture
async def plm(as_role: Caller) -> AsyncClient:
    return await as_role(Role.INGESTER, "PLM")


@pytest.fixture
async def nothing_is_left(graph: Graph, outside: Outside) -> AsyncIterator[None]:
    before = await outside.run(COUNT_ALL)
    yield
    assert await outside.run(COUNT_ALL) == before
