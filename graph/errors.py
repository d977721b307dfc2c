"""The errors that revtrace raises, as one tree.

RevtraceError                     code, message, hint, retryable
├── ConfigurationError            a setting, a file or an address is wrong; nothing was started
│   ├── StatementError            a Cypher file contradicts its header or the vocabulary
│   └── MigrationError            an applied migration was edited, or one failed
├── EngineError                   an embedded engine could not be fetched, started or kept
├── UnavailableError              the database or the queue does not answer now (retryable)
│   └── DeadlineError             it did not answer within its deadline (retryable)
├── DatabaseError                 the database refused a statement (not retryable)
├── InputError                    what was sent cannot be read or is not allowed; carries problems
├── AccessError                   nobody is who they say, or they may not do this
└── NotFoundError                 what was asked for does not exist

Expected outcomes of a question (unknown item, unmapped name) are typed results, not errors.
"""

from __future__ import annotations

from typing import ClassVar


class RevtraceError(Exception):
    """Something a person has to know: one sentence, what to do next, and a stable code.

    Args:
        message: one line, in words of the field, without a final full stop.
        hint: what to do about it, one line; empty when there is nothing to do.
    """

    code: ClassVar[str] = "INTERNAL"
    retryable: ClassVar[bool] = False

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigurationError(RevtraceError):
    """A setting, a file or an address is wrong; nothing was started."""

    code = "CONFIGURATION"


class StatementError(ConfigurationError):
    """A Cypher file contradicts its header or the vocabulary; the message names file and line."""

    code = "STATEMENT"


class MigrationError(ConfigurationError):
    """An applied migration was edited, is missing, or failed."""

    code = "MIGRATION"


class EngineError(RevtraceError):
    """An embedded engine could not be fetched, started or kept."""

    code = "ENGINE"


class UnavailableError(RevtraceError):
    """The database or the queue does not answer now; the same call may succeed later."""

    code = "UNAVAILABLE"
    retryable = True


class DeadlineError(UnavailableError):
    """The database did not answer within the deadline."""

    code = "DEADLINE"


class DatabaseError(RevtraceError):
    """The database refused a statement; repeating it would not help."""

    code = "DATABASE"


class InputError(RevtraceError):
    """What was sent cannot be read or is not allowed."""

    code = "INPUT"


class AccessError(RevtraceError):
    """The caller is unknown, or known and not allowed to do this."""

    code = "ACCESS"


class NotFoundError(RevtraceError):
    """What was asked for does not exist."""

    code = "NOT_FOUND"
