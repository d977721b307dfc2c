"""Options that several commands take."""

from __future__ import annotations

from typing import Annotated

import typer

from graph.model.bom import View


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
Levels = Annotated[int | None, typer.Option(min=1, help="How many levels; all when left out.", show_default=False)]
Plant = Annotated[
    str | None, typer.Option(help="For one plant; all plants together when left out.", show_default=False)
]
InView = Annotated[View, typer.Option("--view", case_sensitive=False, help="Whose structure.")]
