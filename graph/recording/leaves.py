"""How the log tree holds an entry: everything that was recorded of it and of the receipt that it came with, hashed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from graph.canonical import canonical_json, digest
from graph.merkle import leaf_hash
from graph.model.entry import Entry, Outcome
from graph.recording.log import Row, fact_row

RECEIPT: Final = (
    "id",
    "upload",
    "number",
    "source",
    "channel",
    "principal",
    "media_type",
    "payload_digest",
    "events",
    "received_at",
    "replays",
)
"""What a receipt holds from its beginning and never changes: who sent what, when, and how it came."""

FACT: Final = (
    "key",
    "source",
    "event",
    "contract",
    "subject",
    "structure",
    "occurred_at",
    "occurred_text",
    "recorded_at",
    "digest",
    "receipt",
    "position",
    "order_key",
    "body",
    "outcome",
)
"""What a fact holds from its recording on; only `voided_at` changes later, by a void that is an entry of its own."""


def receipt_digest(receipt: Row) -> str:
    """The digest of a receipt as it came, by which every entry that came with it holds it fast."""
    return digest(_texts(receipt, RECEIPT))


def leaves(entries: Iterable[Entry], receipt: Row, outcomes: Mapping[int, Outcome]) -> bytes:
    """The leaves of entries of one receipt, 32 bytes each, in their order."""
    seal = receipt_digest(receipt)
    return b"".join(
        leaf(
            fact_row(entry.event)
            | {
                "recorded_at": entry.recorded_at,
                "receipt": receipt["id"],
                "outcome": outcomes[entry.event.position].value,
            },
            seal,
        )
        for entry in entries
    )


def leaf(fact: Row, receipt: str) -> bytes:
    """The hash by which the log tree holds a fact: RFC 6962 leaf over its RFC 8785 form.

    Args:
        fact: its properties as they are stored.
        receipt: the digest of the receipt that it came with.

    """
    return leaf_hash(canonical_json(_texts(fact, FACT) | {"receipt_digest": receipt}))


def _texts(stored: Row, names: Iterable[str]) -> dict[str, object]:
    """Stored values as JSON; integers as text, since times go beyond 2**53. What is not stored is null."""
    return {name: str(value) if isinstance(value := stored.get(name), int) else value for name in names}
