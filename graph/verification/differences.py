"""What a receipt claims, compared with its payload, its facts and the leaves that the log holds: pure."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from graph.clock import FAR_FUTURE
from graph.errors import InputError
from graph.model.contract import stored_fact
from graph.model.entry import Outcome
from graph.model.void import EventVoided
from graph.recording.leaves import FACT, leaf, receipt_digest

Stored = Mapping[str, Any]
"""The properties of a node."""


class Told(NamedTuple):
    """What a payload says of one event, by the names under which a fact stores it.

    The body of the fact is not in it: it depends on what local names stood for when the event was accepted.
    """

    key: str
    source: str
    event: str
    contract: str
    occurred_at: int
    occurred_text: str
    digest: str
    order_key: str


ReadPayload = Callable[[str, bytes], Sequence[Told | None]]
"""What a stored payload (media type, compressed bytes) says, event by event; None for one that cannot be read."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that does not fit.

    Attributes:
        what: what it is, in words.
        sequence: the sequence number of the entry; None when it is not one that is sealed.
        entry: the key of the fact, "" when it is not about one.
        receipt: the id of the receipt, "" when it is not about one.

    """

    what: str
    sequence: int | None = None
    entry: str = ""
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A receipt with all that belongs to it.

    Attributes:
        receipt: as stored.
        facts: those that came with it, as stored.
        leaves: those that the log holds for it, in their order.
        start: the sequence number of the first of them; None when they are not sealed yet.
        voids: key of a voided fact to the time of its first void.
        told: what its payload says.
        elsewhere: events of the payload that stand in the log as having come with another receipt, by key; looked
            up only when there are fewer facts than leaves.

    """

    receipt: Stored
    facts: Sequence[Stored]
    leaves: Sequence[bytes]
    start: int | None
    voids: Mapping[str, int]
    told: Sequence[Told | None]
    elsewhere: Mapping[str, Stored]

    def sequence(self, rank: int) -> int | None:
        """The sequence number of an entry of the receipt."""
        return None if self.start is None else self.start + rank


def payload_flaw(receipt: Stored) -> str:
    """Whether the payload of a receipt is the one that came."""
    try:
        body = zlib.decompress(receipt["payload"])
    except (zlib.error, KeyError, TypeError):
        return "its payload cannot be read"
    return "" if sha256(body).hexdigest() == receipt.get("payload_digest") else "its payload does not have its digest"


def find_flaw(claim: Claim) -> Flaw | None:
    """The first entry of a receipt that does not fit."""
    seal, identity = receipt_digest(claim.receipt), claim.receipt["id"]
    facts = sorted(claim.facts, key=_place)
    computed = [_leaf(fact, seal) for fact in facts]
    missing = [rank for rank, own in enumerate(claim.leaves) if own not in computed]
    odd = [fact for fact, own in zip(facts, computed, strict=True) if own not in claim.leaves]
    if missing:
        return _changed(claim, missing, odd, seal)
    if odd or computed != list(claim.leaves):
        key = _key(odd[0]) if odd else ""
        return Flaw("it stands in the log, but was not recorded with this receipt", entry=key, receipt=identity)
    for rank, fact in enumerate(facts):
        if what := _unsealed_flaw(claim, fact):
            return Flaw(what, claim.sequence(rank), _key(fact), identity)
    return None


def _place(fact: Stored) -> tuple[int, ...]:
    return tuple(value if isinstance(value := fact.get(name), int) else 0 for name in ("recorded_at", "position"))


def _leaf(fact: Stored, seal: str) -> bytes:
    """The leaf of a fact, b"" when someone stored values of which no recording makes a leaf."""
    try:
        return leaf(fact, seal)
    except InputError:
        return b""


