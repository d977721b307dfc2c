"""What a mapping would make of a file, without any database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO, Final

from graph.model.problem import Problem
from ingest.adapters.mapping import Mapping
from ingest.adapters.rows import RowError
from ingest.adapters.transform import Mapped, Transformation, traced
from ingest.interpretation import draft, sort_out
from ingest.loading import MENDABLE
from ingest.splitting import EventText

SHOWN: Final = 20
"""Errors that are told at most; all are counted."""


@dataclass(slots=True)
class Check:
    """What came of it.

    Attributes:
        events: how many events the contract would take, those that wait for a mapped name among them.
        repeated: how many of them have the id of an earlier one.
        skipped: how many rows do not count by the filter.
        refused: how many rows give no event, or one that the contract refuses.
        errors: the first errors.
        sample: the first event.

    """

    events: int = 0
    repeated: int = 0
    skipped: int = 0
    refused: int = 0
    errors: list[RowError] = field(default_factory=list)
    sample: bytes = b""


def check_file(mapping: Mapping, stream: BinaryIO) -> Check:
    """Make all events of a file and hold them against their contract.

    Raises:
        InputError: the file as a whole cannot be read.

    """
    check, ids = Check(), set[int]()
    file = Transformation(mapping, stream)
    for one in file.run():
        errors = _errors(mapping, one, check, ids) if isinstance(one, Mapped) else one.errors
        if errors:
            check.refused += len(one.rows)
            check.errors += errors[: SHOWN - len(check.errors)]
    check.skipped = file.skipped
    return check


def _errors(mapping: Mapping, event: Mapped, check: Check, ids: set[int]) -> tuple[RowError, ...]:
    drafts = draft(mapping.declared.source, [EventText(event.rows[0].line, event.text)])
    _, refusals = sort_out(drafts)
    problems: tuple[Problem, ...] = next((it.problems for it in refusals if it.outcome in MENDABLE), ())
    if problems:
        return traced(mapping, event, problems)
    check.events += 1
    check.sample = check.sample or event.text
    reading = drafts[0].reading
    if isinstance(reading, tuple):
        known = hash(reading[0].id)
        check.repeated += known in ids
        ids.add(known)
    return ()
