"""What the driver raises, put into the error tree; and which transactions are tried once more."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, contextmanager
from secrets import SystemRandom
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from neo4j.exceptions import ConfigurationError as DriverConfigurationError
from neo4j.exceptions import (
    ConnectionAcquisitionTimeoutError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from graph.errors import (
    ConfigurationError,
    DatabaseError,
    DeadlineError,
    InputError,
    RevtraceError,
    UnavailableError,
)
from graph.telemetry import count_error, count_retry

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

T = TypeVar("T")

TRIES = 6
FIRST_DELAY = 0.05
"""Seconds; the n-th wait lasts between nothing and this times 2 to the n (full jitter)."""

_LEAST = 0.01
"""Seconds asked of the server when none remain: it takes 0 for "no limit"."""

_EXHAUSTED = ("OutOfMemoryError", "StackOverFlowError")
_STOPPED = {"Neo.ClientError.Transaction.Terminated", "Neo.ClientError.Transaction.LockClientStopped"}
_random = SystemRandom()


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Raise what the driver raises inside as an error of our tree.

    Args:
        name: the statement or transaction, for the message.
    """
    try:
        yield
    except (DriverError, Neo4jError) as error:
        raise translate(error, name) from error


def translate(error: DriverError | Neo4jError, name: str) -> RevtraceError:
    """The error of our tree for one of the driver."""
    if isinstance(error, Neo4jError):
        return _from_server(error, name)
    if isinstance(error, ConnectionAcquisitionTimeoutError):
        return UnavailableError(
            f"no connection to the database became free for {name}", hint="Send fewer requests at once"
        )
    if isinstance(error, IncompleteCommit):
        return UnavailableError(f"the connection broke while {name} committed", hint="It may have been committed")
    if isinstance(error, ServiceUnavailable | SessionExpired):
        return UnavailableError(f"the database does not answer ({_line(error)})", hint="Check NEO4J_URI and the server")
    if isinstance(error, DriverConfigurationError):
        return ConfigurationError(f"the database connection is set up wrongly: {_line(error)}", hint="Check NEO4J_URI")
    return DatabaseError(f"{name} was used wrongly: {_line(error)}")


def _from_server(error: Neo4jError, name: str) -> RevtraceError:
    code, reason = error.code or "", f"{error.code}: {_line(error)}"
    if ".TransactionTimedOut" in code:
        return DeadlineError(f"{name} did not end in time", hint="Ask for less, or allow more time")
    if ".InvalidBookmark" in code:
        return InputError(
            "the bookmark token is not of this database", hint="Send the token exactly as it was received"
        )
    if ".Security." in code and not error.is_retryable():
        hint = "Check NEO4J_USERNAME and NEO4J_PASSWORD"
        return ConfigurationError(f"the database refused the credentials ({code})", hint=hint)
    if code == "Neo.ClientError.Database.DatabaseNotFound":
        return ConfigurationError("the database of this name does not exist", hint="Check NEO4J_DATABASE")
    if code.endswith(_EXHAUSTED):
        return DatabaseError(
            f"{name} needs more memory than the database allows ({reason})", hint="Ask for less at once"
        )
    if error.is_retryable() or code in _STOPPED:
        return UnavailableError(f"the database stopped {name} ({reason})", hint="Try again")
    return DatabaseError(f"the database refused {name} ({reason})")


def _line(error: DriverError | Neo4jError) -> str:
    """The line that says most: the server explains itself in the first, the driver gives its reason in the last."""
    if isinstance(error, Neo4jError):
        return (error.message or str(error)).strip().split("\n", maxsplit=1)[0].rstrip(".")
    return str(error).strip().rsplit("\n", maxsplit=1)[-1].rstrip(".")


def worth_retrying(error: RevtraceError) -> bool:
    """Whether the driver holds that the same transaction may succeed when it is tried again at once.

    Deadlocks and lost connections are; what a person stopped, what needs too much memory, and what may have been
    committed already are not.
    """
    cause = error.__cause__
    return isinstance(error, UnavailableError) and isinstance(cause, DriverError | Neo4jError) and cause.is_retryable()


@asynccontextmanager
async def within(deadline: float, name: str) -> AsyncIterator[None]:
    """Cancel the block when it takes longer than the deadline, in seconds.

    Raises:
        DeadlineError: it did.
    """
    limit = asyncio.timeout(deadline)
    try:
        async with limit:
            yield
    except TimeoutError as error:
        if not limit.expired():
            raise
        count_error(name, DeadlineError.code)
        message = f"{name} did not end within {deadline:g} s"
        raise DeadlineError(message, hint="Ask for less, or allow more time") from error


async def retrying(attempt: Callable[[float], Awaitable[T]], *, name: str, deadline: float) -> T:
    """Run a transaction until it succeeds, at most 6 times and never beyond the deadline.

    Args:
        attempt: one whole transaction; receives the seconds that remain.
        name: the statement or transaction, for messages and metrics.
        deadline: seconds for all tries together.

    Raises:
        DeadlineError: the deadline passed.
        RevtraceError: the last try failed, or one failed in a way that no repetition mends.
    """
    end = monotonic() + deadline
    async with within(deadline, name):
        for wait in range(TRIES - 1):
            try:
                return await attempt(max(end - monotonic(), _LEAST))
            except UnavailableError as error:
                if not worth_retrying(error):
                    raise
                count_retry(name)
            await asyncio.sleep(_random.uniform(0, FIRST_DELAY * 2**wait))
        return await attempt(max(end - monotonic(), _LEAST))
