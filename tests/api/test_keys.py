"""API keys: who is let in, and for how long."""

from __future__ import annotations

import asyncio
import time

import pytest

from app import keys
from app.access import PERMISSIONS, Permission, Principal, Role, SourceNotAllowedError, UnauthenticatedError
from app.keys import ApiKey, Keyring
from graph.database import Graph
from graph.errors import AccessError, InputError, NotFoundError
from tests.graph.door.looking import Outside

SECOND = 1_000_000


def now() -> int:
    return time.time_ns() // 1000


async def test_a_key_names_its_caller_and_its_secret_is_kept_nowhere(graph: Graph, outside: Outside) -> None:
    issued = await keys.create(graph, Role.INGESTER, sources=["PLM", "ERP"], label="line 4")
    assert issued.token.startswith(f"rvt_{issued.id}_")
    caller = await Keyring(graph, 2.0).caller(issued.token)
    assert caller == Principal(issued.id, Role.INGESTER, frozenset({"ERP", "PLM"}))
    (kept,) = await outside.run("MATCH (k:ApiKey) RETURN properties(k) AS key")
    assert issued.token.rpartition("_")[2] not in repr(kept)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "rvt_",
        "rvt_00_11",
        "Bearer x",
        "rvt_000000000000_" + "0" * 64,
        "rvt_000000000000_" + "0" * 63 + "\n",
        "ü" * 81,
    ],
)
async def test_a_key_that_was_never_made_is_nobody(graph: Graph, token: str) -> None:
    with pytest.raises(UnauthenticatedError):
        await Keyring(graph, 2.0).caller(token)


async def test_the_id_alone_is_nobody(graph: Graph) -> None:
    issued = await keys.create(graph, Role.READER)
    with pytest.raises(UnauthenticatedError):
        await Keyring(graph, 2.0).caller(f"rvt_{issued.id}_{'0' * 64}")


@pytest.mark.capability(129)
async def test_a_revoked_key_is_refused_within_the_refresh(graph: Graph) -> None:
    issued = await keys.create(graph, Role.READER)
    ring = Keyring(graph, 0.3)
    await ring.caller(issued.token)
    await keys.revoke(graph, issued.id)
    await asyncio.sleep(0.35)
    with pytest.raises(UnauthenticatedError):
        await ring.caller(issued.token)
    await keys.revoke(graph, issued.id)


async def test_a_new_key_counts_at_once_although_the_keys_were_just_read(graph: Graph) -> None:
    ring = Keyring(graph, 3600.0)
    await ring.caller((await keys.create(graph, Role.READER)).token)
    await ring.caller((await keys.create(graph, Role.READER)).token)


async def test_a_rotated_key_has_two_secrets_until_its_grace_is_over(graph: Graph) -> None:
    first = await keys.create(graph, Role.READER)
    second, until = await keys.rotate(graph, first.id, grace=1.5)
    assert (second.id, abs(until - now()) < 2 * SECOND) == (first.id, True)
    ring = Keyring(graph, 0.1)
    assert await ring.caller(first.token) == await ring.caller(second.token)
    await asyncio.sleep(1.6)
    await ring.caller(second.token)
    with pytest.raises(UnauthenticatedError):
        await ring.caller(first.token)


async def test_a_key_expires(graph: Graph) -> None:
    gone = await keys.create(graph, Role.READER, expires_at=now() - SECOND)
    with pytest.raises(UnauthenticatedError):
        await Keyring(graph, 2.0).caller(gone.token)
    lasting = await keys.create(graph, Role.READER, expires_at=now() + 3600 * SECOND)
    await Keyring(graph, 2.0).caller(lasting.token)


async def test_keys_are_read_once_for_any_number_of_requests(graph: Graph, recorded_statements: list[str]) -> None:
    issued = await keys.create(graph, Role.READER)
    ring = Keyring(graph, 3600.0)
    await asyncio.gather(*(ring.caller(issued.token) for _ in range(500)))
    assert recorded_statements.count("api_keys") == 1


async def test_unknown_keys_cannot_make_the_database_busy(graph: Graph, recorded_statements: list[str]) -> None:
    ring = Keyring(graph, 3600.0)
    tokens = [f"rvt_{number:012x}_{'0' * 64}" for number in range(500)]
    assert all(
        isinstance(it, UnauthenticatedError)
        for it in await asyncio.gather(*map(ring.caller, tokens), return_exceptions=True)
    )
    assert recorded_statements.count("api_keys") <= 2


@pytest.mark.parametrize(
    ("role", "sources"),
    [(Role.INGESTER, []), (Role.READER, ["PLM"]), (Role.AUDITOR, ["*"]), (Role.INGESTER, ["PLM", " "])],
)
async def test_sources_belong_to_keys_that_send_events_and_to_those_alone(
    graph: Graph, role: Role, sources: list[str]
) -> None:
    with pytest.raises(InputError):
        await keys.create(graph, role, sources=sources)
    assert await keys.all_keys(graph) == []


async def test_what_is_not_there_can_neither_be_rotated_nor_revoked(graph: Graph) -> None:
    revoked = await keys.create(graph, Role.READER)
    await keys.revoke(graph, revoked.id)
    for identity in ("000000000000", revoked.id):
        with pytest.raises(NotFoundError):
            await keys.rotate(graph, identity, grace=1)
    with pytest.raises(NotFoundError):
        await keys.revoke(graph, "000000000000")


async def test_keys_are_listed_with_all_but_their_secret(graph: Graph) -> None:
    one = await keys.create(graph, Role.AUDITOR, label="audit 2026")
    (listed,) = await keys.all_keys(graph)
    assert (listed.id, listed.role, listed.label, listed.sources) == (one.id, Role.AUDITOR, "audit 2026", frozenset())
    assert isinstance(listed, ApiKey)
    assert listed.created_at > 0


@pytest.mark.capability(129)
def test_the_roles_allow_what_the_table_says_and_nothing_else() -> None:
    allowed = {role: {permission for permission in Permission if Principal("k", role).may(permission)} for role in Role}
    assert allowed == PERMISSIONS
    assert allowed[Role.READER] == {Permission.READ}
    assert allowed[Role.INGESTER] == {Permission.INGEST}
    assert Permission.INGEST not in allowed[Role.AUDITOR]


@pytest.mark.parametrize(
    ("principal", "source", "is_allowed"),
    [
        (Principal("k", Role.INGESTER, frozenset({"ERP"})), "ERP", True),
        (Principal("k", Role.INGESTER, frozenset({"ERP"})), "erp", False),
        (Principal("k", Role.INGESTER, frozenset({"*"})), "anything", True),
        (Principal("k", Role.ADMINISTRATOR), "ERP", False),
        (Principal("k", Role.ADMINISTRATOR, frozenset({"ERP"})), "ERP", True),
        (Principal("k", Role.READER, frozenset({"*"})), "ERP", False),
    ],
)
def test_events_are_sent_only_for_sources_that_the_key_names(
    principal: Principal, source: str, *, is_allowed: bool
) -> None:
    assert principal.may_send_for(source) is is_allowed
    if not is_allowed:
        with pytest.raises(AccessError) as refused:
            principal.require_source(source)
        assert isinstance(refused.value, SourceNotAllowedError) is principal.may(Permission.INGEST)
