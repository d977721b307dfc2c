"""The board of releases and what targets still owe, over more releases than one page holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.answers.acknowledgment import AcknowledgmentFault, AcknowledgmentState
from graph.answers.release import ReleaseSummary
from graph.answers.trace import ReleaseVerdict, Verdict
from graph.clock import format_instant
from graph.database import Graph
from graph.queries.acknowledgment import AcknowledgmentFilter, owed_acknowledgments
from graph.queries.release import BoardFilter, board
from tests.graph.queries.moments import hour, tell
from tests.ingest.events import START, event

RELEASES = 70
MES, ERP = {"system": "MES", "kind": "BOM"}, {"system": "ERP", "kind": "BOM"}


def releases() -> Iterator[bytes]:
    """Releases, a few of them at the same time: every third refused by MES, every fifth not answered by ERP."""
    for number in range(RELEASES):
        name, at = f"R-{number:02d}", number // 4
        steps = [MES | {"due": format_instant(START + 60_000_000)}, ERP]
        released = {"release": name, "bom": {"item": "PUMP", "revision": "A"}, "steps": steps}
        yield event("PLM", f"{name}-released", "release.revision.released", released, at=at)
        for step in (MES, ERP):
            told = {"release": name, "step": step, "revision": "A"}
            key = f"{name}-{step['system']}"
            yield event("PLM", f"{key}-sent", "release.step.dispatched", told, at=at)
            if step is MES or number % 5:
                status = "REJECTED" if step is MES and number % 3 == 0 else "ACCEPTED"
                yield event("MES", f"{key}-said", "release.step.acknowledged", told | {"status": status}, at=at + 1)
    sent = {"release": "R-X", "step": MES, "revision": "A"}
    yield event("PLM", "unstated", "release.step.dispatched", sent)


async def load(graph: Graph) -> None:
    for source in ("PLM", "MES"):
        await tell(graph, source, *(line for line in releases() if f'"source":"{source}"'.encode() in line))


async def all_releases(graph: Graph, wanted: BoardFilter | None = None, first: int = 30) -> list[ReleaseSummary]:
    found, after, more = list[ReleaseSummary](), None, True
    while more:
        page = await board(graph, wanted, first=first, after=after, as_of=hour(1))
        found, after, more = [*found, *page.nodes], page.end_cursor, page.has_next_page
    return found


async def all_owed(
    graph: Graph, wanted: AcknowledgmentFilter | None = None, first: int = 20
) -> list[AcknowledgmentState]:
    found, after, more = list[AcknowledgmentState](), None, True
    while more:
        page = await owed_acknowledgments(graph, wanted, first=first, after=after, as_of=hour(1))
        found, after, more = [*found, *page.nodes], page.end_cursor, page.has_next_page
    return found


@pytest.mark.capability(76, 79, 117)
async def test_every_release_is_on_the_board_once_with_its_verdict_at_each_target(graph: Graph) -> None:
    await load(graph)
    rows = await all_releases(graph)
    expected = [f"R-{number:02d}" for number in sorted(range(RELEASES), key=lambda it: (-(it // 4), it))]
    assert [row.release for row in rows] == [*expected, "R-X"]
    by_name = {row.release: row for row in rows}
    assert by_name["R-15"].verdict is ReleaseVerdict.PARTIAL
    assert {it.system: it.verdict for it in by_name["R-15"].systems} == {
        "MES": Verdict.REJECTED,
        "ERP": Verdict.WAITING,
    }
    assert by_name["R-01"].verdict is ReleaseVerdict.COMPLETE
    assert not by_name["R-01"].proven
    assert by_name["R-X"].released_at is None
    await filters(graph)
    await owed(graph)


async def filters(graph: Graph) -> None:
    def numbers(rows: list[ReleaseSummary]) -> set[int]:
        return {int(row.release[2:]) for row in rows if row.release != "R-X"}

    partial = await all_releases(graph, BoardFilter(verdict=ReleaseVerdict.PARTIAL), first=7)
    assert numbers(partial) == {it for it in range(RELEASES) if it % 3 == 0}
    waiting = await all_releases(graph, BoardFilter(verdict=ReleaseVerdict.IN_PROGRESS))
    assert numbers(waiting) == {it for it in range(RELEASES) if it % 3 and it % 5 == 0}
    assert numbers(await all_releases(graph, BoardFilter("MES", overdue=True))) == numbers(partial)
    assert numbers(await all_releases(graph, BoardFilter("ERP", overdue=True))) == set()
    assert await all_releases(graph, BoardFilter("WMS")) == []


async def owed(graph: Graph) -> None:
    rows = await all_owed(graph)
    assert len({row.step.key for row in rows}) == len(rows)
    refused = [row for row in rows if AcknowledgmentFault.REJECTED in row.faults]
    assert {row.release for row in refused} == {f"R-{it:02d}" for it in range(0, RELEASES, 3)}
    missing = await all_owed(graph, AcknowledgmentFilter(AcknowledgmentFault.MISSING, "ERP"), first=3)
    assert {row.release for row in missing} == {f"R-{it:02d}" for it in range(0, RELEASES, 5)}
    older = await all_owed(graph, AcknowledgmentFilter(AcknowledgmentFault.MISSING, "ERP", START + 5_000_000))
    assert {row.release for row in older} == {f"R-{it:02d}" for it in range(0, 20, 5)}


async def test_a_board_of_few_matches_among_many_goes_on_from_its_end(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(graph)
    monkeypatch.setattr("graph.queries.paging.LEAST_LOOKED", 10)
    monkeypatch.setattr("graph.queries.paging.MOST_LOOKED", 20)
    page = await board(graph, BoardFilter("ERP", ReleaseVerdict.COMPLETE, overdue=True), first=5, as_of=hour(1))
    assert (page.nodes, page.has_next_page) == ((), True)
    assert page.envelope.limits_hit
    assert await all_releases(graph, BoardFilter("ERP", ReleaseVerdict.COMPLETE, overdue=True), first=5) == []
