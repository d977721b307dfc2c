"""Requests to the intake, and what their refusal has to look like."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from httpx import Response

EVENT = {"Content-Type": "application/cloudevents+json"}
BATCH = {"Content-Type": "application/cloudevents-batch+json"}
LINES = {"Content-Type": "application/x-ndjson"}
WAIT = {"Prefer": "wait=10"}


async def blocks(body: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


def is_problem(response: Response, status: int, code: str) -> dict[str, Any]:
    """The document of a response that has to be this problem."""
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert (document["status"], document["code"]) == (status, code)
    assert document["type"] == "/problems/" + code.lower().replace("_", "-")
    assert document["requestId"] == response.headers["X-Request-Id"]
    assert document["title"]
    assert document["detail"]
    return document


# what is taken
