"""What waits: receipts that are not settled, exceptions that are not resolved."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from graph.database import Graph


class UnsettledReceipts(BaseModel):
    """Receipts in one state that are not settled; times are epoch microseconds."""

    model_config = ConfigDict(frozen=True)

    state: str
    count: int
    events: int
    oldest: int | None


class UnresolvedExceptions(BaseModel):
    """Exceptions in one queue that are not resolved; times are epoch microseconds."""

    model_config = ConfigDict(frozen=True)

    queue: str
    count: int
    oldest: int


class Backlog(BaseModel):
    """Everything that waits.

    Attributes:
        receipts: those that wait (RECEIVED) and those that were put aside (QUARANTINED).
        exceptions: by queue; queues without any are left out.

    """

    model_config = ConfigDict(frozen=True)

    receipts: tuple[UnsettledReceipts, ...]
    exceptions: tuple[UnresolvedExceptions, ...]


async def backlog(graph: Graph) -> Backlog:
    """What waits now."""
    async with graph.reading("backlog") as tx:
        receipts = await tx.read("receipts_unsettled", into=UnsettledReceipts)
        exceptions = await tx.read("exceptions_unresolved", into=UnresolvedExceptions)
    return Backlog(receipts=tuple(receipts), exceptions=tuple(exceptions))
