"""`revtrace load`: a file of events, of any length, through the same pipeline as everything else."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from app.rejects import Rejects
    from graph.database import Graph
    from ingest.loading import Chunk


LARGEST_BATCH: Final = 64 * 2**20
"""Bytes of one array, which has to be in memory as a whole."""


class Format(StrEnum):
    """How the events stand in the file."""

    NDJSON = "ndjson"
    BATCH = "batch"


Source = Annotated[str, typer.Option(help="The system whose events these are.")]
As = Annotated[Format, typer.Option("--as", help="One CloudEvent a line, or one JSON array of them.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would become of the events, and write nothing.")]
RejectsFile = Annotated[
    Path | None,
    typer.Option(
        help="Takes the events that have to be mended, and beside it a .txt the reasons; else NAME.rejects.ndjson.",
        show_default=False,
    ),
]


def load(
    path: Path,
    source: Source,
    form: As = Format.NDJSON,
    dry_run: DryRun = False,
    rejects: RejectsFile = None,
) -> None:
    """Load a file of events, also one compressed by gzip (.gz); to load it again changes nothing."""
    from app.connect import run
    from app.rejects import Rejects
    from app.terminal.loading import bar_of_bytes
    from ingest.splitting import open_events

    with open_events(path) as stream, Rejects(path, rejects) as aside, bar_of_bytes(path.stat().st_size) as told:
        place = getattr(stream, "fileobj", stream)  # of a compressed file: where in the compressed one
        run(_load(stream, source, form, aside, lambda words: told(place.tell(), words), dry_run=dry_run))


async def _load(
    stream: BinaryIO, source: str, form: Format, aside: Rejects, told: Callable[[str], None], *, dry_run: bool
) -> None:
    from time import perf_counter

    from app.connect import opened_graph, person, to_terminal
    from app.terminal.loading import summary
    from ingest.loading import Load
    from ingest.receipts import Channel, Sender
    from ingest.rehearsal import Rehearsal

    async with opened_graph(to_terminal) as graph:
        way = Rehearsal(graph, source) if dry_run else Load(graph, Sender(source, person(), Channel.FILE))
        begun, letters = perf_counter(), Counter[str]()
        async for judged in way.run(_chunks(stream, form)):
            letters.update(judged.letters)
            aside.put(judged.refused)
            told(f"{letters.total():,} events, {aside.count:,} to be mended")
        seconds = perf_counter() - begun
        if isinstance(way, Load):
            letters = await _in_the_end(graph, way.upload)
            typer.echo(f"receipt {way.upload}")
    typer.echo("\n".join(summary(letters, seconds, aside, rehearsed=dry_run)))


def _chunks(stream: BinaryIO, form: Format) -> Iterator[Chunk]:
    from graph.errors import InputError
    from ingest.receipts import CHUNK_BYTES, CHUNK_EVENTS, chunked
    from ingest.splitting import MediaType, split_body, split_stream

    if form is Format.NDJSON:
        return split_stream(stream, most_lines=CHUNK_EVENTS, most_bytes=CHUNK_BYTES)
    array = stream.read(LARGEST_BATCH + 1)
    if len(array) > LARGEST_BATCH:
        message = f"one array of more than {LARGEST_BATCH // 2**20} MiB"
        raise InputError(message, hint="write one event a line, and load it --as ndjson")
    return chunked(split_body(MediaType.BATCH, array, most=LARGEST_BATCH))


async def _in_the_end(graph: Graph, upload: str) -> Counter[str]:
    """The letters after all, since mappings may have let events through that were held at first."""
    letters: Counter[str] = Counter()
    for chunk in await graph.read("upload_chunks", upload=upload):
        letters.update(chunk["outcomes"])
    return letters
