"""Options that several commands take."""

from __future__ import annotations

from typing import Annotated

import typer


def instant(text: str) -> int:
    """An RFC 3339 date and time with its offset, as epoch microseconds."""
    from graph.clock import InstantError, parse_instant

    try:
        return parse_instant(text)
    except InstantError as error:
        raise typer.BadParameter(f"{error}; for example 2026-11-20T12:00:00Z") from None


AsOf = Annotated[
    int | None,
    typer.Option(
        parser=instant, metavar="TIME", help="What was true then (RFC 3339); now when left out.", show_default=False
    ),
]
AsKnownAt = Annotated[
    int | None,
    typer.Option(
        parser=instant,
        metavar="TIME",
        help="What had been recorded by then (RFC 3339); now when left out.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="The answer as JSON.")]
