"""What would become of events if they were sent now: read, compared with the log, and nothing is written."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence

from graph.database import Graph
from graph.model.entry import Event, Outcome
from graph.recording.exceptions import conflict
from ingest.interpretation import draft, mapped_here, names_again, sort_out
from ingest.loading import MENDABLE, Chunk, Judged, Refused
from ingest.settling import known_names


class Rehearsal:
    """Judges the chunks of one file, one after the other.

    Mappings and events of earlier chunks count. Whether an event would be superseded is not told: it counts as
    accepted.

    Args:
        graph: the door to the database.
        source: the system that sends.
    """

    def __init__(self, graph: Graph, source: str) -> None:
        self._graph = graph
        self._source = source
        self._mapped: dict[str, str] = {}
        # Of a million events: 16 bytes of each, not its key and digest.
        self._seen: dict[int, int] = {}

    async def run(self, chunks: Iterator[Chunk]) -> AsyncIterator[Judged]:
        """What would become of each chunk."""
        for texts in chunks:
            yield await self._judge(texts)

    async def _judge(self, texts: Chunk) -> Judged:
        drafts = draft(self._source, texts)
        self._mapped |= mapped_here(drafts)
        if missing := {name.key for one in drafts for name in one.missing}:
            drafts = names_again(self._source, drafts, await known_names(self._graph, missing) | self._mapped)
        events, refusals = sort_out(drafts)
        outcomes = {refusal.position: refusal for refusal in refusals}
        letters = {position: refusal.outcome.letter for position, refusal in outcomes.items()}
        logged = await self._logged(events)
        for event in events:
            outcome = self._compare(event, logged)
            letters[event.position] = outcome.letter
            if outcome is Outcome.CONFLICT:
                outcomes[event.position] = conflict(event)
        refused = [
            Refused(texts[position], refusal.outcome, refusal.problems)
            for position, refusal in sorted(outcomes.items())
            if refusal.outcome in MENDABLE
        ]
        return Judged("".join(letters[position] for position in range(len(texts))), tuple(refused))

    async def _logged(self, events: Sequence[Event]) -> dict[str, str]:
        """The digests of those that are in the log, by key."""
        found = (await self._graph.read("fact_origins", keys=[event.key for event in events]))[0]
        return dict(zip(found["keys"], found["digests"], strict=True))

    def _compare(self, event: Event, logged: dict[str, str]) -> Outcome:
        known = logged.get(event.key)
        if known is not None:
            return Outcome.DUPLICATE if known == event.digest else Outcome.CONFLICT
        place, short = hash(event.key), int(event.digest[:16], 16)
        if place not in self._seen:
            self._seen[place] = short
            return Outcome.ACCEPTED
        return Outcome.DUPLICATE if self._seen[place] == short else Outcome.CONFLICT
