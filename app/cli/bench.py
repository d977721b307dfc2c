"""`revtrace bench`: the benchmark of a checkout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from rich.table import Table

LoadEvents = Annotated[
    int | None,
    typer.Option(
        "--load",
        min=1,
        metavar="EVENTS",
        help="Load so many events instead, and tell rate, peak memory and disk; 1000000 take some minutes.",
        show_default=False,
    ),
]


def bench(load: LoadEvents = None) -> None:
    """Measure the service beside the least that could do the same, on engines of its own; about three minutes.

    Results go to a file in bench-results, and to a table here. NEO4J_URI and REDIS_URL may name an empty database and a
    queue of your own. For figures that hold, let nothing else run meanwhile.
    """
    from app.connect import run, to_terminal
    from app.terminal.console import open_console

    benchmark = _benchmark()
    table, path = run(benchmark(to_terminal, load))
    open_console().print(table)
    to_terminal(f"all of it is in {path}")


def _benchmark() -> Callable[[Callable[[str], None], int | None], Coroutine[Any, Any, tuple[Table, Path]]]:
    """The benchmark itself, which does not ship with the package.

    Raises:
        ConfigurationError: this is no checkout.
    """
    from app.capabilities import CHECKOUT
    from graph.errors import ConfigurationError

    if not (CHECKOUT / "tests" / "bench").is_dir():
        message = "the benchmark is part of a checkout, and this is an installed package"
        raise ConfigurationError(message, hint="clone the repository, and run `uv run revtrace bench` in it")
    from tests.bench.run import benchmark

    return benchmark
