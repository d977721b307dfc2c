"""The results: as JSON in a file, and as one short table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import orjson
from rich.table import Table

from tests.bench.measured import Aim, Measure, Spread

FOLDER: Final = "bench-results"
_COLUMNS: Final = ("", "service", "by hand", "ratio", "aim", "")


def write(folder: Path, began: str, facts: Mapping[str, Any], measures: Iterable[Measure]) -> Path:
    """Write a file of results.

    Args:
        folder: where; made when missing.
        began: when, RFC 3339; names the file.
        facts: the machine and the course of the run.
        measures: what was measured.

    Returns:
        The file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{began.replace(':', '')}.json"
    path.write_bytes(orjson.dumps({**facts, "measures": list(measures)}, option=orjson.OPT_INDENT_2))
    return path


def table(measures: Iterable[Measure]) -> Table:
    """A line a measure: medians, with the least and the most of the rounds where there were several."""
    shown = Table(box=None, pad_edge=False)
    for number, name in enumerate(_COLUMNS):
        shown.add_column(name, justify="left" if number == 0 else "right")
    for one in measures:
        shown.add_row(
            one.name,
            f"{_spread(one.ours)} {one.unit}",
            _spread(one.bare) if one.bare else "",
            _spread(one.ratio, 2) if one.ratio else "",
            _aim(one.aim) if one.aim else "",
            {True: "met", False: "missed", None: ""}[one.met],
        )
    return shown


def _spread(spread: Spread, digits: int | None = None) -> str:
    figures = digits if digits is not None else 1 if spread.median < 100 else 0
    middle = f"{spread.median:,.{figures}f}"
    if len(spread.rounds) == 1:
        return middle
    return f"{middle} ({spread.least:,.{figures}f}-{spread.most:,.{figures}f})"


def _aim(aim: Aim) -> str:
    sign, bound = (">=", aim.least) if aim.least is not None else ("<=", aim.most)
    return f"{'ratio ' if aim.figure == 'ratio' else ''}{sign} {bound:g}"
