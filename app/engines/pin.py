"""Pin a version of Neo4j: for maintainers, `python -m app.engines.pin 2026.09.0`.

Writes the list that `app.engines.lockfile` reads; read the difference before you commit it.
"""

from __future__ import annotations

import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jgo.maven import MavenContext

from app.engines.lockfile import Jar, Lock, lock_name, sha256_of

ROOTS = ("org.neo4j:neo4j", "org.neo4j.app:neo4j-server")
_PARALLEL_DOWNLOADS = 8


def pin(version: str, target: Path) -> Lock:
    """Resolve a version of Neo4j and its dependencies with jgo, fetch all, and write their pinned list.

    Everything is fetched anew into a temporary folder, so that a spoilt local repository cannot leak into the sums.

    Args:
        version: the version of `org.neo4j:neo4j` and `org.neo4j.app:neo4j-server`.
        target: the file to write.
    """
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(_PARALLEL_DOWNLOADS) as threads:
        context = MavenContext(repo_cache=Path(scratch))
        roots, others = context.resolver.resolve([context.create_dependency(f"{ga}:{version}") for ga in ROOTS])
        artifacts = [dependency.artifact for dependency in (*roots, *others)]
        files = threads.map(lambda artifact: artifact.resolve(), artifacts)
        jars = tuple(
            Jar(each.groupId, each.artifactId, each.version, each.classifier, file.stat().st_size, sha256_of(file))
            for each, file in zip(artifacts, files, strict=True)
        )
    lock = Lock(version, jars)
    target.write_text(_as_toml(lock), "utf-8")
    return lock


def _as_toml(lock: Lock) -> str:
    lines = [
        f'  {{ group = "{jar.group}", name = "{jar.name}", version = "{jar.version}", classifier = "{jar.classifier}", '
        f'size = {jar.size}, sha256 = "{jar.sha256}" }},'
        for jar in lock.jars
    ]
    head = f"# Neo4j {lock.version} Community and its dependencies; written by `python -m app.engines.pin`."
    return "\n".join([head, "jars = [", *lines, "]", ""])


if __name__ == "__main__":
    pin(sys.argv[1], Path(__file__).with_name(lock_name(sys.argv[1])))
