"""Each verdict says in one sentence why it is what it is."""

from __future__ import annotations

import pytest

from tests.unit.story_builder import Story, content, step
from tests.unit.trace.stories import ERP, MES, released, sent, sent_twice

EACH = [
    (released(), "not sent yet"),
    (released(generation=2).dispatch(ERP), "generation 2 is released, but only 1 was sent"),
    (released(step(MES, after=[ERP])), "not sent: the release does not list this step, but others wait for it"),
    (released(step(ERP, required=False)), "the release does not require this step"),
    (released().withdraw(), "not sent before the release was withdrawn"),
    (released(MES, step(ERP, after=[MES])), "not sent: it waits for MES work instruction"),
    (released().acknowledge(ERP), "ERP answered a step that nobody sent"),
    (released().dispatch(ERP, at=7), "sent 2026-03-02 07:00 UTC, no decision came back"),
    (sent_twice().acknowledge(ERP), "the answer is to generation 1, but 2 was sent"),
    (sent().acknowledge(ERP), "the target holds revision B with the digest that was sent"),
    (sent().acknowledge(ERP, echo=False), "accepted, but the target named neither version nor digest"),
    (sent().acknowledge(ERP, digest=None), "accepted, but version and digest were not both sent and echoed"),
    (sent().acknowledge(ERP, digest=content("x")), "the target holds this revision with other content than was sent"),
    (sent().acknowledge(ERP, revision="A"), "the target holds revision A, but B should have arrived"),
    (
        released().dispatch(ERP, revision="A").acknowledge(ERP, echo=False),
        "the target holds revision A, but B should have arrived",
    ),
    (
        released().dispatch(ERP, revision="A").acknowledge(ERP, revision="B"),
        "the target names revision B, but A was sent to it",
    ),
    (
        sent_twice().acknowledge(ERP, generation=2, digest=content("B1")),
        "the target holds the content of generation 1, but 2 was sent",
    ),
    (
        sent().acknowledge(ERP, "REJECTED", at=6).acknowledge(ERP, "REJECTED", actor="m.roy", text="no tool", at=8),
        "rejected by m.roy 2026-03-02 08:00 UTC: no tool",
    ),
    (sent().acknowledge(ERP, "FAILED", at=6), "failed by ERP 2026-03-02 06:00 UTC"),
]


@pytest.mark.parametrize(("story", "reason"), EACH, ids=[reason for _, reason in EACH])
def test_the_reason_is(story: Story, reason: str) -> None:
    assert story.step(ERP).reason == reason
