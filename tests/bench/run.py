"""The whole benchmark: engines, measures in their order, results."""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.capabilities import CHECKOUT
from tests.bench import report as results
from tests.bench.intake import intake
from tests.bench.machine import load_average, machine
from tests.bench.memory import memory
from tests.bench.million import million
from tests.bench.pipeline import pipeline
from tests.bench.query import query
from tests.bench.site import Report, Site, site
from tests.bench.trace import trace

if TYPE_CHECKING:
    from rich.table import Table

    from tests.bench.measured import Measure


async def benchmark(report: Report, load: int | None = None) -> tuple[Table, Path]:
    """Run the measures, or the load of so many events, and write the results.

    Args:
        report: takes one line of progress at a time.
        load: how many events to load, as the only measure; None for all the others.

    Returns:
        A table of the results, and the file that holds all of them.
    """
    began, start, busy = datetime.now(UTC), time.monotonic(), load_average()
    with tempfile.TemporaryDirectory(prefix="revtrace-bench-") as folder:
        async with site(Path(folder), report) as ours:
            facts: dict[str, Any] = {"machine": await machine(ours)}
            measures = await (_measures(ours) if load is None else million(ours, load))
    facts = {
        "began": began.isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - start, 1),
        "load_average": {"before": busy, "after": load_average()},
        **facts,
    }
    path = results.write(CHECKOUT / results.FOLDER, facts["began"], facts, measures)
    return results.table(measures), path


async def _measures(ours: Site) -> list[Measure]:
    loaded = await pipeline(ours)
    api, bare = await ours.start_api(), await ours.start_bare()
    traced = await trace(ours, api)
    asked = await query(ours, api, bare)
    taken = await intake(ours, api, bare)
    return [*loaded, *taken, *traced, *asked, *await memory(ours)]
