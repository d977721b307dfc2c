"""One item, as the answer to a question."""

from __future__ import annotations

from graph.answers.envelope import Envelope, Row
from graph.answers.noun import ItemState


class ItemAnswer(Row):
    """One item; none if nothing names it."""

    item: ItemState | None
    envelope: Envelope
