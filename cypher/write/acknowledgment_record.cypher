// name: acknowledgment_record
// access: write
// params: rows
// returns: none
// Record what the targets of steps answered. The steps exist already.
UNWIND $rows AS r
MATCH (s:ReleaseStep {key: r.step})
CREATE (a:Acknowledgment {key: r.key, generation: r.generation, kind: r.kind, status: r.status, revision: r.revision,
  digest: r.digest, text: r.text, actor: r.actor,
  order_key: r.order_key, occurred_at: r.occurred_at,
  known_from: r.known_from, known_to: r.known_to, source: r.source})-[:ANSWERS]->(s)
