// name: bom_revision_derived
// access: write
// params: rows
// returns: none
// State which revision each one was derived from. Both exist, and are not tied so.
UNWIND $rows AS r
MATCH (n:BomRevision {key: r.key})
WITH n, r
MATCH (other:BomRevision {key: r.other})
CREATE (n)-[:DERIVED_FROM]->(other)
