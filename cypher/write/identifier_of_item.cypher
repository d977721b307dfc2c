// name: identifier_of_item
// access: write
// params: rows
// returns: none
// Tie identifiers to the items that they stand for. Both exist, and are not tied.
UNWIND $rows AS r
MATCH (n:Identifier {key: r.key})
WITH n, r
MATCH (i:Item {number: r.canonical})
CREATE (n)-[:IDENTIFIES]->(i)
