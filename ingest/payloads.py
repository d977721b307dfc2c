"""What the payloads of receipts say, read again long after: for whoever verifies the log."""

from __future__ import annotations

from collections.abc import Sequence

from graph.canonical import order_key
from graph.model.base import compose_key
from graph.verification.differences import Told
from ingest.cloudevents import Envelope, read_event
from ingest.receipts import texts_of


def read_payload(media_type: str, payload: bytes) -> Sequence[Told | None]:
    """What a stored payload says, event by event, as the log keeps it; None for what is no event."""
    return [None if text.problem else _told(text.text) for text in texts_of(media_type, payload)]


def _told(text: bytes) -> Told | None:
    sent = read_event(text)
    if not isinstance(sent, Envelope):
        return None
    return Told(
        key=compose_key(sent.source, sent.id),
        source=sent.source,
        event=sent.id,
        contract=sent.contract,
        occurred_at=sent.occurred_at,
        occurred_text=sent.occurred_text,
        digest=sent.digest,
        order_key=order_key(sent.occurred_at, sent.sequence, sent.id, sent.source),
    )
