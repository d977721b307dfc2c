"""The projection of log entries into nouns, evidence and windows; the same for new, late, voided and replayed ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.clock import FAR_FUTURE
from graph.model.base import Subject
from graph.model.entry import Entry
from graph.model.release import RevisionReleased, RevisionWithdrawn
from graph.recording.log import entries_by_subject
from graph.recording.nouns import (
    DEFINING,
    Stated,
    current_entry,
    define,
    hold,
    link,
    refer,
    restate,
    run_all,
    stated,
    superseded,
)
from graph.recording.rows import evidence, void
from graph.recording.windows import items_of_releases, lay_windows
from graph.transaction import Writing


async def project(tx: Writing, added: Sequence[Entry], voided: Sequence[Entry] = ()) -> set[str]:
    """Project entries that are new in the log, and take back what a void has just reached.

    Args:
        tx: the transaction that appends the entries.
        added: entries of this transaction in the order in which they came; some may be voided already.
        voided: older entries that a void among the added ones has reached.

    Returns:
        The keys of added entries that were older than what was known when they came.

    """
    older = await project_nouns(tx, added)
    await run_all(tx, (void(entry) for entry in voided if any(evidence(entry))))
    await restate_nouns(tx, stated(voided))
    touched = [*added, *voided]
    await lay_windows(tx, await _structured_items(tx, touched), added)
    return older


async def project_nouns(tx: Writing, entries: Sequence[Entry]) -> set[str]:
    """Project everything of entries but the windows and lines of structures."""
    if not entries:
        return set()
    told = stated(entry for entry in entries if entry.voided_at == FAR_FUTURE)
    known = await define(tx, told)
    await refer(tx, (entry.event.fact for entry in entries), told)
    await link(tx, told, known)
    await run_all(tx, (written for entry in entries for written in evidence(entry)))
    return superseded(told, known)


async def restate_nouns(tx: Writing, told: Stated) -> None:
    """State nouns of which some statements are voided from all entries about them that still count."""
    for label, keys in told.items():
        if not keys:
            continue
        await hold(tx, label, keys)
        entries = await entries_by_subject(tx, (Subject(label, key) for key in keys))
        stating = [entry for entry in entries if type(entry.event.fact) is DEFINING[label]]
        current = {
            key: current_entry(entry for entry in stating if entry.event.fact.subject.key == key) for key in keys
        }
        await restate(tx, label, current)


async def _structured_items(tx: Writing, entries: Iterable[Entry]) -> set[str]:
    items: set[str] = set()
    releases: set[str] = set()
    for entry in entries:
        fact = entry.event.fact
        if fact.structured_item is not None:
            items.add(fact.structured_item)
        if isinstance(fact, RevisionReleased | RevisionWithdrawn):
            releases.add(fact.release)
    if not releases:
        return items
    await tx.run("release_lock", releases=sorted(releases))
    return items | await items_of_releases(tx, releases)
