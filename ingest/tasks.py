"""Ending tasks for certain."""

from __future__ import annotations

import asyncio
from typing import Any, Final

PATIENCE_SECONDS: Final = 0.2


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks until they have ended; what they raise is dropped.

    Once is not enough: on Python 3.11 a cancellation gets lost when it meets a timeout that is due in the same turn of
    the event loop, and redis-py looks at its connections with timeouts of 0.
    """
    running = set(tasks)
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=PATIENCE_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)
