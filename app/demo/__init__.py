"""The demo story: an e-bike maker's changes from August to November 2026, as files of CloudEvents.

The folder `story` holds NDJSON files, each from one system, and a README that tells the story. Names sort in the
order of the story: first digit the chapter, second the place in it.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

from graph.model.bom import BomReference, View

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

STORY: Final = files("app.demo") / "story"
"""The folder with the files of the story."""

MOST_INTERESTING: Final = BomReference(item="BP-2210", revision="C", view=View.ENGINEERING)
"""The revision whose trace shows most: one plant silent, one supplier refusing, units built to the old revision."""

LATE: Final = "90-mes-lyon-late-acknowledgment.ndjson"
"""The file that comes last: an acknowledgment that was given in time and arrived five weeks later."""


class StoryFile(NamedTuple):
    """One file of the story.

    Attributes:
        source: the system that sends all events of the file, as its first event says.

    """

    source: str
    path: Traversable


def story_files() -> list[StoryFile]:
    """The files of the story in the order in which they are to be loaded."""
    paths = sorted((path for path in STORY.iterdir() if path.name.endswith(".ndjson")), key=lambda path: path.name)
    return [StoryFile(_source(path), path) for path in paths]


def _source(path: Traversable) -> str:
    with path.open(encoding="utf-8") as lines:
        source: str = json.loads(next(iter(lines)))["source"]
    return source
