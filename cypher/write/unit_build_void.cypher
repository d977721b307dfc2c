// name: unit_build_void
// access: write
// params: rows
// returns: none
// Let builds by voided events count no longer from the void on.
UNWIND $rows AS r
MATCH (:Unit {key: r.subject})-[p:BUILT_TO {event: r.key}]->(:BomRevision)
SET p.known_to = r.voided_at
