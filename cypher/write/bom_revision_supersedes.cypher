// name: bom_revision_supersedes
// access: write
// params: rows
// returns: none
// State which revision each one follows. Both exist, and are not tied so.
UNWIND $rows AS r
MATCH (n:BomRevision {key: r.key})
WITH n, r
MATCH (other:BomRevision {key: r.other})
CREATE (n)-[:SUPERSEDES]->(other)
