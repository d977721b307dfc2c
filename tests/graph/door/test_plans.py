"""The plan helper tells a pruned closure from a scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from neo4j.warnings import Neo4jWarning

from tests.graph.plans import explain

if TYPE_CHECKING:
    from graph.database import Graph


async def test_the_closure_form_is_pruned_on_this_server(graph: Graph) -> None:
    operators = await explain(graph, "door_closure")
    assert operators[0] == "ProduceResults"
    assert "VarLengthExpand(Pruning,BFS,All)" in operators
    assert not {"Eager", "CartesianProduct", "NodeByLabelScan", "AllNodesScan"} & set(operators)


async def test_a_scan_and_a_cartesian_product_show(graph: Graph) -> None:
    with pytest.warns(Neo4jWarning, match="cartesian product"):
        operators = await explain(graph, "door_scan")
    assert "CartesianProduct" in operators
    assert "NodeByLabelScan" in operators


async def test_explaining_a_write_writes_nothing(graph: Graph) -> None:
    operators = await explain(graph, "door_item_put", key="explained", name="never")
    assert any("Merge" in operator for operator in operators)
    assert await graph.read_one("door_item", key="explained") is None
