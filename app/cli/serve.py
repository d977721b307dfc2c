"""`revtrace serve`: the HTTP API."""

from __future__ import annotations


def serve() -> None:
    """Run the HTTP API until it is stopped; NEO4J_URI and REDIS_URL say where the databases are."""
    from app.connect import run

    run(_serve())


async def _serve() -> None:
    from app.asgi import create_app
    from app.connect import databases, open_graph, read_settings, to_terminal
    from app.logs import set_up_logs
    from app.server import serve_http
    from app.settings import Settings
    from ingest.queue import Queue

    settings = read_settings(Settings)
    set_up_logs(settings.log_level)
    async with (
        databases(to_terminal) as endpoints,
        await open_graph(endpoints) as graph,
        Queue.open(endpoints.redis_url) as queue,
    ):
        await serve_http(create_app(graph, queue, settings), settings)
