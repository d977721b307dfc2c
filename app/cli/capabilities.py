"""`revtrace capabilities`: what the service is to be able to do, and which tests prove it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from app.capabilities import Capability, claims
from app.capabilities import capabilities as known_capabilities
from app.cli._options import AsJson


def capabilities(json: AsJson = False) -> None:
    """List the numbered capabilities, with the tests that prove each, and how many are proven."""
    import typer

    from app.terminal.capabilities import listing
    from app.terminal.console import Harmless, open_console
    from app.terminal.machine import to_json

    known, tests = known_capabilities(), proofs()
    if json:
        typer.echo(to_json(_answer(known, tests)))
    else:
        open_console().print(Harmless(listing(known, tests)))


def proofs() -> Mapping[int, Sequence[str]] | None:
    """The tests that prove each number, in the order of their files; None where no tests are at hand."""
    found = claims()
    if found is None:
        return None
    tests: defaultdict[int, list[str]] = defaultdict(list)
    for claim in found:
        for number in claim.numbers:
            tests[number].append(claim.test)
    return tests


def _answer(known: Sequence[Capability], tests: Mapping[int, Sequence[str]] | None) -> dict[str, object]:
    """The list for machines; `tests` and `proven` are null where no tests are at hand."""
    entries = [
        {
            "number": it.number,
            "group": it.group,
            "title": it.title,
            "tests": None if tests is None else list(tests.get(it.number, ())),
        }
        for it in known
    ]
    return {"capabilities": entries, "total": len(known), "proven": None if tests is None else len(tests)}
