// name: dispatch_record
// access: write
// params: rows
// returns: none
// Record what was sent to the targets of steps. The steps exist already.
UNWIND $rows AS r
MATCH (s:ReleaseStep {key: r.step})
CREATE (d:Dispatch {key: r.key, generation: r.generation, revision: r.revision, digest: r.digest, message: r.message,
  order_key: r.order_key, occurred_at: r.occurred_at,
  known_from: r.known_from, known_to: r.known_to, source: r.source})-[:SENDS]->(s)
