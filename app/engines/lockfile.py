"""The pinned list of jars of an engine: which files, of which size and SHA-256, in class path order.

A list is a file `neo4j-VERSION.lock.toml` beside this module. It holds Maven coordinates and sums and no address: where
the jars come from is the business of the machine that fetches them.

At run time nothing is resolved; `app.engines.pin` writes the files.
"""

from __future__ import annotations

import functools
import hashlib
import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from graph.errors import ConfigurationError

_PREFIX, _SUFFIX = "neo4j-", ".lock.toml"


@dataclass(frozen=True)
class Jar:
    """One pinned file of a Maven repository; `size` in bytes."""

    group: str
    name: str
    version: str
    classifier: str
    size: int
    sha256: str

    @property
    def filename(self) -> str:
        """The file's name in any Maven repository."""
        return f"{'-'.join(filter(None, (self.name, self.version, self.classifier)))}.jar"

    @property
    def path(self) -> Path:
        """The file's place in a Maven repository, relative to its root."""
        return Path(*self.group.split("."), self.name, self.version, self.filename)

    def matches(self, file: Path) -> bool:
        """Whether the file exists and is this jar, by size and SHA-256."""
        if not file.is_file() or file.stat().st_size != self.size:
            return False
        return sha256_of(file) == self.sha256


@dataclass(frozen=True)
class Lock:
    """The pinned jars of one version of Neo4j, in class path order."""

    version: str
    jars: tuple[Jar, ...]

    @property
    def size(self) -> int:
        """Bytes of all jars together."""
        return sum(jar.size for jar in self.jars)


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def lock_name(version: str) -> str:
    """The name of the file that pins a version."""
    return f"{_PREFIX}{version}{_SUFFIX}"


def pinned_versions() -> list[str]:
    """The versions of Neo4j that have a pinned list."""
    names = (entry.name for entry in resources.files(__package__).iterdir())
    return sorted(name[len(_PREFIX) : -len(_SUFFIX)] for name in names if name.endswith(_SUFFIX))


@functools.cache
def pinned(version: str) -> Lock:
    """The pinned list of a version.

    Args:
        version: a full version, or its beginning when only one pinned version begins so ("5.26").

    Raises:
        ConfigurationError: no pinned version, or more than one, fits.
    """
    fitting = [known for known in pinned_versions() if f"{known}.".startswith(f"{version}.")]
    if len(fitting) != 1:
        known = " and ".join(pinned_versions())
        raise ConfigurationError(f"Neo4j {version} is not among the pinned versions", hint=f"pinned are {known}")
    content = resources.files(__package__).joinpath(lock_name(fitting[0])).read_text("utf-8")
    return Lock(fitting[0], tuple(Jar(**entry) for entry in tomllib.loads(content)["jars"]))
