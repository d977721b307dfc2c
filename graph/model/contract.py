"""The closed list of event types, and how the data of an event becomes a fact or a list of problems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from graph.model.acknowledgment import StepAcknowledged
from graph.model.approval import ApprovalRecorded
from graph.model.base import Fact, Names
from graph.model.bom import BomRevisionDefined
from graph.model.change_order import ChangeOrderRaised
from graph.model.identifier import IdentifierMapped
from graph.model.item import ItemDefined
from graph.model.order import OrderChanged
from graph.model.party import PartyDefined
from graph.model.plant import PlantDefined
from graph.model.problem import Problem, ProblemCode
from graph.model.release import RevisionReleased, RevisionWithdrawn, StepDispatched
from graph.model.system import SystemRegistered
from graph.model.unit import UnitProduced
from graph.model.void import EventVoided

FACT_CLASSES: Final[tuple[type[Fact], ...]] = (
    SystemRegistered,
    PlantDefined,
    PartyDefined,
    ItemDefined,
    IdentifierMapped,
    BomRevisionDefined,
    ChangeOrderRaised,
    ApprovalRecorded,
    RevisionReleased,
    StepDispatched,
    StepAcknowledged,
    RevisionWithdrawn,
    OrderChanged,
    UnitProduced,
    EventVoided,
)

CONTRACTS: Final[Mapping[str, type[Fact]]] = {fact.contract(): fact for fact in FACT_CLASSES}
"""Full event type, for example `master.item.defined.v1`, to the model of its data."""

MOST_PROBLEMS = 20

_CODES = {
    "missing": ProblemCode.FIELD_MISSING,
    "extra_forbidden": ProblemCode.FIELD_UNKNOWN,
    "time_zone_missing": ProblemCode.TIME_ZONE_MISSING,
    "time_format": ProblemCode.TIME_FORMAT,
}


def read_fact(contract: str, data: Mapping[str, Any], names: Names) -> Fact | list[Problem]:
    """Validate the data of an event against its contract.

    Args:
        contract: a key of `CONTRACTS`.
        data: the event's data as parsed JSON.
        names: resolves local names; afterwards `names.missing` lists those without a mapping.

    Returns:
        The fact, or at most 20 problems with pointers into the event.

    """
    try:
        return CONTRACTS[contract].model_validate(data, context=names)
    except ValidationError as error:
        return [_problem(detail) for detail in error.errors(include_url=False)[:MOST_PROBLEMS]]


def stored_fact(contract: str, body: str) -> Fact:
    """Read a fact back from the log; its names were resolved when it was accepted."""
    return CONTRACTS[contract].model_validate_json(body)


def _problem(detail: ErrorDetails) -> Problem:
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in detail["loc"]]
    code = _CODES.get(detail["type"], ProblemCode.FIELD_INVALID)
    if parts and parts[-1] == "value" and detail["type"] == "string_pattern_mismatch":
        code = ProblemCode.QUANTITY_FORMAT
    offending = "" if code is ProblemCode.FIELD_MISSING else detail["input"]
    return Problem.about(code, "/".join(["/data", *parts]), detail["msg"], got=_shown(offending))


def _shown(offending: object) -> object:
    return "" if isinstance(offending, dict | list) else offending
