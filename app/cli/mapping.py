"""`revtrace mapping`: whether a mapping is sound, and what it makes of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Check mappings from files to events.")


@app.callback()
def _mapping() -> None:
    """Check mappings from files to events."""


@app.command()
def check(
    mapping: Annotated[Path, typer.Argument(help="The mapping, a TOML file.")],
    file: Annotated[Path | None, typer.Argument(help="A file that it is for.", show_default=False)] = None,
) -> None:
    """Tell what is wrong with a mapping, by line, and what comes of a file under it; exit status 1 on errors."""
    from app.terminal.mapping import checked, faulty, sound
    from ingest.adapters.checking import check_file
    from ingest.adapters.reading import MappingError, load_mapping
    from ingest.splitting import open_events

    try:
        loaded = load_mapping(mapping)
    except MappingError as error:
        typer.echo("\n".join(faulty(mapping.name, error.faults)))
        raise typer.Exit(1) from None
    typer.echo("\n".join(sound(loaded)))
    if file is None:
        return
    with open_events(file) as stream:
        found = check_file(loaded, stream)
    typer.echo("\n".join(checked(file.name, found)))
    if found.refused:
        raise typer.Exit(1)
