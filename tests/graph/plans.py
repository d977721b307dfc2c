"""The plans that the planner makes for our statements, for tests that hold them to their form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.database import Graph

Plan = dict[str, Any]


async def explain(graph: Graph, name: str, /, **params: object) -> list[str]:
    """The operators of a statement's plan, from the result down; nothing is executed, the server's warnings are raised.

    Args:
        graph: an open database whose schema is in place.
        name: the statement.
        params: values that the planner needs, such as one for LIMIT; all others are sent as null.

    Returns:
        Names such as `VarLengthExpand(Pruning,BFS,All)`, without the database suffix (`@neo4j`).
    """
    statement = graph.statements[name]
    values: dict[str, object] = dict.fromkeys(statement.params) | params
    async with graph.connection.session(statement.access) as session:
        plan = (await (await session.run(f"EXPLAIN {statement.text}", values)).consume()).plan
    if plan is None:
        raise AssertionError(f"the server sent no plan for {name}")
    return [str(step["operatorType"]).partition("@")[0] for step in _steps(plan)]


def _steps(plan: Plan) -> list[Plan]:
    return [plan, *(step for child in plan.get("children", []) for step in _steps(child))]
