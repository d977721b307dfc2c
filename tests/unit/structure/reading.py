"""Windows asked as statements ask them: one predicate on each, for one plant and one moment of either clock."""

from __future__ import annotations

from graph.derivation.structure import EXCEPT, Structure, WindowBox


def reaches(window: WindowBox, plant: str) -> bool:
    """Whether a plant lies in the window."""
    return plant in window.plants or ("*" in window.plants and EXCEPT + plant not in window.plants)


def applying(structure: Structure, view: str, plant: str, instant: int, known: int) -> list[str]:
    """The revisions whose windows hold at a point."""
    return [
        box.bom
        for box, span in structure.windows
        if box.view == view
        and reaches(box, plant)
        and box.effective.start <= instant < box.effective.end
        and span.start <= known < span.end
    ]
