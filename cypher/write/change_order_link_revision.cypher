// name: change_order_link_revision
// access: write
// params: rows
// returns: none
// Tie change orders to the revisions that they replace (role FROM) and introduce (role TO).
UNWIND $rows AS r
MATCH (n:ChangeOrder {number: r.change})
WITH n, r
MATCH (b:BomRevision {key: r.bom})
CREATE (n)-[:AFFECTS {item: r.item, action: r.action, role: r.role}]->(b)
