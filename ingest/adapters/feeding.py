"""A file under a mapping on its way through the pipeline; what is refused is told of rows and columns."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from ingest.adapters.mapping import Mapping
from ingest.adapters.rejects import RowRejects
from ingest.adapters.transform import Mapped, Transformation, traced
from ingest.loading import Chunk, Judged
from ingest.receipts import chunked
from ingest.splitting import EventText


class Feed:
    """Gives chunks of events and remembers their rows until the chunks are judged.

    Args:
        mapping: the rules.
        file: the file under them.
        aside: takes the rows that give no event, and those of events that are refused.

    Attributes:
        unmapped: how many rows gave no event so far.

    """

    def __init__(self, mapping: Mapping, file: Transformation, aside: RowRejects) -> None:
        self.unmapped = 0
        self._mapping = mapping
        self._file = file
        self._aside = aside
        self._waiting: deque[Mapped] = deque()
        aside.head = file.head

    def chunks(self) -> Iterator[Chunk]:
        """The events in chunks; rows that give none are put aside on the way."""
        return chunked(self._texts())

    def judged(self, judged: Judged) -> None:
        """Put the rows of refused events aside, and forget those of the chunk."""
        chunk = {event.rows[0].line: event for event in (self._waiting.popleft() for _ in judged.letters)}
        for refused in judged.refused:
            event = chunk[refused.event.line]
            self._aside.put(event.rows, traced(self._mapping, event, refused.problems))

    def _texts(self) -> Iterator[EventText]:
        for one in self._file.run():
            if isinstance(one, Mapped):
                self._waiting.append(one)
                yield EventText(one.rows[0].line, one.text)
            else:
                self.unmapped += len(one.rows)
                self._aside.put(one.rows, one.errors)
