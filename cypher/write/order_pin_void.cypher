// name: order_pin_void
// access: write
// params: rows
// returns: none
// Let pins by voided events count no longer from the void on.
UNWIND $rows AS r
MATCH (:Order {key: r.subject})-[p:PINS {event: r.key}]->(:BomRevision)
SET p.known_to = r.voided_at
