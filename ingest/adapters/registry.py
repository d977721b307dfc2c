"""Adapters for what a mapping cannot say: found among the installed packages by their entry points.

A package declares one in the group `revtrace.adapters`:

    [project.entry-points."revtrace.adapters"]
    acme-plm = "acme.plm:events"
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import entry_points
from typing import BinaryIO, Final

from graph.errors import InputError, RevtraceError
from ingest.cloudevents import EVENT_BYTES, too_large
from ingest.splitting import EventText

GROUP: Final = "revtrace.adapters"

Adapter = Callable[[BinaryIO], Iterable[bytes]]
"""Takes a stream of bytes and gives the texts of events (CloudEvents in JSON), one after the other."""


def adapter_names() -> list[str]:
    """The names of all adapters that are installed."""
    return sorted(set(entry_points(group=GROUP).names))


def find_adapter(name: str) -> Adapter:
    """The adapter of this name.

    Raises:
        InputError: there is none, there are several, or it cannot be imported.

    """
    found = entry_points(group=GROUP, name=name)
    if len(found) != 1:
        fault = "there is no adapter" if not found else f"{len(found)} packages have an adapter"
        known = ", ".join(adapter_names()) or "none"
        raise InputError(
            f"{fault} of the name {name!r}", hint=f"installed adapters: {known}; a mapping ends with .toml"
        )
    (entry,) = found
    try:
        adapter: Adapter = entry.load()
    except Exception as error:
        message = f"the adapter {name!r} cannot be imported: {type(error).__name__}: {error}"
        raise InputError(message, hint=f"it is {entry.value}") from error
    return adapter


def adapted(name: str, adapter: Adapter, stream: BinaryIO) -> Iterator[EventText]:
    """The texts that an adapter makes of a stream, numbered from 1.

    Raises:
        InputError: the adapter fails, or gives something else than bytes.

    """
    for number, text in enumerate(_texts(name, adapter, stream), 1):
        if not isinstance(text, bytes):
            raise InputError(f"the adapter {name!r} gave {type(text).__name__} instead of bytes as event {number}")
        if len(text) > EVENT_BYTES:
            yield EventText(number, b"", too_large(len(text)))
        else:
            yield EventText(number, text)


def _texts(name: str, adapter: Adapter, stream: BinaryIO) -> Iterator[object]:
    try:
        yield from adapter(stream)
    except RevtraceError:
        raise
    except Exception as error:
        message = f"the adapter {name!r} failed: {type(error).__name__}: {error}"
        raise InputError(message, hint="events that it gave before may be loaded; to load again is safe") from error
