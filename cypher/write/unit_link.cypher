// name: unit_link
// access: write
// params: rows
// returns: none
// Tie units to their item. Both exist, and are not tied.
UNWIND $rows AS r
MATCH (n:Unit {key: r.key})
WITH n, r
MATCH (i:Item {number: r.item})
CREATE (n)-[:OF]->(i)
