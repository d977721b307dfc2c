// name: identifier_of_party
// access: write
// params: rows
// returns: none
// Tie identifiers to the parties that they stand for. Both exist, and are not tied.
UNWIND $rows AS r
MATCH (n:Identifier {key: r.key})
WITH n, r
MATCH (p:Party {code: r.canonical})
CREATE (n)-[:IDENTIFIES]->(p)
