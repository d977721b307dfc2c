"""`revtrace load`: a file of any length and form, through the same pipeline as everything else."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from app.rejects import Rejects
    from graph.database import Graph
    from ingest.adapters.rejects import RowRejects
    from ingest.loading import Chunk, Judged


LARGEST_BATCH: Final = 64 * 2**20
"""Bytes of one array, which has to be in memory as a whole."""

NDJSON: Final = "ndjson"
BATCH: Final = "batch"

Source = Annotated[str, typer.Option(help="The system whose events these are.")]
As = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="FORM",
        help="ndjson: one CloudEvent a line; batch: one array of them; NAME.toml: a mapping; else an adapter's name.",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would become of the events, and write nothing.")]
RejectsFile = Annotated[
    Path | None,
    typer.Option(
        help="Takes what has to be mended, events or rows, and beside it a .txt the reasons; else NAME.rejects.*",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class _Work:
    """A file that is ready to be loaded.

    Attributes:
        chunks: its events.
        aside: where goes what has to be mended.
        judged: is told what became of each chunk.
        unmapped: how many rows gave no event so far.

    """

    chunks: Iterator[Chunk]
    aside: Rejects | RowRejects
    judged: Callable[[Judged], None]
    unmapped: Callable[[], int] = lambda: 0


def load(
    path: Path,
    source: Source,
    form: As = NDJSON,
    dry_run: DryRun = False,
    rejects: RejectsFile = None,
) -> None:
    """Load a file, also one compressed by gzip (.gz): of events, or of rows by a mapping; again, it changes nothing."""
    from app.connect import run
    from app.terminal.loading import bar_of_bytes
    from ingest.splitting import open_events

    with ExitStack() as stack:
        stream = stack.enter_context(open_events(path))
        if form.endswith(".toml"):
            ready = _by_mapping(stack, stream, path, source, form, rejects)
        else:
            ready = _of_events(stack, stream, path, form, rejects)
        told = stack.enter_context(bar_of_bytes(path.stat().st_size))
        place = getattr(stream, "fileobj", stream)  # of a compressed file: where in the compressed one
        run(_load(ready, source, lambda words: told(place.tell(), words), dry_run=dry_run))


def _by_mapping(stack: ExitStack, stream: BinaryIO, path: Path, source: str, form: str, rejects: Path | None) -> _Work:
    from graph.errors import InputError
    from ingest.adapters.feeding import Feed
    from ingest.adapters.reading import load_mapping
    from ingest.adapters.rejects import RowRejects
    from ingest.adapters.transform import Transformation

    mapping = load_mapping(Path(form))
    if mapping.declared.source != source:
        message = f"the mapping speaks for {mapping.declared.source}, and not for {source}"
        raise InputError(message, hint=f"say --source {mapping.declared.source}, or take another mapping")
    aside = stack.enter_context(RowRejects(mapping, path, rejects))
    feed = Feed(mapping, Transformation(mapping, stream), aside)
    return _Work(feed.chunks(), aside, feed.judged, lambda: feed.unmapped)


def _of_events(stack: ExitStack, stream: BinaryIO, path: Path, form: str, rejects: Path | None) -> _Work:
    from app.rejects import Rejects

    chunks = _chunks(stream, form)
    aside = stack.enter_context(Rejects(path, rejects))
    return _Work(chunks, aside, lambda judged: aside.put(judged.refused))


async def _load(work: _Work, source: str, told: Callable[[str], None], *, dry_run: bool) -> None:
    from time import perf_counter

    from app.connect import opened_graph, person, to_terminal
    from app.terminal.loading import summary
    from ingest.loading import Load
    from ingest.receipts import Channel, Sender
    from ingest.rehearsal import Rehearsal

    async with opened_graph(to_terminal) as graph:
        way = Rehearsal(graph, source) if dry_run else Load(graph, Sender(source, person(), Channel.FILE))
        begun, letters = perf_counter(), Counter[str]()
        async for judged in way.run(work.chunks):
            letters.update(judged.letters)
            work.judged(judged)
            told(f"{letters.total():,} events, {work.aside.count:,} to be mended")
        seconds = perf_counter() - begun
        if isinstance(way, Load):
            letters = await _in_the_end(graph, way.upload)
            typer.echo(f"receipt {way.upload}")
    typer.echo("\n".join(summary(letters, seconds, work.aside, rehearsed=dry_run, unmapped=work.unmapped())))


def _chunks(stream: BinaryIO, form: str) -> Iterator[Chunk]:
    from graph.errors import InputError
    from ingest.adapters.registry import adapted, find_adapter
    from ingest.receipts import CHUNK_BYTES, CHUNK_EVENTS, chunked
    from ingest.splitting import MediaType, split_body, split_stream

    if form == NDJSON:
        return split_stream(stream, most_lines=CHUNK_EVENTS, most_bytes=CHUNK_BYTES)
    if form != BATCH:
        return chunked(adapted(form, find_adapter(form), stream))
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
