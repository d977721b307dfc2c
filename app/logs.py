"""Logging: lines for a person on a terminal, JSON for a machine, and the request in each."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, TextIO

import orjson
import structlog

from graph.telemetry import request_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from structlog.typing import EventDict, Processor, WrappedLogger

_QUIET = {"arq": logging.WARNING, "uvicorn": logging.WARNING, "neo4j": logging.ERROR}
"""Libraries that say more than we want to hear, each with the least that is of interest."""


def set_up_logs(level: str, stream: TextIO | None = None) -> None:
    """Send what this service and its libraries log to a stream.

    Args:
        level: the least that is logged, such as `INFO`.
        stream: standard error when left out.
    """
    out = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_request,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=_rendering(out), foreign_pre_chain=shared))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(least)


def _rendering(out: TextIO) -> list[Processor]:
    remove: Processor = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if out.isatty():
        return [remove, structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    return [remove, structlog.processors.format_exc_info, structlog.processors.JSONRenderer(_json)]


def _json(event: EventDict, default: Callable[[object], object], **_: object) -> str:
    return orjson.dumps(event, default=default).decode()


def _add_request(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    if request := request_id.get():
        event["request"] = request
    return event
