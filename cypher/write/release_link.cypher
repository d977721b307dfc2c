// name: release_link
// access: write
// params: rows
// returns: none
// Tie releases to the revision that they send out and to the change order behind it.
UNWIND $rows AS r
MATCH (n:Release {number: r.key})
MATCH (b:BomRevision {key: r.bom})
MERGE (n)-[:RELEASES]->(b)
WITH n, r
MATCH (c:ChangeOrder {number: r.change})
MERGE (n)-[:UNDER]->(c)
