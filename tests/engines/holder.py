"""A program that holds engines, as `revtrace up` does: `python -m tests.engines.holder`.

Settings come from the environment. When the engines are ready it writes their endpoints to standard output, one line of
JSON; progress, and at the end the error and its hint, go to standard error. It stops on a signal, and when its standard
input ends, which is when the test run that started it is gone.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from dataclasses import asdict

from app.engines import EngineSettings, supervised_engines
from graph.errors import RevtraceError


async def hold() -> None:
    async with supervised_engines(EngineSettings(), report=_report) as (supervisor, endpoints):
        asyncio.get_running_loop().add_reader(sys.stdin.fileno(), _stop_at_end_of_input)
        print(json.dumps(asdict(endpoints)), flush=True)
        await supervisor.wait()


def _report(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _stop_at_end_of_input() -> None:
    if not os.read(sys.stdin.fileno(), 1):
        asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
        os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    try:
        asyncio.run(hold())
    except RevtraceError as error:
        _report(f"error: {error.message}")
        _report(f"hint: {error.hint}")
        sys.exit(1)
