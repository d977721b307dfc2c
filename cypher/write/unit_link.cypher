// name: unit_link
// access: write
// params: rows
// returns: none
// Tie units to their item.
UNWIND $rows AS r
MATCH (n:Unit {key: r.key})
MATCH (i:Item {number: r.item})
MERGE (n)-[:OF]->(i)
