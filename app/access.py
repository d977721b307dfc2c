"""Who may do what: roles, their permissions, and the caller of a request. What is not listed is denied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from graph.errors import AccessError

ANY_SOURCE: Final = "*"


class Role(StrEnum):
    """What an API key is for."""

    READER = "READER"
    INGESTER = "INGESTER"
    AUDITOR = "AUDITOR"
    ADMINISTRATOR = "ADMINISTRATOR"


class Permission(StrEnum):
    """What can be allowed.

    READ: ask questions about the graph. INGEST: send events, for the sources that the key names. AUDIT: see how the
    service runs and what it holds of itself (metrics, receipts of all sources, exceptions). ADMINISTER: change how it
    runs (replays, keys).
    """

    READ = "READ"
    INGEST = "INGEST"
    AUDIT = "AUDIT"
    ADMINISTER = "ADMINISTER"


PERMISSIONS: Final[Mapping[Role, frozenset[Permission]]] = MappingProxyType(
    {
        Role.READER: frozenset({Permission.READ}),
        Role.INGESTER: frozenset({Permission.INGEST}),
        Role.AUDITOR: frozenset({Permission.READ, Permission.AUDIT}),
        Role.ADMINISTRATOR: frozenset(Permission),
    }
)
"""An administrator may do everything, and still sends events only for the sources that the key names."""


class UnauthenticatedError(AccessError):
    """Nobody valid is named by the request."""

    code = "UNAUTHENTICATED"


class ForbiddenError(AccessError):
    """The caller is known and may not do this."""

    code = "FORBIDDEN"


class SourceNotAllowedError(ForbiddenError):
    """The caller may send events, but not for this source."""

    code = "SOURCE_NOT_ALLOWED"


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller of a request.

    Attributes:
        id: of the API key; receipts note it.
        role: what the key is for.
        sources: the systems that it may speak for; `*` stands for all of them.

    """

    id: str
    role: Role
    sources: frozenset[str] = frozenset()

    def may(self, permission: Permission) -> bool:
        """Whether the role allows this."""
        return permission in PERMISSIONS[self.role]

    def may_send_for(self, source: str) -> bool:
        """Whether events may be sent for a source. It need not be registered: to be named by a key is enough."""
        return self.may(Permission.INGEST) and not self.sources.isdisjoint({source, ANY_SOURCE})

    def require(self, permission: Permission) -> None:
        """Go on only if the role allows this.

        Raises:
            ForbiddenError: it does not.
        """
        if not self.may(permission):
            allowed = ", ".join(role for role in Role if permission in PERMISSIONS[role])
            raise ForbiddenError(f"a key of role {self.role} may not do this", hint=f"use a key of role {allowed}")

    def require_source(self, source: str) -> None:
        """Go on only if events may be sent for this source.

        Raises:
            ForbiddenError: the role does not send events.
            SourceNotAllowedError: the key names other sources.
        """
        self.require(Permission.INGEST)
        if not self.may_send_for(source):
            message = "this key may not send events for that source"
            raise SourceNotAllowedError(message, hint="use a key that names the source (revtrace keys create --source)")
