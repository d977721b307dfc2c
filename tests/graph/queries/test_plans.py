"""The plans that the server makes for the statements of the questions."""

from __future__ import annotations

import pytest

from graph.database import Graph
from tests.graph.plans import explain

CLOSURES = ("explosion", "explosion_of_revision", "where_used")
LOOKUPS = (
    "bom_revisions_by_key",
    "change_evidence",
    "components_of_item",
    "components_of_revision",
    "events_of_receipts",
    "exceptions_list",
    "exceptions_named",
    "identifiers_by_key",
    "identifiers_of_nouns",
    "items_by_key",
    "items_page",
    "items_without_revision",
    "lines_of_revisions",
    "log_head_at",
    "receipt_parts",
    "releases_of_boms",
    "releases_of_changes",
    "releases_of_items",
    "releases_page",
    "revisions_of_items",
    "substitute_rules",
    "substitutes_of_walk",
    "systems_by_key",
    "uploads_page",
    "users_of_item",
    "uses_of_items",
    "windows_of_items",
    "withdrawals_of_releases",
)
COSTLY = {"Eager", "CartesianProduct", "AllNodesScan", "NodeByLabelScan"}


def limit_of(graph: Graph, name: str) -> dict[str, object]:
    """The planner refuses a limit that it does not know."""
    return {"limit": 10} if "limit" in graph.statements[name].params else {}


@pytest.mark.parametrize("name", CLOSURES)
async def test_a_closure_visits_each_node_once(migrated_graph: Graph, name: str) -> None:
    operators = await explain(migrated_graph, name, **limit_of(migrated_graph, name))
    assert [it for it in operators if it.startswith("VarLengthExpand")] == ["VarLengthExpand(Pruning,BFS,All)"]
    assert not COSTLY & set(operators)


@pytest.mark.parametrize("name", LOOKUPS)
async def test_a_lookup_is_served_by_an_index(migrated_graph: Graph, name: str) -> None:
    operators = await explain(migrated_graph, name, **limit_of(migrated_graph, name))
    assert not COSTLY & set(operators)
    assert not [it for it in operators if it.startswith(("VarLengthExpand", "Repeat", "StatefulShortestPath"))]


async def test_only_the_few_systems_are_read_without_an_index(migrated_graph: Graph) -> None:
    for name in ("answer_frame", "system_loads"):
        operators = await explain(migrated_graph, name)
        assert operators.count("NodeByLabelScan") == 1
        assert not {"Eager", "CartesianProduct", "AllNodesScan"} & set(operators)
