"""Ports on the loopback interface."""

from __future__ import annotations

import socket

from graph.errors import EngineError

LOOPBACK = "127.0.0.1"


def choose_port(engine: str, wanted: int | None, remembered: int | None, setting: str) -> int:
    """The port for an engine: the wanted one, or the one it had before, or any that is free.

    Args:
        engine: its name, for the error.
        wanted: a port fixed by the settings.
        remembered: the port of the last run.
        setting: the environment variable that fixes it, for the hint.

    Raises:
        EngineError: the wanted port is taken.
    """
    if wanted is not None and not _is_free(wanted):
        hint = f"stop what listens there, or choose another port with {setting}"
        raise EngineError(f"port {wanted} is taken, and {engine} is set to listen on it", hint=hint)
    if wanted is not None:
        return wanted
    return remembered if remembered is not None and _is_free(remembered) else _any_free()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the servers do: connections of an earlier run that are still winding down do not count, listeners do.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def _any_free() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
