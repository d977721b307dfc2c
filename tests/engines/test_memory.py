"""The memory of the embedded Neo4j follows the machine."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from app.engines import EngineSettings
from app.engines.memory import JVM_OVERHEAD, LARGEST_HEAP, MIB, default_memory, machine_memory

GIB = 1024 * MIB


@pytest.mark.parametrize("gigabytes", [4, 6, 8, 16, 24, 64, 512])
def test_the_whole_process_stays_within_a_quarter_of_the_machine(gigabytes: int) -> None:
    memory = default_memory(gigabytes * GIB)
    assert memory.heap + memory.page_cache + JVM_OVERHEAD <= gigabytes * GIB // 4
    assert 512 * MIB <= memory.heap <= LARGEST_HEAP
    assert memory.page_cache >= 128 * MIB


def test_a_small_machine_gets_the_smallest_sizes_that_work() -> None:
    assert default_memory(1 * GIB) == (256 * MIB, 64 * MIB)


def test_the_machine_has_memory() -> None:
    assert machine_memory() > 256 * MIB


def test_sizes_can_be_set_with_units(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVTRACE_NEO4J_HEAP", "1GiB")
    monkeypatch.setenv("REVTRACE_NEO4J_PAGECACHE", "134217728")
    settings = EngineSettings()
    assert settings.neo4j_heap == GIB
    assert settings.neo4j_pagecache == 128 * MIB
    monkeypatch.setenv("REVTRACE_NEO4J_HEAP", "much")
    with pytest.raises(ValidationError):
        EngineSettings()
