"""What each statement cost, by its name: for Prometheus, for the transaction list of the database, and for tests."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from prometheus_client import Counter, Histogram

if TYPE_CHECKING:
    from collections.abc import Iterator

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The request that is being answered; it shows in `SHOW TRANSACTIONS` beside the name of the statement."""

_SECONDS = Histogram(
    "revtrace_statement_seconds",
    "Time from sending a statement to its last row, in seconds",
    ["statement"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
_ROWS = Counter("revtrace_statement_rows_total", "Rows that a statement returned", ["statement"])
_ERRORS = Counter("revtrace_statement_errors_total", "Statements and transactions that failed", ["statement", "code"])
_RETRIES = Counter("revtrace_transaction_retries_total", "Transactions that were tried once more", ["transaction"])

_recordings: list[list[str]] = []


def count_statement(name: str, seconds: float, rows: int) -> None:
    """Count a statement that answered."""
    _SECONDS.labels(name).observe(seconds)
    _ROWS.labels(name).inc(rows)


def count_error(name: str, code: str) -> None:
    """Count a statement or transaction that failed, by the code of our error tree."""
    _ERRORS.labels(name, code).inc()


def count_retry(name: str) -> None:
    """Count a transaction that is tried once more."""
    _RETRIES.labels(name).inc()


def announce(name: str) -> None:
    """Tell the running recordings that a statement is being sent."""
    for names in _recordings:
        names.append(name)


@contextmanager
def recording_statements() -> Iterator[list[str]]:
    """Collect the names of the statements sent by this process, in order, so that a test can count them."""
    names: list[str] = []
    _recordings.append(names)
    try:
        yield names
    finally:
        _recordings[:] = [recording for recording in _recordings if recording is not names]
