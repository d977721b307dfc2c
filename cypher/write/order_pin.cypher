// name: order_pin
// access: write
// params: rows
// returns: none
// Record that an event let an order pin a revision; the first of them tells when the order took it.
UNWIND $rows AS r
MATCH (n:Order {key: r.subject})
WITH r, n
MATCH (b:BomRevision {key: r.bom})
CREATE (n)-[:PINS {event: r.key, order_key: r.order_key, occurred_at: r.occurred_at, known_from: r.known_from,
  known_to: r.known_to, source: r.source}]->(b)
