"""Systems that send facts and must acknowledge releases."""

from __future__ import annotations

import strawberry

from graph.answers import system as rows
from graph.answers.noun import SystemState
from graph.model.system import SystemKind
from graph.queries.system import system_status
from resolvers.context import Ask, AsKnownAt, AsOf
from resolvers.envelope import Envelope
from resolvers.noun import Noun
from resolvers.root import root
from resolvers.scalars import Instant
from resolvers.shown import enum, listed, shows

enum(
    SystemKind,
    "What a system is for.",
    {
        "PLM": "Engineering data and changes.",
        "ERP": "Orders, manufacturing BOMs, finance.",
        "MES": "The shop floor.",
        "WMS": "The warehouse.",
        "QMS": "Quality.",
        "SUPPLIER_PORTAL": "Exchange with a supplier.",
        "COSTING": "Costing.",
        "PLANNING": "Planning.",
        "OTHER": "Something else.",
    },
)


@shows(SystemState, description="A system that takes part: it sends facts, receives releases, or both.")
class System(Noun):
    """A system."""

    key: strawberry.ID = strawberry.field(name="code", description="Its code.")
    name: str | None = strawberry.field(description="What people call it.")
    kind: SystemKind | None = strawberry.field(description="What it is for.")
    plants: list[str] | None = listed("Codes of the plants that it serves.", bound="the plants that one event can name")
    party: str | None = strawberry.field(description="Code of the party that runs it, if it is not ourselves.")


@shows(rows.SystemStatus, description="How one system is doing. What waits is counted now, and null for a past moment.")
class SystemStatus:
    """The status of a system."""

    system: System = strawberry.field(description="The system.")
    occurred_at: Instant | None = strawberry.field(
        description="The latest time, by its own clock, among what it has sent; null when it never sent anything."
    )
    recorded_at: Instant | None = strawberry.field(description="When something of it was last recorded here.")
    lag: int | None = strawberry.field(description="How long before the asked moment that was, in whole seconds.")
    waiting_receipts: int | None = strawberry.field(description="Parts of its messages that are not settled yet.")
    waiting_since: Instant | None = strawberry.field(description="Since when the oldest of them waits.")
    quarantined_receipts: int | None = strawberry.field(
        description="Parts of its messages that were put aside for a person."
    )
    open_exceptions: int | None = strawberry.field(description="Its events that a person or a mapping has to see to.")


@shows(rows.LogHead, description="How far the log is sealed: what lies before can be proven not to have changed.")
class LogHead:
    """The head of the log."""

    size: int = strawberry.field(description="How many entries are sealed.")
    root: str = strawberry.field(description="Root of the tree over them (RFC 6962), in hexadecimal.")
    sealed_at: Instant = strawberry.field(description="When they were sealed.")


@shows(rows.SystemStatusAnswer, description="How all systems are doing, and how far the log is sealed.")
class SystemStatusAnswer:
    """The answer to `systemStatus`."""

    systems: list[SystemStatus] = listed("The systems, by code.", bound="the systems that take part")
    log: LogHead | None = strawberry.field(description="How far the log is sealed; null before the first seal.")
    envelope: Envelope = strawberry.field(description="What the answer says about itself.")


async def _system_status(info: Ask, as_of: AsOf = None, as_known_at: AsKnownAt = None) -> rows.SystemStatusAnswer:
    """How all systems are doing."""
    return await system_status(info.context.graph, as_of=as_of, known=as_known_at)


@strawberry.type
class SystemQuery:
    """The roots of this file."""

    system_status: SystemStatusAnswer = root(
        _system_status, "How the systems that take part are doing, and how far the log is sealed."
    )
