"""Fetch the pinned jars of an engine, once per machine.

The cache holds checked files only: a jar is fetched into a staging folder, compared with its pinned SHA-256, and then
moved to its place in one step. Whatever is found damaged later is fetched again.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from app.engines.disk import MEGABYTE, cannot_write, require_space
from app.engines.lockfile import Jar, Lock
from app.engines.locks import closing, try_lock
from graph.errors import EngineError

SETTING = "REVTRACE_CACHE"
_ATTEMPTS = 2
_PARALLEL = 8
_LOCK_POLL_SECONDS = 0.2
_REASONS = {
    "ConnectTimeout": "it does not answer",
    "ReadTimeout": "it stopped answering",
    "SSLError": "its certificate is not trusted",
    "ProxyError": "the proxy does not answer",
    "ChunkedEncodingError": "the connection broke off",
}


class _StoppedError(Exception):
    """Somebody asked to stop: the user, or another file that failed."""


def fetch(lock: Lock, cache: Path, report: Callable[[str], None], stop: threading.Event) -> list[Path]:
    """See that every jar of a lock is in the cache, unharmed, and fetch those that are not.

    Args:
        lock: the pinned jars.
        cache: folder of the cache, made when missing.
        report: takes one line of progress at a time; a bar with sizes goes to standard error while bytes arrive.
        stop: set from another thread to give up early.

    Returns:
        The jars' files in class path order.

    Raises:
        EngineError: no network, a broken or altered download (after a second try), a full disk; one line and a hint.
    """
    store = cache / "jars"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        if _missing(lock, store):
            with _only_one(cache, report, stop):
                _complete(lock, cache, report, stop)
    except OSError as error:
        raise cannot_write(cache, error, SETTING) from error
    return [store / jar.path for jar in lock.jars]


def _missing(lock: Lock, store: Path) -> list[Jar]:
    with ThreadPoolExecutor(_PARALLEL) as threads:
        sound = threads.map(lambda jar: jar.matches(store / jar.path), lock.jars)
        return [jar for jar, is_sound in zip(lock.jars, sound, strict=True) if not is_sound]


@contextlib.contextmanager
def _only_one(cache: Path, report: Callable[[str], None], stop: threading.Event) -> Iterator[None]:
    """Be the only process that fetches into this cache."""
    descriptor = try_lock(cache / "lock")
    if descriptor is None:
        report("another process is fetching Neo4j; waiting for it")
    while descriptor is None:
        if stop.wait(_LOCK_POLL_SECONDS):
            raise _StoppedError
        descriptor = try_lock(cache / "lock")
    with closing(descriptor):
        yield


def _complete(lock: Lock, cache: Path, report: Callable[[str], None], stop: threading.Event) -> None:
    jars = _missing(lock, cache / "jars")  # again: the process before us may have fetched them
    if not jars:
        return
    size = sum(jar.size for jar in jars)
    staging = cache / "staging"
    shutil.rmtree(staging, ignore_errors=True)  # of a process that was killed
    require_space(cache, size, SETTING)
    report(f"fetching Neo4j {lock.version}: {len(jars)} files, {size / MEGABYTE:.0f} MB, once")
    began = time.monotonic()
    with _bar(f"Neo4j {lock.version}", size) as advance:
        _Fetcher(cache, staging, advance, stop).all(jars)
    shutil.rmtree(staging, ignore_errors=True)
    report(f"fetched {size / MEGABYTE:.0f} MB in {time.monotonic() - began:.0f} s")


@contextlib.contextmanager
def _bar(title: str, total: int) -> Iterator[Callable[[int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn(title), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(title, total=total)
        yield lambda count: progress.advance(task, count)


class _Fetcher:
    """Fetches jars into a cache, several at a time.

    Args:
        cache: where the checked jars go.
        staging: where they arrive.
        advance: told the bytes that arrived; negative when they turn out to be useless.
        stop: set by the user, or here when one file fails.
    """

    def __init__(self, cache: Path, staging: Path, advance: Callable[[int], None], stop: threading.Event) -> None:
        from jgo.config import GlobalSettings
        from jgo.constants import MAVEN_CENTRAL_URL
        from jgo.maven import MavenContext, PythonResolver

        logging.getLogger("jgo").setLevel(logging.CRITICAL)  # it warns in many lines of what is told in one here
        self._cache = cache
        self._advance = advance
        self._stop = stop
        self._arrived = threading.local()
        self._maven = MavenContext(
            resolver=PythonResolver(progress_callback=self._count),
            repo_cache=staging,
            remote_repos={"central": MAVEN_CENTRAL_URL, **GlobalSettings.load().repositories},
        )

    def all(self, jars: list[Jar]) -> None:
        """Fetch all jars; the first failure ends the rest."""
        with ThreadPoolExecutor(_PARALLEL) as threads:
            futures = [threads.submit(self._one, jar) for jar in jars]
            try:
                for future in as_completed(futures):
                    future.result()
            except BaseException:
                self._stop.set()
                threads.shutdown(cancel_futures=True)
                raise

    def _one(self, jar: Jar) -> None:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                self._attempt(jar)
            except EngineError:
                if attempt == _ATTEMPTS:
                    raise
            else:
                return

    def _attempt(self, jar: Jar) -> None:
        if self._stop.is_set():
            raise _StoppedError
        staged = self._maven.repo_cache / jar.path
        staged.unlink(missing_ok=True)
        self._arrived.bytes = 0
        try:
            self._download(jar)
            self._accept(jar, staged)
        except BaseException:
            self._advance(-self._arrived.bytes)
            raise

    def _download(self, jar: Jar) -> None:
        component = self._maven.project(jar.group, jar.name).at_version(jar.version)
        try:
            component.artifact(jar.classifier).resolve()
        except OSError as error:
            if error.errno is not None:  # of the own disk; those of the network carry none, and say it by their type
                raise
            raise self._unreachable(jar, _REASONS.get(type(error).__name__, "there is no connection")) from error
        except RuntimeError as error:
            raise self._unreachable(jar, "it does not have it") from error

    def _unreachable(self, jar: Jar, reason: str) -> EngineError:
        hint = (
            f"check the network, HTTPS_PROXY and REQUESTS_CA_BUNDLE, or copy {self._cache} from a machine that has it"
        )
        return EngineError(f"{jar.filename} cannot be fetched from the Maven repository: {reason}", hint=hint)

    def _accept(self, jar: Jar, staged: Path) -> None:
        if not jar.matches(staged):
            raise EngineError(
                f"{jar.filename} arrived altered: its SHA-256 is not the pinned one",
                hint="a proxy or mirror on the way changes downloads; fetch from another network",
            )
        place = self._cache / "jars" / jar.path
        place.parent.mkdir(parents=True, exist_ok=True)
        staged.replace(place)

    @contextlib.contextmanager
    def _count(self, _filename: str, _size: int) -> Iterator[Callable[[int], None]]:
        def arrived(count: int) -> None:
            if self._stop.is_set():
                raise _StoppedError
            self._arrived.bytes += count
            self._advance(count)

        yield arrived
