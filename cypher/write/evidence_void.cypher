// name: evidence_void
// access: write
// params: rows
// returns: none
// Let evidence of voided events count no longer from the void on. Each key is of at most one kind.
UNWIND $rows AS r
OPTIONAL MATCH (a:Approval {key: r.key})
SET a.known_to = r.voided_at
WITH r
OPTIONAL MATCH (d:Dispatch {key: r.key})
SET d.known_to = r.voided_at
WITH r
OPTIONAL MATCH (k:Acknowledgment {key: r.key})
SET k.known_to = r.voided_at
WITH r
OPTIONAL MATCH (w:Withdrawal {key: r.key})
SET w.known_to = r.voided_at
