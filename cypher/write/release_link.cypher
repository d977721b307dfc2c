// name: release_link
// access: write
// params: rows
// returns: none
// Tie releases to the revision that they send out. Both exist, and are not tied.
UNWIND $rows AS r
MATCH (n:Release {number: r.key})
WITH n, r
MATCH (b:BomRevision {key: r.bom})
CREATE (n)-[:RELEASES]->(b)
