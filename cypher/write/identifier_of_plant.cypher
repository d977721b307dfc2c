// name: identifier_of_plant
// access: write
// params: rows
// returns: none
// Tie identifiers to the plants that they stand for. Both exist, and are not tied.
UNWIND $rows AS r
MATCH (n:Identifier {key: r.key})
WITH n, r
MATCH (p:Plant {code: r.canonical})
CREATE (n)-[:IDENTIFIES]->(p)
