"""`revtrace verify`: does the log still say what was recorded?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from graph.verification import Flaw, Verification


def verify() -> None:
    """Compute the whole log anew: payloads, facts, the tree over them and its root.

    Prints the root, to be kept elsewhere and compared later. The first entry that does not fit is named, and the
    exit status is 1.
    """
    from app.connect import run

    found = run(_verify())
    typer.echo("\n".join(summary(found)))
    if found.flaw is not None:
        raise typer.Exit(1)


async def _verify() -> Verification:
    from app.connect import opened_graph, to_terminal
    from app.terminal.progress import counting
    from graph.verification import verify as verify_log
    from ingest.payloads import read_payload

    async with opened_graph(to_terminal) as graph:
        with counting() as report:
            return await verify_log(graph, read_payload, report)


def summary(found: Verification) -> list[str]:
    """What a verification found, in lines for a person."""
    from graph.clock import format_instant

    sealed = "never" if found.sealed_at is None else format_instant(found.sealed_at)
    if found.flaw is not None:
        return [f"The log does not fit: {_told(found.flaw)}."]
    waiting = [f"{found.unsealed} further entries wait for the next sealing and fit too."] if found.unsealed else []
    return [f"The log fits: {found.size} entries, sealed {sealed}", f"root {found.root}", *waiting]


def _told(flaw: Flaw) -> str:
    """Which entry it is, as far as it is one, and what of it does not fit."""
    where = [f"entry {flaw.sequence}"] if flaw.sequence is not None else []
    where += [f"fact {flaw.entry}"] if flaw.entry else []
    where += [f"receipt {flaw.receipt}"] if flaw.receipt else []
    return f"{', '.join(where)}: {flaw.what}" if where else flaw.what
