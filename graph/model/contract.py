"""The closed list of event types, and how the data of an event becomes a fact or a list of problems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import orjson
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

EXTENSIONS = "ext"
"""The one field of an event's data in which its source may say what it likes; kept with the receipt, never read."""

_CODES = {
    "missing": ProblemCode.FIELD_MISSING,
    "extra_forbidden": ProblemCode.FIELD_UNKNOWN,
    "time_zone_missing": ProblemCode.TIME_ZONE_MISSING,
    "time_format": ProblemCode.TIME_FORMAT,
    "quantity_format": ProblemCode.QUANTITY_FORMAT,
}
_DETAILS = {"missing": "the field is missing", "extra_forbidden": "the contract has no such field"}


def read_fact(contract: str, data: Mapping[str, Any], names: Names) -> Fact | list[Problem]:
    """Validate the data of an event against its contract.

    Nothing is converted: a number is no text, a text no number, and only the names of the wire are known.

    Args:
        contract: a key of `CONTRACTS`.
        data: the event's data as parsed JSON; what is under `ext` is left out.
        names: resolves local names; afterwards `names.missing` lists those without a mapping.

    Returns:
        The fact, or at most 20 problems with pointers into the event.

    """
    stated = {name: value for name, value in data.items() if name != EXTENSIONS}
    if not isinstance(data.get(EXTENSIONS, {}), Mapping):
        return [Problem.about(ProblemCode.FIELD_INVALID, f"/data/{EXTENSIONS}", "extensions are an object")]
    try:
        # Only when it reads JSON does pydantic refuse conversions and still take texts for enumerations.
        return CONTRACTS[contract].model_validate_json(
            orjson.dumps(stated), strict=True, by_alias=True, by_name=False, context=names
        )
    except orjson.JSONEncodeError as error:
        return [Problem.about(ProblemCode.MALFORMED, "/data", f"the data cannot be written as JSON: {error}")]
    except ValidationError as error:
        return [_problem(detail) for detail in error.errors(include_url=False)[:MOST_PROBLEMS]]


def stored_fact(contract: str, body: str) -> Fact:
    """Read a fact back from the log; its names were resolved when it was accepted."""
    return CONTRACTS[contract].model_validate_json(body)


def _problem(detail: ErrorDetails) -> Problem:
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in detail["loc"]]
    kind = detail["type"]
    code = _CODES.get(kind, ProblemCode.FIELD_INVALID)
    offending = "" if code is ProblemCode.FIELD_MISSING else detail["input"]
    return Problem.about(
        code,
        "/".join(["/data", *parts]),
        _DETAILS.get(kind, detail["msg"]),
        got=_shown(offending),
        expected=str(detail.get("ctx", {}).get("expected", "")),
    )


def _shown(offending: object) -> object:
    return "" if isinstance(offending, dict | list) else offending
