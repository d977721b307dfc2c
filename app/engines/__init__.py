"""Engines in a box: a real Neo4j and a real Valkey, run from this Python environment alone.

    async with engines(EngineSettings(), report=print) as endpoints:
        ...  # endpoints.neo4j_uri, endpoints.redis_url

`session` brings them up and lets other commands join; `home` says who may use a data folder; `fetch` gets the pinned
jars (`lockfile`, `pin`); `neo4j` and `valkey` know their servers; `app.processes` keeps them running.
"""

from app.engines.session import engines, supervised_engines
from app.engines.settings import Endpoints, EngineSettings

__all__ = ["Endpoints", "EngineSettings", "engines", "supervised_engines"]
