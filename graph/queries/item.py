"""Items: one by its number, and pages of them by what they are."""

from __future__ import annotations

from dataclasses import dataclass

from graph.answers.item import ItemAnswer
from graph.answers.noun import ItemState
from graph.answers.page import Listing
from graph.database import Graph
from graph.model.item import Procurement
from graph.queries.frame import Frame, open_frame
from graph.queries.nouns import ITEM, gap_of, states_at, states_of
from graph.queries.paging import Chunk, Position, scan
from graph.transaction import Reading


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items; what is left out means any.

    Attributes:
        search: part of the number or the name, whatever its case.
        family: code of the product family.
        procurement: how the item comes to be available.

    """

    search: str | None = None
    family: str | None = None
    procurement: Procurement | None = None

    def matches(self, item: ItemState) -> bool:
        """Whether it is one of them, as the statement `items_page` judges nodes."""
        words = f"{item.key}\n{item.name or ''}".lower()
        return (
            (self.search is None or self.search.lower() in words)
            and (self.family is None or self.family == item.family)
            and (self.procurement is None or self.procurement == item.procurement)
        )


async def item_answer(graph: Graph, number: str, *, as_of: int | None = None, known: int | None = None) -> ItemAnswer:
    """One item as it is stated at a pair of clocks.

    Args:
        graph: the door to the database.
        number: its number.
        as_of: valid time, epoch microseconds; now when left out.
        known: knowledge time, epoch microseconds; now when left out.

    """
    async with graph.reading("item") as tx:
        frame = await open_frame(tx, as_of, known)
        item = (await states_at(tx, ITEM, [number], frame.moments)).get(number)
    return ItemAnswer(item=item, envelope=frame.envelope(gap_of(ITEM, number, item, frame.moments)))


async def item_listing(
    graph: Graph,
    wanted: ItemFilter,
    *,
    first: int = 50,
    after: str | None = None,
    as_of: int | None = None,
    known: int | None = None,
) -> Listing[ItemState]:
    """A page of the items that something states at a pair of clocks, by number.

    Raises:
        InputError: such a page cannot be.

    """
    async with graph.reading("items") as tx:
        frame = await open_frame(tx, as_of, known)

        async def look(position: Position, limit: int) -> Chunk[ItemState]:
            return await _next_items(tx, wanted, frame, position, limit)

        page, limits = await scan(look, first, after, ("",))
    return Listing.of(page, frame.envelope(limits_hit=limits))


async def _next_items(
    tx: Reading, wanted: ItemFilter, frame: Frame, position: Position, limit: int
) -> Chunk[ItemState]:
    rows = await tx.read(
        "items_page",
        after=position[0],
        search=wanted.search and wanted.search.lower(),
        family=wanted.family,
        procurement=wanted.procurement and wanted.procurement.value,
        as_of=frame.moments.as_of,
        known=frame.moments.known,
        limit=limit,
    )
    nodes = rows[0]["nouns"]
    states = await states_of(tx, ITEM, nodes, frame.moments)
    found = [states[node["key"]] for node in nodes]
    kept = [((item.key,), item) for item in found if item.defined and wanted.matches(item)]
    return Chunk(kept, len(nodes), (nodes[-1]["key"],) if nodes else position)
