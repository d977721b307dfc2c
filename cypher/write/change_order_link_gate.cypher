// name: change_order_link_gate
// access: write
// params: rows
// returns: none
// Give change orders their gates: roles whose approval must stand, and the areas that they guard.
UNWIND $rows AS r
MATCH (n:ChangeOrder {number: r.change})
MERGE (g:Gate {key: r.key})
SET g.gate = r.gate, g.roles = r.roles, g.guards = r.guards
MERGE (n)-[:HAS_GATE]->(g)
