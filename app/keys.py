"""API keys, `rvt_<id>_<secret>`: of the secret only its SHA-256 is kept, and keys are checked in memory."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import Final

from pydantic import BaseModel, ConfigDict

from app.access import ANY_SOURCE, PERMISSIONS, Permission, Principal, Role, UnauthenticatedError
from graph.database import Graph
from graph.errors import InputError, NotFoundError
from ingest.cloudevents import is_source

MOST_KEYS: Final = 10_000
SHORTEST_REFRESH: Final = 0.25
"""Seconds between two readings; unknown keys wait for the next one, and cannot make the database busy."""

_TOKEN: Final = re.compile(r"rvt_([0-9a-f]{12})_([0-9a-f]{64})")
_SECOND = 1_000_000


class ApiKey(BaseModel):
    """A key as it is kept; times are epoch microseconds.

    Attributes:
        hash: SHA-256 of the secret in hexadecimal.
        previous_hash: that of the secret before the last rotation, which counts until `previous_until`.

    """

    model_config = ConfigDict(frozen=True)

    id: str
    hash: str
    role: Role
    sources: frozenset[str]
    label: str
    created_at: int
    expires_at: int | None = None
    revoked_at: int | None = None
    rotated_at: int | None = None
    previous_hash: str | None = None
    previous_until: int | None = None

    def is_valid(self, now: int) -> bool:
        """Whether the key counts at a moment, whatever its secret is."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    def fits(self, secret: str, now: int) -> bool:
        """Whether this is the secret, or the one before while it still counts; takes the same time for any."""
        given = _hash(secret)
        is_current = compare_digest(given, self.hash)
        is_previous = compare_digest(given, self.previous_hash or "0" * 64) and now < (self.previous_until or 0)
        return is_current or is_previous


@dataclass(frozen=True, slots=True)
class Issued:
    """A key as it is shown once.

    Attributes:
        id: by which it is listed, rotated and revoked.
        token: what the caller sends.

    """

    id: str
    token: str


async def create(
    graph: Graph, role: Role, *, sources: Iterable[str] = (), label: str = "", expires_at: int | None = None
) -> Issued:
    """Make a key.

    Args:
        graph: the door to the database.
        role: what it is for.
        sources: the systems that it may speak for, `*` for all of them.
        label: words by which a person knows it again.
        expires_at: epoch microseconds; never when left out.

    Raises:
        InputError: an ingester without sources, sources for a role that sends nothing, or one that is no key.
    """
    named = _sources(role, sources)
    issued, secret = _issue(secrets.token_hex(6))
    key = {
        "id": issued.id,
        "hash": _hash(secret),
        "role": role.value,
        "sources": named,
        "label": label,
        "expires_at": expires_at,
    }
    await graph.execute("api_key_create", key=key)
    return issued


async def rotate(graph: Graph, identity: str, *, grace: float) -> tuple[Issued, int]:
    """Give a key a new secret.

    Args:
        graph: the door to the database.
        identity: its id.
        grace: seconds for which the old secret still counts.

    Returns:
        The key as it is now, and when the old secret ends, epoch microseconds.

    Raises:
        NotFoundError: there is no such key, or it was revoked.
    """
    issued, secret = _issue(identity)
    found = await graph.execute("api_key_rotate", id=identity, hash=_hash(secret), grace=int(grace * _SECOND))
    if not found:
        raise _no_such_key(identity)
    return issued, int(found[0]["until"])


async def revoke(graph: Graph, identity: str) -> None:
    """Revoke a key for good; a second time changes nothing.

    Raises:
        NotFoundError: there is no such key.
    """
    if not await graph.execute("api_key_revoke", id=identity):
        raise _no_such_key(identity)


async def all_keys(graph: Graph) -> list[ApiKey]:
    """All keys, the revoked ones too, the latest first."""
    return await graph.read("api_keys", into=ApiKey, limit=MOST_KEYS)


class Keyring:
    """The keys in memory, as old as it is told at most.

    Args:
        graph: the door to the database.
        refresh: seconds after which the keys are read again.
    """

    def __init__(self, graph: Graph, refresh: float) -> None:
        self._graph = graph
        self._refresh = refresh
        self._keys: dict[str, ApiKey] = {}
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def caller(self, token: str) -> Principal:
        """Who sends this token.

        Raises:
            UnauthenticatedError: nobody: it is malformed, unknown, expired, revoked, or its secret is wrong.
            UnavailableError: the keys could not be read.
        """
        match = _TOKEN.fullmatch(token)
        if match is None:
            raise _unauthenticated()
        identity, secret = match.groups()
        asked_at = time.monotonic()
        await self._know_since(asked_at - self._refresh)
        if identity not in self._keys:
            await self._know_since(asked_at)
        key, now = self._keys.get(identity), time.time_ns() // 1000
        if key is None or not key.is_valid(now) or not key.fits(secret, now):
            raise _unauthenticated()
        return Principal(key.id, key.role, key.sources)

    async def _know_since(self, moment: float) -> None:
        """Know the keys as they were at a moment or later; whoever else wants that waits for the same reading."""
        if self._read_at >= moment:
            return
        async with self._reading:
            if self._read_at >= moment:
                return
            await asyncio.sleep(max(0.0, self._read_at + SHORTEST_REFRESH - time.monotonic()))
            begun = time.monotonic()
            self._keys = {key.id: key for key in await all_keys(self._graph)}
            self._read_at = begun


def _issue(identity: str) -> tuple[Issued, str]:
    secret = secrets.token_hex(32)
    return Issued(identity, f"rvt_{identity}_{secret}"), secret


def _hash(secret: str) -> str:
    # A plain hash is enough for 256 random bits: there is nothing to guess.
    return sha256(secret.encode()).hexdigest()


def _sources(role: Role, sources: Iterable[str]) -> list[str]:
    named = sorted(set(sources))
    for source in named:
        if not is_source(source):
            message = f"{source[:50]!r} cannot name a source"
            raise InputError(message, hint="a source is a URI reference of at most 200 characters")
    if named and Permission.INGEST not in PERMISSIONS[role]:
        raise InputError(f"a key of role {role} sends no events", hint="leave --source out")
    if not named and role is Role.INGESTER:
        hint = f'--source PLM, or --source "{ANY_SOURCE}" for all'
        raise InputError("an ingester needs the sources it may send for", hint=hint)
    return named


def _no_such_key(identity: str) -> NotFoundError:
    return NotFoundError(f"there is no API key {identity[:50]} that counts", hint="see `revtrace keys list`")


def _unauthenticated() -> UnauthenticatedError:
    message = "the API key is missing, unknown, expired or revoked"
    return UnauthenticatedError(message, hint="send `Authorization: Bearer rvt_...` (revtrace keys create)")
