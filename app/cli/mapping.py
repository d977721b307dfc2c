"""`revtrace mapping`: whether a mapping is sound, and what it makes of a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from graph.database import Graph

HELP = "Check mappings from files to events, and show which one a fact came by."

app = typer.Typer(no_args_is_help=True, add_completion=False, help=HELP)


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


@app.command()
def used(
    source: Annotated[str, typer.Argument(help="The system that sent the event.")],
    event: Annotated[str, typer.Argument(help="The id of the event.")],
    folder: Annotated[Path, typer.Option("--in", help="Where the mappings are whose rules are to be shown.")] = Path(),
) -> None:
    """Show by which mapping, in which version, and by which rules the fact of an event was made."""
    from app.connect import opened_graph, run, to_terminal
    from app.terminal.mapping import provenance
    from ingest.adapters.reading import mappings_in

    async def asked() -> str | None:
        async with opened_graph(to_terminal) as graph:
            return await _schema_of(graph, source, event)

    schema = run(asked())
    known = () if schema is None else mappings_in(folder)
    typer.echo("\n".join(provenance(schema, [it for it in known if it.schema == schema])))


async def _schema_of(graph: Graph, source: str, event: str) -> str | None:
    """What the event of a fact named as its dataschema, read from the receipt in which it came."""
    from graph.errors import NotFoundError
    from graph.model.base import compose_key
    from ingest.cloudevents import Envelope, read_event
    from ingest.receipts import texts_of

    facts = await graph.read("facts_by_key", keys=[compose_key(source, event)])
    if not facts:
        raise NotFoundError(f"no event {event} of {source} was accepted", hint="see `revtrace exceptions`")
    (found,) = await graph.read("receipt_payloads", ids=[facts[0]["receipt"]])
    texts = texts_of(found["media_types"][0], found["payloads"][0])
    sent = read_event(texts[facts[0]["position"]].text)
    return sent.dataschema if isinstance(sent, Envelope) else None
