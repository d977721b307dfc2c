"""`revtrace work`: a worker."""

from __future__ import annotations


def work() -> None:
    """Settle receipts and seal the log until stopped; NEO4J_URI and REDIS_URL say where the databases are."""
    from app.connect import run

    run(_work())


async def _work() -> None:
    from app.connect import databases, open_graph, read_settings, to_terminal
    from app.logs import set_up_logs
    from app.server import work_until_stopped
    from app.settings import Settings
    from ingest.queue import Queue

    settings = read_settings(Settings)
    set_up_logs(settings.log_level)
    async with (
        databases(to_terminal) as endpoints,
        await open_graph(endpoints) as graph,
        Queue.open(endpoints.redis_url) as queue,
    ):
        await work_until_stopped(graph, queue, settings)
