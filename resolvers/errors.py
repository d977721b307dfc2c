"""What a client sees of an error: a sentence, a code and a hint; what is our own failure only by its reference."""

from __future__ import annotations

import secrets
from typing import Any, Final

import structlog
from graphql import GraphQLError

from graph.errors import AccessError, InputError, NotFoundError, UnavailableError
from graph.telemetry import request_id

INVALID_QUERY: Final = "INVALID_QUERY"
INTERNAL: Final = "INTERNAL"

_TOLD: Final = (InputError, AccessError, NotFoundError, UnavailableError)
"""Errors that the caller can do something about; of all others only the reference is told."""

log = structlog.get_logger(__name__)


def shown(error: GraphQLError, *, suggestions: bool) -> GraphQLError:
    """An error as a client may see it; what is not told to the client is logged.

    Args:
        error: as it was raised.
        suggestions: whether to name what a misspelt name may have meant.

    """
    cause = _cause(error)
    if cause is None:
        message = error.message if suggestions else error.message.partition(" Did you mean ")[0]
        return _with(error, message, code=INVALID_QUERY)
    if isinstance(cause, _TOLD):
        # An argument that cannot be read is told with its place, which only the error around it knows.
        message = cause.message if error.path else error.message
        return _with(error, message, code=cause.code, hint=cause.hint, retryable=cause.retryable)
    reference = request_id.get() or secrets.token_hex(8)
    log.error("a question failed", reference=reference, path=error.path, exc_info=cause)
    hint = f"the failure is in the log under the reference {reference}"
    return _with(error, "the service failed", code=INTERNAL, hint=hint, reference=reference)


def _cause(error: GraphQLError) -> BaseException | None:
    """What was raised first; none for a query that is refused as such."""
    cause: BaseException | None = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def _with(error: GraphQLError, message: str, **extensions: Any) -> GraphQLError:  # noqa: ANN401 - JSON
    told = {name: value for name, value in extensions.items() if value or name == "code"}
    return GraphQLError(
        message, nodes=error.nodes, source=error.source, positions=error.positions, path=error.path, extensions=told
    )
