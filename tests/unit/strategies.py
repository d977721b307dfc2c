"""Random facts of every contract, as data on the wire and as validated facts.

`WIRE[kind]` draws the data of an event of that kind; `facts()` draws facts of any kind, `facts(kind)` of one.
Local names come from `MAPPED`, so that every one of them is known.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from hypothesis import strategies as st

from graph.clock import FAR_FUTURE, FAR_PAST, format_instant
from graph.model.acknowledgment import AcknowledgmentKind, AcknowledgmentStatus, StepAcknowledged
from graph.model.approval import ApprovalRecorded, Decision
from graph.model.base import Fact, LocalName, Names
from graph.model.bom import BomRevisionDefined, SourceState, View
from graph.model.bom_line import QuantityKind, SubstituteKind
from graph.model.change_order import Area, ChangeAction, ChangeKind, ChangeOrderRaised
from graph.model.contract import FACT_CLASSES, read_fact
from graph.model.identifier import IdentifierMapped, NamedNoun
from graph.model.item import ItemDefined, Procurement, Tracking
from graph.model.order import OrderChanged, OrderKind, OrderStatus
from graph.model.party import PartyDefined, PartyRole
from graph.model.plant import PlantDefined
from graph.model.release import Purpose, RevisionReleased, RevisionWithdrawn, StepDispatched, StepKind
from graph.model.system import SystemKind, SystemRegistered
from graph.model.unit import UnitProduced
from graph.model.void import EventVoided

Data = dict[str, Any]
Wire = st.SearchStrategy[Data]

SOURCE: Final = "ERP"
MAPPED: Final[Mapping[str, str]] = {
    LocalName(system, kind, value).key: f"{kind.upper()}-{value}"
    for system in ("ERP", "PLM")
    for kind in ("item", "plant", "party")
    for value in ("4711", "4712")
}
"""Identifier key to canonical key, for every local name that the strategies draw."""


def names() -> Names:
    """A resolver that knows every local name that the strategies draw."""
    return Names(SOURCE, MAPPED)


def _is_key(text: str) -> bool:
    return text == text.strip() and 0 < len(text) <= 200 and text.isprintable()


_WORDS = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12)
KEYS = st.sampled_from(["A", "B-7", "a|b", "a\\b", "Ü 1", "~/x"]) | _WORDS.map(
    lambda text: unicodedata.normalize("NFC", text)
).filter(_is_key)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
DIGESTS = st.text("0123456789abcdef", min_size=64, max_size=64)
MICROS = st.sampled_from([FAR_PAST, 0, FAR_FUTURE]) | st.integers(FAR_PAST, FAR_FUTURE)
INSTANTS = MICROS.map(format_instant)
QUANTITIES = st.fixed_dictionaries(
    {"value": st.from_regex(r"-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,12})?", fullmatch=True), "uom": KEYS}
)
SOME = st.fixed_dictionaries({"value": st.from_regex(r"[1-9][0-9]{0,25}(\.[0-9]{1,12})?", fullmatch=True), "uom": KEYS})
SCRAPS = st.from_regex(r"0(\.[0-9]{1,12})?", fullmatch=True)
GENERATIONS = st.integers(1, 1_000_000)
LOCAL_NAMES = st.fixed_dictionaries(
    {"value": st.sampled_from(["4711", "4712"])}, optional={"system": st.sampled_from(["ERP", "PLM"])}
)
REFERENCES = KEYS | LOCAL_NAMES


def _wire(required: dict[str, st.SearchStrategy[Any]], **optional: st.SearchStrategy[Any]) -> Wire:
    return st.fixed_dictionaries(required, optional={name: st.none() | it for name, it in optional.items()})


def _values(values: type[Any]) -> st.SearchStrategy[str]:
    return st.sampled_from([member.value for member in values])


def _lists(items: st.SearchStrategy[Any], *, most: int = 3) -> st.SearchStrategy[list[Any]]:
    return st.lists(items, max_size=most)


@st.composite
def effectivities(draw: st.DrawFn) -> Data:
    """Plants and a span of time, each open or closed."""
    box: Data = {}
    start, end = sorted(draw(st.lists(MICROS, min_size=2, max_size=2, unique=True)))
    if draw(st.booleans()):
        box["from"] = format_instant(start)
    if draw(st.booleans()) and end > FAR_PAST:
        box["toExclusive"] = format_instant(end)
    if draw(st.booleans()):
        box["plants"] = draw(st.just(["*"]) | st.lists(REFERENCES, min_size=1, max_size=3))
    return box


BOM_REFERENCES: Wire = st.fixed_dictionaries(
    {"item": REFERENCES, "revision": KEYS}, optional={"view": _values(View), "plant": REFERENCES}
)
STEPS: Wire = st.fixed_dictionaries({"system": KEYS, "kind": _values(StepKind)})


@st.composite
def _definitions(draw: st.DrawFn) -> Data:
    """A revision whose lines are distinct and do not use their own item."""
    data: Data = {"bom": draw(BOM_REFERENCES)}
    data |= draw(st.fixed_dictionaries({}, optional={"state": _values(SourceState), "effectivity": effectivities()}))
    data |= draw(_wire({}, change=KEYS, supersedes=BOM_REFERENCES, derivedFrom=BOM_REFERENCES, contentDigest=DIGESTS))
    components: st.SearchStrategy[Any] = KEYS.filter(lambda item: item != data["bom"]["item"])
    lines: Wire = st.fixed_dictionaries(
        {"line": KEYS, "item": components, "quantity": QUANTITIES},
        optional={"findNumber": KEYS, "designators": _lists(KEYS), "effectivity": effectivities()}
        | {"quantityKind": _values(QuantityKind), "scrap": SCRAPS}
        | {name: st.booleans() for name in ("phantom", "consumable", "optional")},
    )
    stated = draw(st.lists(lines, max_size=3, unique_by=lambda line: line["line"]))
    return data | {"lines": [line | draw(_substitutes(data["bom"]["item"], line)) for line in stated]}


@st.composite
def _substitutes(draw: st.DrawFn, parent: Any, line: Data) -> Data:
    """Substitutes that apply whenever their line does, none of them twice."""
    items = draw(st.lists(KEYS.filter(lambda it: it not in (parent, line["item"])), max_size=3, unique=True))
    alone: Wire = st.fixed_dictionaries({}, optional={"quantity": SOME, "kind": _values(SubstituteKind)})
    in_set: Wire = st.fixed_dictionaries({"setName": KEYS}, optional={"quantity": SOME})
    rules = [{"item": item, "priority": place} | draw(alone | in_set) for place, item in enumerate(items, 1)]
    return {"substitutes": rules} if rules else {}


def _expected(step: Data) -> Wire:
    needed: Wire = STEPS.filter(lambda other: other != step)
    more = _wire({"required": st.booleans(), "dependsOn": _lists(needed)}, due=INSTANTS)
    return more.map(lambda drawn: step | drawn)


@st.composite
def _releases(draw: st.DrawFn) -> Data:
    """A release of distinct steps, none of which waits for itself."""
    steps = draw(st.lists(STEPS, max_size=3, unique_by=lambda one: (one["system"], one["kind"])))
    expected = [draw(_expected(one)) for one in steps]
    data = draw(
        _wire({"release": KEYS, "bom": BOM_REFERENCES}, change=KEYS, releasedBy=KEYS, effectivity=effectivities())
    )
    purposes = draw(_lists(_values(Purpose)))
    return data | {"steps": expected, "generation": draw(GENERATIONS), "purposes": purposes}


@st.composite
def _approvals(draw: st.DrawFn) -> Data:
    target = draw(st.sampled_from(["change", "release"]))
    data = {target: KEYS, "role": KEYS, "signer": KEYS, "decision": _values(Decision)}
    return draw(_wire(data, meaning=TEXTS, signedDigest=DIGESTS))


_AFFECTED: Wire = st.fixed_dictionaries(
    {"item": REFERENCES},
    optional={"action": _values(ChangeAction), "fromRevision": KEYS, "toRevision": KEYS, "view": _values(View)},
)
_GATE: Wire = st.fixed_dictionaries({"gate": KEYS, "roles": _lists(KEYS)}, optional={"guards": _lists(_values(Area))})
_GATES = st.lists(
    _GATE,
    max_size=3,
    unique_by=lambda gate: gate["gate"],
)

WIRE: Final[Mapping[type[Fact], Wire]] = {
    SystemRegistered: _wire(
        {"system": KEYS, "name": TEXTS, "kind": _values(SystemKind), "plants": _lists(REFERENCES)}, party=REFERENCES
    ),
    PlantDefined: _wire({"plant": KEYS, "name": TEXTS}, country=KEYS),
    PartyDefined: _wire({"party": KEYS, "name": TEXTS, "roles": _lists(_values(PartyRole))}),
    ItemDefined: _wire(
        {"item": KEYS, "name": TEXTS, "uom": KEYS, "tracking": _values(Tracking)},
        procurement=_values(Procurement),
        family=KEYS,
        regulatoryClass=KEYS,
    ),
    IdentifierMapped: _wire({"system": KEYS, "kind": _values(NamedNoun), "value": KEYS, "canonical": KEYS}),
    BomRevisionDefined: _definitions(),
    ChangeOrderRaised: _wire(
        {"change": KEYS, "title": TEXTS, "kind": _values(ChangeKind), "affected": _lists(_AFFECTED), "gates": _GATES},
        changeClass=KEYS,
        risk=KEYS,
        reason=TEXTS,
        cause=_wire({"kind": KEYS}, reference=KEYS, text=TEXTS),
    ),
    ApprovalRecorded: _approvals(),
    RevisionReleased: _releases(),
    StepDispatched: _wire(
        {"release": KEYS, "step": STEPS, "generation": GENERATIONS, "revision": KEYS}, digest=DIGESTS, message=TEXTS
    ),
    StepAcknowledged: _wire(
        {
            "release": KEYS,
            "step": STEPS,
            "generation": GENERATIONS,
            "kind": _values(AcknowledgmentKind),
            "status": _values(AcknowledgmentStatus),
        },
        revision=KEYS,
        digest=DIGESTS,
        text=TEXTS,
        actor=KEYS,
    ),
    RevisionWithdrawn: _wire({"release": KEYS, "reason": TEXTS}, actor=KEYS, replacedBy=KEYS),
    OrderChanged: _wire(
        {
            "system": KEYS,
            "number": KEYS,
            "kind": _values(OrderKind),
            "item": REFERENCES,
            "quantity": QUANTITIES,
            "status": _values(OrderStatus),
            "view": _values(View),
        },
        plant=REFERENCES,
        party=REFERENCES,
        scheduledStart=INSTANTS,
        due=INSTANTS,
        revision=KEYS,
    ),
    UnitProduced: _wire(
        {"item": REFERENCES, "serial": KEYS, "view": _values(View)},
        plant=REFERENCES,
        revision=KEYS,
        orderSystem=KEYS,
        orderNumber=KEYS,
    ),
    EventVoided: _wire({"source": KEYS, "event": KEYS, "reason": TEXTS, "correctiveEvents": _lists(KEYS)}),
}
"""The data of an event, by the class of its fact."""


def fact_of(kind: type[Fact], data: Data) -> Fact:
    """The fact that valid data states."""
    fact = read_fact(kind.contract(), data, names())
    assert isinstance(fact, Fact), fact
    return fact


def facts(kind: type[Fact] | None = None) -> st.SearchStrategy[Fact]:
    """Facts of one kind, or of any."""
    kinds = FACT_CLASSES if kind is None else (kind,)
    return st.one_of([WIRE[it].map(partial(fact_of, it)) for it in kinds])
