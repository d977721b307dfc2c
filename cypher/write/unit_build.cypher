// name: unit_build
// access: write
// params: rows
// returns: none
// Record that an event says to which revision a unit was built.
UNWIND $rows AS r
MATCH (n:Unit {key: r.subject})
WITH r, n
MATCH (b:BomRevision {key: r.bom})
CREATE (n)-[:BUILT_TO {event: r.key, order_key: r.order_key, occurred_at: r.occurred_at, known_from: r.known_from,
  known_to: r.known_to, source: r.source}]->(b)
