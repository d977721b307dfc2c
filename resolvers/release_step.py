"""Steps of a release: what was sent to one target, what came back, and what can be said of it."""

from __future__ import annotations

import strawberry

from graph.answers.evidence import AcknowledgmentEvidence, DispatchEvidence
from graph.answers.noun import SystemState
from graph.answers.trace import StepTrace, Verdict
from graph.model.acknowledgment import AcknowledgmentKind, AcknowledgmentStatus
from graph.model.release import StepKind
from resolvers.connection import Connection, paged
from resolvers.context import Ask, moments
from resolvers.loaders import Wanted
from resolvers.release import BY_STEPS
from resolvers.scalars import Instant
from resolvers.shown import enum, listed, resolved, shows
from resolvers.system import System
from resolvers.told import Told

enum(
    StepKind,
    "What a step brings to its target.",
    {
        "ITEM_MASTER": "Attributes of the item.",
        "BOM": "The structure.",
        "ROUTING": "Operations.",
        "EFFECTIVITY": "From when it applies.",
        "PLANNING": "A new planning run.",
        "WORK_INSTRUCTION": "Instructions and parameters for the shop floor.",
        "SUPPLIER_DEMAND": "Demand for components.",
        "COMPLIANCE_DOCUMENT": "Certificates and declarations.",
        "STOCK_RESTRICTION": "A block on stock of what is replaced.",
        "NOTIFICATION": "Word of the change.",
    },
)
enum(
    AcknowledgmentKind,
    "How far an answer reaches, from the wire to the shop floor.",
    {
        "TRANSPORT": "The message arrived.",
        "APPLICATION": "The target system processed it.",
        "HUMAN": "A person decided.",
        "IMPLEMENTATION": "The target works by it.",
        "READBACK": "What the target holds was read back.",
    },
)
enum(
    AcknowledgmentStatus,
    "What the target says happened.",
    {
        "RECEIVED": "It has it, and decided nothing yet.",
        "ACCEPTED": "It took it.",
        "REJECTED": "It refused it.",
        "FAILED": "It could not process it.",
        "HELD": "It holds it back.",
        "COMPENSATED": "It took it back again.",
    },
)


@shows(DispatchEvidence, description="What was sent to the target of a step.")
class Dispatch(Told):
    """A dispatch."""

    generation: int = strawberry.field(description="The how-manieth sending of the release it belongs to.")
    revision: str = strawberry.field(description="The revision that was sent.")
    digest: str | None = strawberry.field(description="SHA-256 of the content that was sent.")
    message: str | None = strawberry.field(description="What was said with it.")


@shows(AcknowledgmentEvidence, description="What the target of a step answered. It is never overwritten.")
class Acknowledgment(Told):
    """An answer."""

    generation: int = strawberry.field(
        description="Which sending it answers; one to an older sending completes nothing."
    )
    kind: AcknowledgmentKind = strawberry.field(description="How far it reaches.")
    status: AcknowledgmentStatus = strawberry.field(description="What the target says happened.")
    revision: str | None = strawberry.field(description="The revision that the target says it holds.")
    digest: str | None = strawberry.field(description="SHA-256 of the content that the target says it holds.")
    text: str | None = strawberry.field(description="The answer in words.")
    actor: str | None = strawberry.field(description="Who answered, if it was a person.")


async def _system(root: StepTrace, info: Ask) -> SystemState | None:
    return await info.context.loaders.systems.load(Wanted(moments(info), root.system))


@shows(StepTrace, description="One step of a release at one target, with its verdict and the times at which it moved.")
class ReleaseStep:
    """A step."""

    key: strawberry.ID = strawberry.field(description="Its key: release, target and kind.")
    system: str = strawberry.field(name="systemCode", description="Code of the target.")
    system_noun: System | None = resolved(_system, "The target.", name="system")
    kind: StepKind = strawberry.field(description="What it brings.")
    label: str = strawberry.field(description="Target and kind in words.")
    declared: bool = strawberry.field(description="Whether the release lists it; others were only sent or answered.")
    required: bool = strawberry.field(description="Whether the release is not complete without it.")
    due: Instant | None = strawberry.field(description="When it is due.")
    depends_on: list[strawberry.ID] = listed("Keys of the steps that must arrive first.", bound=BY_STEPS)
    verdict: Verdict = strawberry.field(description="What can be said of it.")
    reason: str = strawberry.field(description="Why, in one sentence.")
    overdue_since: Instant | None = strawberry.field(
        description="The due time, when it has passed and the step has not arrived."
    )
    generation: int = strawberry.field(description="The latest sending; 0 before any.")
    sent_at: Instant | None = strawberry.field(description="When it was sent.")
    received_at: Instant | None = strawberry.field(description="First sign that it reached the target.")
    acknowledged_at: Instant | None = strawberry.field(description="First answer of the target or a person.")
    accepted_at: Instant | None = strawberry.field(description="Since when its acceptance stands.")
    implemented_at: Instant | None = strawberry.field(description="When the target said that it works by it.")
    verified_at: Instant | None = strawberry.field(description="When a readback agreed with what was sent.")
    revision_sent: str | None = strawberry.field(description="The revision that was sent.")
    revision_held: str | None = strawberry.field(description="The revision that the target says it holds.")
    digest_sent: str | None = strawberry.field(description="SHA-256 of the content that was sent.")
    digest_held: str | None = strawberry.field(description="SHA-256 of the content that the target says it holds.")
    held_by: str | None = strawberry.field(description="Who holds it back.")
    held_since: Instant | None = strawberry.field(description="Since when it is held back.")
    blocked_by: list[strawberry.ID] = listed("Keys of the steps that it waits for.", bound=BY_STEPS)
    dispatches: Connection[Dispatch] = paged("What was sent, the earliest first.", default=20)
    acknowledgments: Connection[Acknowledgment] = paged("What was answered, the earliest first.", default=20)