def _changed(claim: Claim, missing: Sequence[int], odd: Sequence[Stored], seal: str) -> Flaw:
    """The flaw of the first leaf that no fact gives."""
    rank, identity = missing[0], claim.receipt["id"]
    sequence, wanted = claim.sequence(rank), claim.leaves[rank]
    for fact in (*odd, *claim.elsewhere.values()):
        if what := _restored(claim, fact, wanted, seal):
            return Flaw(what, sequence, _key(fact), identity)
    if not odd:
        return Flaw("its fact is gone from the log", sequence, _gone(claim), identity)
    whole = len(odd) == len(claim.facts) > 1
    what = (
        "its receipt is not as it was when it came" if whole else "its body, or more of it, is not as it was recorded"
    )
    return Flaw(what, sequence, _key(odd[0]), identity)


def _gone(claim: Claim) -> str:
    """The key of the first event that came through with this receipt and stands nowhere in the log."""
    here = {fact.get("key") for fact in claim.facts} | claim.elsewhere.keys()
    letters = claim.receipt.get("outcomes") or ""
    accepted = (told for told, letter in zip(claim.told, letters, strict=False) if told is not None and letter in "AS")
    return next((told.key for told in accepted if told.key not in here), "")


def _restored(claim: Claim, fact: Stored, wanted: bytes, seal: str) -> str:
    """Which property must have another value for the fact to give the leaf that the log holds; "" if no single one."""
    for name, value in _candidates(claim, fact):
        if fact.get(name) != value and _leaf({**fact, name: value}, seal) == wanted:
            return f"its {name} is {_shown(fact.get(name))}, and was recorded as {_shown(value)}"
    return ""


def _candidates(claim: Claim, fact: Stored) -> Iterator[tuple[str, object]]:
    """Values that properties of a fact may have had, from all that is known beside the fact itself."""
    yield "receipt", claim.receipt["id"]
    for outcome in (Outcome.ACCEPTED, Outcome.SUPERSEDED):
        yield "outcome", outcome.value
    for moment in {claim.receipt.get("recorded_at"), *(other.get("recorded_at") for other in claim.facts)}:
        yield "recorded_at", moment
    for position, told in enumerate(claim.told):
        if told is not None and (position == fact.get("position") or told.key == fact.get("key")):
            yield "position", position
            yield from told._asdict().items()
            yield from _derived(told.contract, fact.get("body", ""))


def _derived(contract: str, body: str) -> Iterator[tuple[str, object]]:
    """What follows from what a fact says."""
    try:
        stated = stored_fact(contract, body)
    except (KeyError, ValueError):
        return
    yield "subject", str(stated.subject)
    yield "structure", stated.structured_item


def _unsealed_flaw(claim: Claim, fact: Stored) -> str:
    """What of a fact does not fit that its leaf does not hold."""
    position = fact["position"]
    letters = claim.receipt.get("outcomes") or ""
    if letters[position : position + 1] != Outcome(fact["outcome"]).letter:
        return f"its receipt notes another outcome than {fact['outcome']}"
    told = claim.told[position] if position < len(claim.told) else None
    if told is None:
        return "its event is not in the payload of its receipt"
    for name, value in told._asdict().items():
        if fact[name] != value:
            return f"its {name} is {_shown(fact[name])}, and its payload says {_shown(value)}"
    unknown = [name for name in fact if name not in FACT and name != "voided_at" and not name.startswith("_")]
    if unknown:
        return f"it has a property that no recording writes: {unknown[0]}"
    return _void_flaw(claim, fact)


def _void_flaw(claim: Claim, fact: Stored) -> str:
    voided = claim.voids.get(fact["key"], FAR_FUTURE)
    if fact["contract"] == EventVoided.contract():
        voided = FAR_FUTURE
    expected = max(fact["recorded_at"], voided)
    if fact.get("voided_at") == expected:
        return ""
    says = "no void names it" if expected == FAR_FUTURE else f"the first void that names it counts from {expected}"
    return f"its voided_at is {_shown(fact.get('voided_at'))}, and {says}"


def _key(fact: Stored) -> str:
    return str(fact.get("key", ""))


def _shown(value: object) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
