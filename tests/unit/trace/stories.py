"""Beginnings that many stories of a release share, and how findings are picked from a trace."""

from __future__ import annotations

from typing import Any

from graph.answers.trace import Finding, FindingKind
from tests.unit.story_builder import Story, step

Step = str | dict[str, Any]
ERP = "ERP/BOM"
MES = "MES/WORK_INSTRUCTION"
PORTAL = "PORTAL/SUPPLIER_DEMAND"


def found(story: Story, kind: FindingKind, *, as_of: int | None = None) -> list[Finding]:
    """The findings of one kind."""
    return [finding for finding in story.trace(as_of=as_of).findings if finding.kind is kind]


def released(*steps: Step, **data: Any) -> Story:
    """An approved change released by these steps; by one to ERP unless others are named."""
    return approved().release(*(steps or (ERP,)), **data)


def approved() -> Story:
    """A change without gates of its own, approved by QUALITY."""
    return Story().change().approve()


def gated(*areas: str) -> Story:
    """A change whose gate QG asks for QUALITY and guards the areas, all of them unless some are named."""
    return Story().change({"QG": ["QUALITY"]}, guards=areas)


def sent(*steps: Step) -> Story:
    """Released by these steps, and sent to ERP."""
    return released(*steps).dispatch(ERP)


def sent_twice() -> Story:
    """Generation 2 was sent to ERP after generation 1."""
    return sent().dispatch(ERP, generation=2)


def ordered(*, first: bool) -> Story:
    """ERP before MES as the release asks, or MES first."""
    story = approved().release(ERP, step(MES, after=[ERP])).dispatch(ERP)
    if first:
        return story.acknowledge(ERP).dispatch(MES)
    return story.dispatch(MES).acknowledge(ERP)
