"""How much memory the embedded Neo4j may take, from the machine it runs on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

MIB = 1 << 20
SHARE_OF_RAM = 4  # a quarter
LARGEST_HEAP = 2048 * MIB
LARGEST_PAGE_CACHE = 2048 * MIB
SMALLEST_HEAP = 256 * MIB
SMALLEST_PAGE_CACHE = 64 * MIB
JVM_OVERHEAD = (
    384 * MIB
)  # classes, compiled code, threads, network buffers: 280 MiB measured after a load, with reserve
_CGROUP_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


class Memory(NamedTuple):
    """Sizes for the Neo4j process, in bytes."""

    heap: int
    page_cache: int


def machine_memory() -> int:
    """Bytes of memory of the machine, or of the container when that has less."""
    limits = [Path(name).read_text("ascii").strip() for name in _CGROUP_LIMITS if Path(name).is_file()]
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min([physical, *(int(limit) for limit in limits if limit.isdigit())])


def default_memory(machine: int) -> Memory:
    """Heap and page cache such that the whole Neo4j process stays within a quarter of the machine.

    Half of the quarter is heap (at most 2 GiB), the rest less the JVM's own needs is page cache (at most 2 GiB). Below
    3.5 GiB of RAM the smallest sizes that work win over the quarter.

    Args:
        machine: bytes of memory.
    """
    budget = machine // SHARE_OF_RAM
    heap = max(SMALLEST_HEAP, min(LARGEST_HEAP, budget // 2))
    page_cache = max(SMALLEST_PAGE_CACHE, min(LARGEST_PAGE_CACHE, budget - heap - JVM_OVERHEAD))
    return Memory(heap // MIB * MIB, page_cache // MIB * MIB)
