// name: bom_revision_link
// access: write
// params: rows
// returns: none
// State which revision each one follows and which it was derived from. The revisions exist already.
UNWIND $rows AS r
MATCH (n:BomRevision {key: r.key})
OPTIONAL MATCH (s:BomRevision {key: r.supersedes})
OPTIONAL MATCH (d:BomRevision {key: r.derived_from})
FOREACH (_ IN CASE WHEN s IS NULL THEN [] ELSE [1] END | MERGE (n)-[:SUPERSEDES]->(s))
FOREACH (_ IN CASE WHEN d IS NULL THEN [] ELSE [1] END | MERGE (n)-[:DERIVED_FROM]->(d))
